package dev.drover.config;

import dev.drover.DroverException;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Value;
import dev.drover.spi.settings.Value.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The keys under {@code inputs}: a type for each, and what the type allows. */
final class InputKeys {
    static final String NAME = "[A-Za-z][A-Za-z0-9_]{0,62}";

    private InputKeys() {}

    static Kind<Map<String, Input.Declared>> kind() {
        Map<String, Keys<Input.Declared>> types = new LinkedHashMap<>();
        add(types, Texts.keys(Input.Type.TEXT, Kinds.text(), Texts::text));
        add(types, Ranged.keys(Input.Type.INTEGER, Kinds.integer(), "a whole number"));
        add(types, Ranged.keys(Input.Type.NUMBER, Kinds.number(), "a number"));
        add(types, plain(Input.Type.BOOLEAN, Kinds.yesOrNo()));
        add(types, Ranged.keys(Input.Type.DURATION, Kinds.duration(), "a time, such as 90s, 5m or 1h30m,"));
        add(types, Ranged.keys(Input.Type.SIZE, Kinds.bytes(), "a size, such as 8GiB,"));
        add(types, Choices.keys());
        add(types, Texts.keys(Input.Type.LIST, Kinds.list(Kinds.text()), each -> Kinds.list(each.text())));
        add(types, plain(Input.Type.SECRET, Kinds.secret()));
        return Kinds.map("the name of an input", NAME, Kinds.tagged("type", "What may be given.", types));
    }

    private record Typed(Input.Type type, Keys<Input.Declared> keys) {}

    private static void add(Map<String, Keys<Input.Declared>> types, Typed typed) {
        types.put(typed.type().name().toLowerCase(Locale.ROOT), typed.keys());
    }

    /** What every input has. */
    private static class Draft {
        Optional<String> description = Optional.empty();
        Optional<Value> byDefault = Optional.empty();

        Input.Declared declared(Input.Type type, Kind<?> kind) {
            return new Input.Declared(type, kind, byDefault, description);
        }
    }

    private static <D extends Draft> Keys.Declaration<D, Input.Declared> common(
            Keys.Declaration<D, Input.Declared> keys, Kind<?> kind) {
        return keys.key(
                        "description",
                        Kinds.text(),
                        "A sentence for whoever has to give it.",
                        (draft, text) -> draft.description = Optional.of(text))
                .key(
                        "default",
                        Kinds.reading(kind.what(), kind.schema(), (value, problems) -> Optional.of(value)),
                        "What holds where nothing is given; without it something must be.",
                        (draft, value) -> draft.byDefault = Optional.of(value));
    }

    private static Typed plain(Input.Type type, Kind<?> kind) {
        return new Typed(
                type,
                common(Keys.<Draft, Input.Declared>of(Draft::new, draft -> draft.declared(type, kind)), kind)
                        .end());
    }

    /** With a pattern for the text, or for each text of a list. */
    private static final class Texts extends Draft {
        private Optional<String> pattern = Optional.empty();

        static Typed keys(Input.Type type, Kind<?> base, Function<Texts, Kind<?>> kind) {
            return new Typed(
                    type,
                    common(
                                    Keys.<Texts, Input.Declared>of(
                                            Texts::new, draft -> draft.declared(type, kind.apply(draft))),
                                    base)
                            .key(
                                    "pattern",
                                    Kinds.text("a regular expression", Texts::compiled),
                                    "A regular expression that must match the text as a whole.",
                                    (draft, regex) -> draft.pattern = Optional.of(regex))
                            .end());
        }

        private static String compiled(String regex) {
            try {
                return Pattern.compile(regex).pattern();
            } catch (PatternSyntaxException e) {
                throw DroverException.invalid("'" + regex + "' is not a regular expression: " + e.getDescription());
            }
        }

        Kind<String> text() {
            return pattern.map(regex -> Kinds.matching("a text that matches " + regex, regex))
                    .orElseGet(Kinds::text);
        }
    }

    private static final class Choices extends Draft {
        private List<String> choices = List.of();

        static Typed keys() {
            return new Typed(
                    Input.Type.CHOICE,
                    common(Keys.<Choices, Input.Declared>of(Choices::new, Choices::declared), Kinds.text())
                            .required(
                                    "choices",
                                    Kinds.list(Kinds.text(), 1, 1_000),
                                    "The words of which one may be given.",
                                    (draft, words) -> draft.choices = words)
                            .end());
        }

        private Input.Declared declared() {
            Map<String, String> words = new LinkedHashMap<>();
            choices.forEach(each -> words.put(each, each));
            return declared(Input.Type.CHOICE, Kinds.choice(words));
        }
    }

    /** With a least and a greatest value. */
    private static final class Ranged<T extends Comparable<T>> extends Draft {
        private Optional<Bound<T>> min = Optional.empty();
        private Optional<Bound<T>> max = Optional.empty();

        private record Bound<T>(T value, String text) {}

        static <T extends Comparable<T>> Typed keys(Input.Type type, Kind<T> base, String what) {
            return new Typed(
                    type,
                    common(
                                    Keys.<Ranged<T>, Input.Declared>of(
                                            Ranged::new, draft -> draft.declared(type, draft.within(base, what))),
                                    base)
                            .key(
                                    "min",
                                    bound(base),
                                    "The least that may be given.",
                                    (draft, least) -> draft.min = Optional.of(least))
                            .key(
                                    "max",
                                    bound(base),
                                    "The most that may be given.",
                                    (draft, most) -> draft.max = Optional.of(most))
                            .end());
        }

        private static <T> Kind<Bound<T>> bound(Kind<T> base) {
            return Kinds.reading(
                    base.what(),
                    base.schema(),
                    (value, problems) ->
                            base.read(value, problems).map(found -> new Bound<>(found, ((Scalar) value).text())));
        }

        private Kind<T> within(Kind<T> base, String what) {
            if (min.isPresent()
                    && max.isPresent()
                    && above(min.get().value(), max.get().value())) {
                throw DroverException.invalid("the least, " + min.get().text() + ", is above the most, "
                        + max.get().text());
            }
            String words = what
                    + min.map(least -> " from " + least.text()).orElse("")
                    + max.map(most -> " up to " + most.text()).orElse("");
            return Kinds.reading(
                    words,
                    base.schema(),
                    (value, problems) -> base.read(value, problems)
                            .flatMap(found -> outside(found)
                                    ? problems.add(value.at(), ((Scalar) value).text() + " is not " + words)
                                    : Optional.of(found)));
        }

        private boolean outside(T value) {
            return min.filter(least -> above(least.value(), value)).isPresent()
                    || max.filter(most -> above(value, most.value())).isPresent();
        }

        private static <T extends Comparable<T>> boolean above(T one, T other) {
            return one.compareTo(other) > 0;
        }
    }
}
