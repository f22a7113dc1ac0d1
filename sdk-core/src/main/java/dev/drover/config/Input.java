package dev.drover.config;

import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Position;
import dev.drover.spi.settings.Value;
import java.util.Map;
import java.util.Optional;

/** What a template asks for. Immutable. */
public final class Input {
    private final String name;
    private final Declared declared;
    private final Position at;

    /** The types of inputs; in files in lower case. */
    public enum Type {
        /** Any text but an empty one, or one that matches a pattern. */
        TEXT,
        /** A whole number. */
        INTEGER,
        /** A number. */
        NUMBER,
        /** True or false. */
        BOOLEAN,
        /** A time, such as 5m. */
        DURATION,
        /** A number of bytes, such as 8GiB. */
        SIZE,
        /** One of some words. */
        CHOICE,
        /** Texts. */
        LIST,
        /** A reference to a secret, whose value no template ever sees. */
        SECRET
    }

    /** What a file says of an input. */
    record Declared(Type type, Kind<?> kind, Optional<Value> byDefault, Optional<String> description) {}

    Input(String name, Declared declared, Position at) {
        this.name = name;
        this.declared = declared;
        this.at = at;
    }

    /** One whose declaration is wrong, so that nothing can be said of what is given for it. */
    static Input unreadable(String name, Position at) {
        Value open = new Value.Open(at);
        Kind<Value> any = Kinds.reading("a value", Map.of(), (value, problems) -> Optional.of(open));
        return new Input(name, new Declared(Type.TEXT, any, Optional.of(open), Optional.empty()), at);
    }

    /** In texts of the template it is {@code ${inputs.NAME}}. */
    public String name() {
        return name;
    }

    public Type type() {
        return declared.type();
    }

    /** What may be given, in words: {@code a whole number from 1 to 100}. */
    public String what() {
        return declared.kind().what();
    }

    public Optional<String> description() {
        return declared.description();
    }

    /** Whether it has no default. */
    public boolean required() {
        return declared.byDefault().isEmpty();
    }

    Kind<?> kind() {
        return declared.kind();
    }

    Optional<Value> byDefault() {
        return declared.byDefault();
    }

    /** Where it is declared. */
    Position at() {
        return at;
    }

    @Override
    public String toString() {
        return name + ": " + what() + (required() ? "" : ", optional");
    }
}
