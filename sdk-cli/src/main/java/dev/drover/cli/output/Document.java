package dev.drover.cli.output;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Named values in their order, for {@code --json}. What is not known is left out. For one thread. */
public final class Document {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private Optional<String> json = Optional.empty();

    /** A document that somebody else has written. */
    public static Document ofJson(String text) {
        Document document = new Document();
        document.json = Optional.of(text);
        return document;
    }

    /**
     * Adds a value: a text, number, truth, document, list or map of these; an Optional of one, left out if empty; anything
     * else by its text.
     */
    public Document with(String name, Object value) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(present -> values.put(name, plain(present)));
        } else if (value instanceof OptionalInt optional) {
            optional.ifPresent(present -> values.put(name, present));
        } else {
            values.put(name, plain(value));
        }
        return this;
    }

    /** Adds all of another. */
    public Document and(Document other) {
        values.putAll(other.values);
        return this;
    }

    private static Object plain(Object value) {
        if (value instanceof Document document) {
            return document.values;
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(Document::plain).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> plain = new LinkedHashMap<>();
            map.forEach((name, each) -> plain.put(name.toString(), plain(each)));
            return plain;
        }
        return value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /** What somebody else has written, in place of values. */
    Optional<String> json() {
        return json;
    }

    Map<String, Object> values() {
        return values;
    }
}
