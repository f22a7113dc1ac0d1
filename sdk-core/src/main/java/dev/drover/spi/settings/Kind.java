package dev.drover.spi.settings;

import dev.drover.DroverException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of values: how one is read, what may stand there, and the same as JSON Schema. Made by {@link Kinds} and
 * {@link Keys}. Immutable.
 *
 * @param <T> what is read
 */
public final class Kind<T> {
    private final String what;
    private final Map<String, Object> schema;
    private final Reading<T> reading;

    /** Reads a value, or notes why it cannot. */
    @FunctionalInterface
    interface Reading<T> {
        Optional<T> read(Value value, Problems problems);
    }

    Kind(String what, Map<String, Object> schema, Reading<T> reading) {
        this.what = what;
        this.schema = Map.copyOf(schema);
        this.reading = reading;
    }

    /** Empty if it cannot be read; then a problem has been noted, unless the value is {@link Value.Open}. */
    public Optional<T> read(Value value, Problems problems) {
        return value instanceof Value.Open ? Optional.empty() : reading.read(value, problems);
    }

    /** What may stand there, in words: {@code a whole number from 1 to 256}. */
    public String what() {
        return what;
    }

    /** The same as <a href="https://json-schema.org/draft/2020-12">JSON Schema</a>. */
    public Map<String, Object> schema() {
        return schema;
    }

    /**
     * What is made of the value.
     *
     * @param by may refuse it by a {@link DroverException}, whose message becomes the problem
     */
    public <U> Kind<U> as(Function<? super T, ? extends U> by) {
        return new Kind<>(
                what,
                schema,
                (value, problems) -> read(value, problems)
                        .flatMap(found -> Kinds.accepted(value.at(), problems, () -> by.apply(found))));
    }

    /** The same kind in other words. */
    public Kind<T> named(String words) {
        return new Kind<>(words, schema, reading);
    }
}
