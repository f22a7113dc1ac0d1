package dev.drover.config;

import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import dev.drover.spi.settings.Value.Entries;
import dev.drover.spi.settings.Value.Entry;
import dev.drover.spi.settings.Value.Items;
import dev.drover.spi.settings.Value.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The variables that a file may use: those that it lists under {@code environment}, so that a reader sees what it needs. */
final class EnvironmentNames {
    static final String KEY = "environment";

    private EnvironmentNames() {}

    /** The file with {@code ${env.NAME}} replaced in its texts. */
    static Value substituted(Value document, Function<String, Optional<String>> environment, Problems problems) {
        Map<String, Scalar> values = new HashMap<>();
        for (Scalar name : listed(document)) {
            environment
                    .apply(name.text())
                    .ifPresentOrElse(
                            value -> values.put("env." + name.text(), new Scalar(Value.Type.TEXT, value, name.at())),
                            () -> problems.add(name.at(), "the variable " + name.text() + " is not set"));
        }
        return new Substitution(values, EnvironmentNames::unknown, problems).in(document);
    }

    private static String unknown(String name) {
        return name.startsWith("env.")
                ? "the variable " + name.substring("env.".length()) + " is not listed under '" + KEY + "'"
                : "${" + name + "} means nothing here; there is ${env.NAME}";
    }

    private static List<Scalar> listed(Value document) {
        if (!(document instanceof Entries entries)) {
            return List.of();
        }
        return entries.all().stream()
                .filter(entry -> entry.key().equals(KEY))
                .map(Entry::value)
                .filter(Items.class::isInstance)
                .flatMap(value -> ((Items) value).all().stream())
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .toList();
    }
}
