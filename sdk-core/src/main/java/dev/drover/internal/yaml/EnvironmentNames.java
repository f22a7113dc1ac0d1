package dev.drover.internal.yaml;

import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import dev.drover.spi.settings.Value.Entries;
import dev.drover.spi.settings.Value.Entry;
import dev.drover.spi.settings.Value.Items;
import dev.drover.spi.settings.Value.Open;
import dev.drover.spi.settings.Value.Scalar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The variables that a file may use: those that it lists under {@code environment}, so that a reader sees what it needs. */
public final class EnvironmentNames {
    /** Under which they are listed. */
    public static final String KEY = "environment";

    /** What is said of the key. */
    public static final String DESCRIPTION =
            "The variables of the environment that this file uses, as ${env.NAME}; by default none.";

    private static final String PREFIX = "env.";

    private EnvironmentNames() {}

    /** The variables of this process. */
    public static Function<String, Optional<String>> ofProcess() {
        return name -> Optional.ofNullable(System.getenv(name));
    }

    /** The list. */
    public static Kind<List<String>> kind() {
        return Kinds.list(Kinds.matching("the name of a variable", "[A-Za-z_][A-Za-z0-9_]*"));
    }

    /** The file with {@code ${env.NAME}} replaced in its texts. */
    public static Value substituted(Value document, Function<String, Optional<String>> environment, Problems problems) {
        return new Substitution(values(document, environment, problems), EnvironmentNames::unknown, problems)
                .in(document);
    }

    /** What the listed ones hold, by the names under which they are referred to. */
    public static Map<String, Value> values(
            Value document, Function<String, Optional<String>> environment, Problems problems) {
        Map<String, Value> values = new HashMap<>();
        for (Scalar name : listed(document)) {
            Optional<Value> value = environment.apply(name.text()).map(text -> Scalar.given(text, name.at()));
            if (value.isEmpty()) {
                problems.add(name.at(), "the variable " + name.text() + " is not set");
            }
            values.put(PREFIX + name.text(), value.orElseGet(() -> new Open(name.at())));
        }
        return values;
    }

    /** What to say of a name that refers to nothing. */
    public static String unknown(String name) {
        return name.startsWith(PREFIX)
                ? "the variable " + name.substring(PREFIX.length()) + " is not listed under '" + KEY + "'"
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
