package dev.drover.spi.settings;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.spi.settings.Value.Entries;
import dev.drover.spi.settings.Value.Entry;
import dev.drover.spi.settings.Value.Items;
import dev.drover.spi.settings.Value.Scalar;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The kinds of values that keys have. */
public final class Kinds {
    private static final String TYPE = "type";
    private static final String TEXT = "a text";
    private static final Set<Value.Type> TEXTS = Set.of(Value.Type.TEXT);
    private static final Set<Value.Type> NUMBERS = Set.of(Value.Type.INTEGER, Value.Type.DECIMAL);

    private Kinds() {}

    /** Any text but an empty one. */
    public static Kind<String> text() {
        return new Kind<>(
                TEXT,
                Map.of(TYPE, "string", "minLength", 1),
                (value, problems) -> word(value, TEXT, TEXTS, problems)
                        .flatMap(text -> text.isEmpty() ? wrong(value, TEXT, problems) : Optional.of(text)));
    }

    /** Any text, an empty one too. */
    public static Kind<String> anyText() {
        return scalar(TEXT, Map.of(TYPE, "string"), TEXTS, text -> text);
    }

    /**
     * A text that stands for something.
     *
     * @param what in words: {@code the id of a cluster}
     * @param by may refuse it by a {@link DroverException}, whose message becomes the problem
     */
    public static <T> Kind<T> text(String what, Function<String, ? extends T> by) {
        return text().named(what).as(by);
    }

    /** A text that matches a regular expression as a whole. */
    public static Kind<String> matching(String what, String regex) {
        return new Kind<>(
                what,
                Map.of(TYPE, "string", "pattern", whole(regex)),
                (value, problems) -> text().read(value, problems)
                        .flatMap(text -> text.matches(regex)
                                ? Optional.of(text)
                                : problems.add(value.at(), "'" + text + "' is not " + what)));
    }

    /** A whole number. */
    public static Kind<Integer> integer() {
        return integer("a whole number", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A whole number within a range. */
    public static Kind<Integer> integer(int least, int most) {
        return integer("a whole number from " + least + " to " + most, least, most);
    }

    private static Kind<Integer> integer(String what, int least, int most) {
        return new Kind<>(
                what,
                Map.of(TYPE, "integer", "minimum", least, "maximum", most),
                (value, problems) -> number(value, what, least, most, problems)
                        .flatMap(number -> number == Math.rint(number)
                                ? Optional.of(number.intValue())
                                : problems.add(value.at(), ((Scalar) value).text() + " is not " + what)));
    }

    /** A number. */
    public static Kind<Double> number() {
        return number("a number", -Double.MAX_VALUE, Double.MAX_VALUE);
    }

    /** A number within a range. */
    public static Kind<Double> number(double least, double most) {
        return number("a number from " + least + " to " + most, least, most);
    }

    private static Kind<Double> number(String what, double least, double most) {
        return new Kind<>(
                what,
                Map.of(TYPE, "number", "minimum", least, "maximum", most),
                (value, problems) -> number(value, what, least, most, problems));
    }

    private static Optional<Double> number(Value value, String what, double least, double most, Problems problems) {
        return word(value, what, NUMBERS, problems).flatMap(text -> {
            double number = decimal(text);
            return number >= least && number <= most
                    ? Optional.of(number)
                    : problems.add(value.at(), text + " is not " + what);
        });
    }

    /** NaN for what YAML writes in its own way, such as {@code .inf} and {@code 0x10}. */
    private static double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    public static Kind<Boolean> yesOrNo() {
        return scalar(
                "true or false", Map.of(TYPE, "boolean"), Set.of(Value.Type.BOOLEAN), text -> text.equals("true"));
    }

    /** A time such as {@code 90s}, {@code 5m}, {@code 1h30m} or {@code 250ms}; days are {@code d}. */
    public static Kind<Duration> duration() {
        return new Kind<>(
                "a time, such as 90s, 5m or 1h30m",
                Map.of(TYPE, "string", "minLength", 1, "pattern", "^" + DurationText.PATTERN + "$"),
                (value, problems) -> text().read(value, problems)
                        .flatMap(text -> accepted(value.at(), problems, () -> DurationText.parse(text))));
    }

    /** One of a few words: the constants of an enum, in lower case with hyphens. */
    public static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        Map<String, E> words = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(
                        each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        each -> each,
                        (one, other) -> one,
                        LinkedHashMap::new));
        return choice(words);
    }

    /** One of a few words, each with what it stands for. */
    public static <T> Kind<T> choice(Map<String, ? extends T> words) {
        String what = "one of " + String.join(", ", words.keySet());
        return new Kind<>(
                what,
                Map.of(TYPE, "string", "enum", List.copyOf(words.keySet())),
                (value, problems) -> text().read(value, problems).flatMap(text -> {
                    T found = words.get(text);
                    return found != null
                            ? Optional.of(found)
                            : problems.add(
                                    value.at(), "'" + text + "' is not " + what + Nearest.hint(text, words.keySet()));
                }));
    }

    /** A file or folder; a relative one is meant beside the file that says it. */
    public static Kind<Path> path() {
        return new Kind<>(
                "a path",
                text().schema(),
                (value, problems) -> text().read(value, problems)
                        .flatMap(text -> accepted(value.at(), problems, () -> path(value.at(), text))));
    }

    private static Path path(Position at, String text) {
        try {
            Path folder = at.file().toAbsolutePath().getParent();
            return folder == null ? Path.of(text) : folder.resolve(text).normalize();
        } catch (java.nio.file.InvalidPathException e) {
            throw DroverException.invalid("'" + text + "' is not a path");
        }
    }

    /** An address, such as {@code https://proxy.example:3128}. */
    public static Kind<URI> address() {
        return text("an address, such as https://host:port", text -> {
            try {
                return new URI(text);
            } catch (java.net.URISyntaxException e) {
                throw DroverException.invalid("'" + text + "' is not an address");
            }
        });
    }

    /** A reference to a secret: {@code {env: NAME}} or {@code {file: path}}. Its value never stands in a file. */
    public static Kind<Secret> secret() {
        Keys<Secret> keys = Keys.of(AtomicReference<Secret>::new, AtomicReference::get)
                .key(
                        "env",
                        matching("the name of a variable", "[A-Za-z_][A-Za-z0-9_]*"),
                        "A variable of the environment.",
                        (found, name) -> found.set(Secret.env(name)))
                .key("file", path(), "A file that holds nothing else.", (found, file) -> found.set(Secret.file(file)))
                .exactlyOneOf("env", "file")
                .end();
        return new Kind<>(
                "a reference to a secret, {env: NAME} or {file: path}",
                keys.kind().schema(),
                (value, problems) -> value instanceof Entries
                        ? keys.kind().read(value, problems)
                        : problems.add(
                                value.at(),
                                "a secret is a reference, {env: NAME} or {file: path}, and never its value"));
    }

    /**
     * A kind of its own.
     *
     * @param what may stand there, in words
     * @param schema the same as JSON Schema
     * @param by notes a problem and gives nothing if it cannot read a value
     */
    public static <T> Kind<T> reading(
            String what, Map<String, Object> schema, BiFunction<Value, Problems, Optional<T>> by) {
        return new Kind<>(what, schema, by::apply);
    }

    /** A number of bytes, such as {@code 8MiB}; the units are KiB, MiB and GiB. */
    public static Kind<Long> bytes() {
        return matching("a size, such as 8MiB", "[0-9]{1,9}([KMG]iB)?").as(text -> {
            int digits = text.replaceAll("[^0-9]", "").length();
            int power = List.of("", "KiB", "MiB", "GiB").indexOf(text.substring(digits));
            return Long.parseLong(text.substring(0, digits)) << (10 * power);
        });
    }

    /** Two keys that go together, such as a user and a password. */
    public static <A, B> Kind<Map.Entry<A, B>> both(Keys.Named<A> first, Keys.Named<B> second) {
        return Keys.of(Both<A, B>::new, Both::entry)
                .required(
                        first.name(),
                        first.kind(),
                        first.description(),
                        (both, value) -> both.first = Optional.of(value))
                .required(
                        second.name(),
                        second.kind(),
                        second.description(),
                        (both, value) -> both.second = Optional.of(value))
                .end()
                .kind();
    }

    private static final class Both<A, B> {
        private Optional<A> first = Optional.empty();
        private Optional<B> second = Optional.empty();

        Map.Entry<A, B> entry() {
            return Map.entry(first.orElseThrow(), second.orElseThrow());
        }
    }

    /** Values of one kind. */
    public static <T> Kind<List<T>> list(Kind<T> of) {
        return new Kind<>(
                "a list; each is " + of.what(), Map.of(TYPE, "array", "items", of.schema()), (value, problems) -> {
                    if (!(value instanceof Items items)) {
                        return wrong(value, "a list", problems);
                    }
                    List<T> found = new ArrayList<>();
                    items.all().forEach(each -> of.read(each, problems).ifPresent(found::add));
                    return found.size() == items.all().size() ? Optional.of(List.copyOf(found)) : Optional.empty();
                });
    }

    /** So many values of one kind. */
    public static <T> Kind<List<T>> list(Kind<T> of, int least, int most) {
        Kind<List<T>> list = list(of);
        Map<String, Object> schema = new LinkedHashMap<>(list.schema());
        schema.put("minItems", least);
        schema.put("maxItems", most);
        return new Kind<>(
                list.what(),
                schema,
                (value, problems) -> list.read(value, problems)
                        .flatMap(found -> found.size() >= least && found.size() <= most
                                ? Optional.of(found)
                                : problems.add(
                                        value.at(),
                                        "there must be " + least + " to " + most + " here, and there are "
                                                + found.size())));
    }

    /** Values of one kind under names that the user chooses, in the file's order. */
    public static <T> Kind<Map<String, T>> map(Kind<T> of) {
        return map("a name", name -> name, of);
    }

    /**
     * Values of one kind under names that mean something.
     *
     * @param by may refuse a name by a {@link DroverException}, whose message becomes the problem
     */
    public static <K, T> Kind<Map<K, T>> map(String what, Function<String, ? extends K> by, Kind<T> of) {
        return new Kind<>(
                "for each of some names (" + what + "): " + of.what(),
                Map.of(TYPE, "object", "additionalProperties", of.schema()),
                (value, problems) -> {
                    if (!(value instanceof Entries entries)) {
                        return wrong(value, "a group of keys", problems);
                    }
                    Map<K, T> found = new LinkedHashMap<>();
                    for (Entry entry : entries.all()) {
                        Optional<K> key = accepted(entry.at(), problems, () -> by.apply(entry.key()));
                        Optional<T> each = of.read(entry.value(), problems);
                        if (key.isPresent() && each.isPresent()) {
                            found.put(key.get(), each.get());
                        }
                    }
                    return found.size() == entries.all().size() ? Optional.of(found) : Optional.empty();
                });
    }

    /** Values of one kind under names that match a regular expression as a whole, in the file's order. */
    public static <T> Kind<Map<String, T>> map(String what, String regex, Kind<T> of) {
        Kind<Map<String, T>> map = map(
                what,
                name -> {
                    if (!name.matches(regex)) {
                        throw DroverException.invalid("'" + name + "' is not " + what);
                    }
                    return name;
                },
                of);
        Map<String, Object> schema = new LinkedHashMap<>(map.schema());
        schema.put("propertyNames", Map.of("pattern", whole(regex)));
        return new Kind<>(map.what(), schema, map::read);
    }

    /** Either a text of one kind, or a list or a group of keys of another. */
    public static <T> Kind<T> either(Kind<? extends T> text, Kind<? extends T> other) {
        return new Kind<>(
                text.what() + ", or " + other.what(),
                Map.of("anyOf", List.of(text.schema(), other.schema())),
                (value, problems) -> (value instanceof Scalar ? text : other)
                        .read(value, problems)
                        .map(found -> found));
    }

    /**
     * One of several groups of keys; a key that all of them have says which.
     *
     * @param groups by the words that the key may have
     */
    public static <T> Kind<T> tagged(String key, String description, Map<String, Keys<T>> groups) {
        Kind<Keys<T>> word = choice(groups);
        List<Map<String, Object>> schemas = new ArrayList<>();
        groups.forEach((name, group) -> schemas.add(Keys.schema(List.of(tag(key, description, Set.of(name)), group))));
        Keys<Object> tag = tag(key, description, groups.keySet());
        return new Kind<>("a group of keys", Map.of(TYPE, "object", "oneOf", schemas), (value, problems) -> {
            if (!(value instanceof Entries entries)) {
                return wrong(value, "a group of keys", problems);
            }
            Optional<Value> said = entries.all().stream()
                    .filter(entry -> entry.key().equals(key))
                    .map(Entry::value)
                    .findFirst();
            if (said.isEmpty()) {
                return problems.add(value.at(), "the key '" + key + "' is missing: " + word.what());
            }
            Optional<Keys<T>> group = word.read(said.get(), problems);
            boolean known = group.isPresent() && Keys.known(List.of(tag, group.get()), entries.all(), problems);
            return group.flatMap(keys -> keys.build(entries.all(), value.at(), problems))
                    .filter(built -> known);
        });
    }

    private static Keys<Object> tag(String key, String description, Set<String> words) {
        Map<String, String> choices = new LinkedHashMap<>();
        words.forEach(each -> choices.put(each, each));
        return Keys.of(Object::new, any -> any)
                .<String>required(key, choice(choices), description, (any, each) -> {})
                .end();
    }

    private static String whole(String regex) {
        return "^(?:" + regex + ")$";
    }

    private static <T> Kind<T> scalar(
            String what, Map<String, Object> schema, Set<Value.Type> types, Function<String, T> by) {
        return new Kind<>(
                what,
                schema,
                (value, problems) -> word(value, what, types, problems).map(by));
    }

    private static Optional<String> word(Value value, String what, Set<Value.Type> types, Problems problems) {
        return value instanceof Scalar scalar && scalar.is(types)
                ? Optional.of(scalar.text())
                : wrong(value, what, problems);
    }

    private static <T> Optional<T> wrong(Value value, String what, Problems problems) {
        if (value instanceof Scalar scalar
                && what.equals(TEXT)
                && !scalar.text().isEmpty()) {
            return problems.add(
                    value.at(),
                    scalar.text() + " is " + scalar.what() + " to YAML; for a text put it in quotes: '" + scalar.text()
                            + "'");
        }
        String given = value instanceof Scalar scalar && scalar.text().isEmpty() ? "nothing" : value.what();
        return problems.add(value.at(), "there must be " + what + " here, and there is " + given);
    }

    /** What a function gives; or a problem, if it refuses. */
    static <T> Optional<T> accepted(Position at, Problems problems, Supplier<? extends T> by) {
        try {
            return Optional.of(by.get());
        } catch (DroverException e) {
            return problems.add(at, e.getMessage().replaceFirst("^" + e.code() + ": ", ""));
        }
    }
}
