package dev.drover.config;

import dev.drover.internal.yaml.YamlFile;
import dev.drover.spi.settings.Nearest;
import dev.drover.spi.settings.Position;
import dev.drover.spi.settings.Problem;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import dev.drover.spi.settings.Value.Entries;
import dev.drover.spi.settings.Value.Entry;
import dev.drover.spi.settings.Value.Open;
import dev.drover.spi.settings.Value.Scalar;
import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** What is given for the inputs of a template, checked against what they ask for. */
final class GivenInputs {
    private final List<Input> inputs;
    private final Position section;

    /** A value for an input, as far as it can be understood. */
    private interface Giving extends BiFunction<Input, Problems, Optional<Value>> {}

    /**
     * Those of one template.
     *
     * @param section where they are declared
     */
    GivenInputs(List<Input> inputs, Position section) {
        this.inputs = inputs;
        this.section = section;
    }

    /** Values for the names under which inputs are referred to; {@link Open} where nothing good is known. */
    Map<String, Value> open() {
        Map<String, Value> values = new HashMap<>();
        inputs.forEach(input -> values.put(reference(input), input.byDefault().orElseGet(() -> new Open(input.at()))));
        return values;
    }

    /** The same with what people wrote on a command line. */
    Map<String, Value> texts(Map<String, String> given, Problems problems) {
        Map<String, Giving> all = new HashMap<>();
        given.forEach((name, text) -> all.put(name, (input, found) -> read(input, text, found)));
        return filled(all, section, problems);
    }

    /**
     * The same with what stands in another file.
     *
     * @param at where it stands
     */
    Map<String, Value> values(Map<String, Value> given, Position at, Problems problems) {
        Map<String, Giving> all = new HashMap<>();
        given.forEach((name, value) -> all.put(name, (input, found) -> Optional.of(value)));
        return filled(all, at, problems);
    }

    private Map<String, Value> filled(Map<String, Giving> given, Position at, Problems problems) {
        List<String> names = inputs.stream().map(Input::name).toList();
        given.keySet().stream().filter(name -> !names.contains(name)).forEach(name -> problems.add(at, unknown(name)));
        Map<String, Value> values = open();
        for (Input input : inputs) {
            Giving giving = given.get(input.name());
            if (giving != null) {
                values.put(reference(input), checked(input, giving, problems));
            } else if (input.required()) {
                problems.add(input.at(), "nothing is given for the input '" + input.name() + "': " + input.what());
            }
        }
        return values;
    }

    /** What to say of an input that there is not. */
    String unknown(String name) {
        List<String> names = inputs.stream().map(Input::name).toList();
        String near = Nearest.hint(name, names);
        String there = names.isEmpty() ? "; there are none" : "; there are " + String.join(", ", names);
        return "there is no input '" + name + "'" + (near.isEmpty() ? there : near);
    }

    private static Value checked(Input input, Giving giving, Problems problems) {
        Problems own = new Problems();
        Optional<Value> value = giving.apply(input, own)
                .filter(found -> input.kind().read(found, own).isPresent());
        for (Problem each : own.all()) {
            problems.add(each.at(), "what is given for the input '" + input.name() + "': " + each.message());
        }
        return value.orElseGet(() -> new Open(input.at()));
    }

    private static Optional<Value> read(Input input, String text, Problems problems) {
        if (input.type() == Input.Type.SECRET) {
            return Optional.of(secret(text, input.at()));
        }
        if (input.type() == Input.Type.LIST && text.startsWith("[")) {
            Problems own = new Problems();
            Optional<Value> list = YamlFile.parse(input.at().file(), text, own);
            own.all().forEach(each -> problems.add(input.at(), each.message()));
            return list.map(value -> value.movedTo(input.at()));
        }
        return Optional.of(Scalar.given(text, input.at()));
    }

    /** {@code env:NAME} or {@code file:path}; of anything else nothing is kept, since it may be the secret itself. */
    private static Value secret(String text, Position at) {
        int colon = text.indexOf(':');
        String key = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (key) {
            case "env" -> entry(key, rest.matches("[A-Za-z_][A-Za-z0-9_]*") ? rest : "", at);
            case "file" -> entry(key, new File(rest).getAbsolutePath(), at);
            default -> new Scalar(Value.Type.TEXT, "", at);
        };
    }

    private static Value entry(String key, String text, Position at) {
        return new Entries(List.of(new Entry(key, new Scalar(Value.Type.TEXT, text, at), at)), at);
    }

    private static String reference(Input input) {
        return "inputs." + input.name();
    }
}
