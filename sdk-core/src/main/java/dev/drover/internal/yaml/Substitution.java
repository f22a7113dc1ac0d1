package dev.drover.internal.yaml;

import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import dev.drover.spi.settings.Value.Entries;
import dev.drover.spi.settings.Value.Entry;
import dev.drover.spi.settings.Value.Items;
import dev.drover.spi.settings.Value.Open;
import dev.drover.spi.settings.Value.Scalar;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${name}} in texts. A text that is nothing but one becomes that value, of whatever type. Two dollar signs
 * stand for one. What is put in is not read again.
 *
 * @param values by name; {@link Open} for those that are not known yet
 * @param unknown what to say of other names
 */
public record Substitution(Map<String, ? extends Value> values, UnaryOperator<String> unknown, Problems problems) {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$)?\\{([^{}]*)\\}?");

    /** The same with what was referred to. */
    public Value in(Value value) {
        if (value instanceof Items items) {
            return new Items(items.all().stream().map(this::in).toList(), items.at());
        }
        if (value instanceof Entries entries) {
            return new Entries(
                    entries.all().stream()
                            .map(each -> new Entry(each.key(), in(each.value()), each.at()))
                            .toList(),
                    entries.at());
        }
        return value instanceof Scalar scalar
                        && scalar.type() == Value.Type.TEXT
                        && scalar.text().contains("${")
                ? replaced(scalar)
                : value;
    }

    private Value replaced(Scalar scalar) {
        Matcher reference = REFERENCE.matcher(scalar.text());
        if (reference.matches() && reference.group(1) == null && closed(reference)) {
            Value found = values.get(reference.group(2));
            if (found != null) {
                return found.movedTo(scalar.at());
            }
        }
        StringBuilder text = new StringBuilder();
        boolean whole = true;
        reference.reset();
        while (reference.find()) {
            Value part = part(reference, scalar);
            whole &= part instanceof Scalar;
            reference.appendReplacement(
                    text, part instanceof Scalar known ? Matcher.quoteReplacement(known.text()) : "");
        }
        return whole
                ? new Scalar(Value.Type.TEXT, reference.appendTail(text).toString(), scalar.at(), true)
                : new Open(scalar.at());
    }

    /** What is not known, or was wrong and has been noted, is open. */
    private Value part(Matcher reference, Scalar in) {
        if (reference.group(1) != null) {
            return new Scalar(Value.Type.TEXT, reference.group().substring(1), in.at());
        }
        String name = reference.group(2);
        Value found = values.get(name);
        if (!closed(reference)) {
            problems.add(
                    in.at(), "'" + reference.group() + "' is not closed; write $${ for the two characters themselves");
        } else if (found == null) {
            problems.add(in.at(), unknown.apply(name));
        } else if (found instanceof Scalar || found instanceof Open) {
            return found;
        } else {
            problems.add(in.at(), "${" + name + "} is " + found.what() + " and cannot be a part of a text");
        }
        return new Open(in.at());
    }

    private static boolean closed(Matcher reference) {
        return reference.group().endsWith("}");
    }
}
