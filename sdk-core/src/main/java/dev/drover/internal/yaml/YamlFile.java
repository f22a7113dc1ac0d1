package dev.drover.internal.yaml;

import dev.drover.DroverException;
import dev.drover.spi.settings.Position;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One document of <a href="https://yaml.org/spec/1.2.2/">YAML 1.2</a>. Aliases are followed, within limits that keep a small
 * file small in memory too; tags other than those of the core schema are refused.
 */
public final class YamlFile {
    /** Larger than any file that people write; pipelines of a thousand steps have a tenth of it. */
    private static final int LONGEST = 2_000_000;

    private static final int MOST_NODES = 200_000;
    private static final int DEEPEST = 50;

    private final Path file;
    private final Problems problems;
    private int nodes;

    private YamlFile(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reads a file.
     *
     * @return empty if it cannot be understood; then a problem has been noted
     * @throws DroverException INVALID_ARGUMENT if there is no such file, or it cannot be read
     */
    public static Optional<Value> read(Path file, Problems problems) {
        try {
            if (Files.size(file) > 4L * LONGEST) {
                return problems.add(
                        new Position(file, 1, 1), "the file is too large; at most " + LONGEST + " characters are read");
            }
            return parse(file, Files.readString(file, StandardCharsets.UTF_8), problems);
        } catch (CharacterCodingException e) {
            return problems.add(new Position(file, 1, 1), "the file is not UTF-8");
        } catch (IOException e) {
            throw DroverException.invalid(
                    "The file " + file + " cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** Reads a text that stands in a file. */
    public static Optional<Value> parse(Path file, String text, Problems problems) {
        return new YamlFile(file, problems).parse(text);
    }

    private Optional<Value> parse(String text) {
        if (text.length() > LONGEST) {
            return problems.add(
                    new Position(file, 1, 1), "the file is too large; at most " + LONGEST + " characters are read");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(LONGEST)
                // How much they repeat is counted below.
                .setMaxAliasesForCollections(MOST_NODES)
                .build();
        try {
            if (tooDeep(settings, text)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.isEmpty() ? problems.add(new Position(file, 1, 1), "the file is empty") : value(root.get());
        } catch (MarkedYamlEngineException e) {
            Position at = e.getProblemMark().map(this::at).orElse(new Position(file, 1, 1));
            return problems.add(at, "this is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            return problems.add(
                    new Position(file, 1, 1),
                    "this is not YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** Asked of the events, of which there is no end, before anything goes down into them. */
    private boolean tooDeep(LoadSettings settings, String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                problems.add(
                        event.getStartMark().map(this::at).orElse(new Position(file, 1, 1)),
                        "this is too deep: at most " + DEEPEST + " levels are read");
                return true;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return false;
    }

    private Optional<Value> value(Node node) {
        if (node.isRecursive()) {
            return problems.add(at(node), "this holds itself");
        }
        if (++nodes > MOST_NODES) {
            return nodes == MOST_NODES + 1
                    ? problems.add(
                            at(node),
                            "this is too much: at most " + MOST_NODES + " values, with those that aliases repeat")
                    : Optional.empty();
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar);
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> items = new ArrayList<>();
            sequence.getValue().forEach(each -> value(each).ifPresent(items::add));
            return items.size() == sequence.getValue().size()
                    ? Optional.of(new Value.Items(items, at(node)))
                    : Optional.empty();
        }
        return entries((MappingNode) node);
    }

    private Optional<Value> entries(MappingNode mapping) {
        List<Value.Entry> entries = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(at(tuple.getKeyNode()), "a key must be a text");
            } else if (!seen.add(key.getValue())) {
                problems.add(at(key), "the key '" + key.getValue() + "' is there twice");
            } else {
                value(tuple.getValueNode())
                        .ifPresent(value -> entries.add(new Value.Entry(key.getValue(), value, at(key))));
            }
        }
        return entries.size() == mapping.getValue().size()
                ? Optional.of(new Value.Entries(entries, at(mapping)))
                : Optional.empty();
    }

    private Optional<Value> scalar(ScalarNode scalar) {
        Tag tag = scalar.getTag();
        Value.Type type;
        if (tag.equals(Tag.STR) || tag.equals(Tag.ENV_TAG)) {
            type = Value.Type.TEXT;
        } else if (tag.equals(Tag.INT)) {
            type = Value.Type.INTEGER;
        } else if (tag.equals(Tag.FLOAT)) {
            type = Value.Type.DECIMAL;
        } else if (tag.equals(Tag.BOOL)) {
            type = Value.Type.BOOLEAN;
        } else if (tag.equals(Tag.NULL)) {
            type = Value.Type.NOTHING;
        } else {
            return problems.add(at(scalar), "the tag " + tag.getValue() + " means nothing here");
        }
        return Optional.of(new Value.Scalar(type, scalar.getValue(), at(scalar)));
    }

    private Position at(Node node) {
        return node.getStartMark().map(this::at).orElse(new Position(file, 1, 1));
    }

    private Position at(Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
