package dev.drover.config;

import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import dev.drover.spi.settings.Value.Entries;
import dev.drover.spi.settings.Value.Entry;
import dev.drover.spi.settings.Value.Items;
import dev.drover.spi.settings.Value.Scalar;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${name}} in texts. A text that is nothing but one takes on its type too: {@code ${input.workers}} is a number
 * if that input is one. Two dollar signs stand for one. What is put in is not read again.
 *
 * @param values by name
 * @param unknown what to say of other names
 */
record Substitution(Map<String, Scalar> values, UnaryOperator<String> unknown, Problems problems) {
    private static final Pattern REFERENCE = Pattern.compile("\\$(\\$)?\\{([^{}]*)\\}?");

    Value in(Value value) {
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
        Scalar scalar = (Scalar) value;
        return scalar.type() == Value.Type.TEXT && scalar.text().contains("${") ? replaced(scalar) : scalar;
    }

    private Scalar replaced(Scalar scalar) {
        Matcher reference = REFERENCE.matcher(scalar.text());
        if (reference.matches() && reference.group(1) == null && values.containsKey(reference.group(2))) {
            Scalar found = values.get(reference.group(2));
            return new Scalar(found.type(), found.text(), scalar.at());
        }
        StringBuilder text = new StringBuilder();
        reference.reset();
        while (reference.find()) {
            reference.appendReplacement(text, Matcher.quoteReplacement(replacement(reference, scalar)));
        }
        return new Scalar(Value.Type.TEXT, reference.appendTail(text).toString(), scalar.at());
    }

    private String replacement(Matcher reference, Scalar scalar) {
        if (reference.group(1) != null) {
            return reference.group().substring(1);
        }
        String name = reference.group(2);
        if (!reference.group().endsWith("}")) {
            problems.add(
                    scalar.at(),
                    "'" + reference.group() + "' is not closed; write $${ for the two characters themselves");
            return "";
        }
        Scalar found = values.get(name);
        if (found == null) {
            problems.add(scalar.at(), unknown.apply(name));
            return "";
        }
        return found.text();
    }
}
