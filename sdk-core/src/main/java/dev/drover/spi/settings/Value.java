package dev.drover.spi.settings;

import java.util.List;
import java.util.Set;

/** What a file says, and where. Immutable. */
public sealed interface Value {

    Position at();

    /** In words, for messages: {@code a number}. */
    String what();

    /**
     * One word or text.
     *
     * @param text as it stands in the file, without quotes
     * @param given whether it was put in for a reference; then it may stand for a text too, whatever its type
     */
    record Scalar(Type type, String text, Position at, boolean given) implements Value {
        /** One that stands in the file. */
        public Scalar(Type type, String text, Position at) {
            this(type, text, at, false);
        }

        /** Whether it can be read as one of some types. */
        boolean is(Set<Type> types) {
            return types.contains(type) || (given && types.contains(Type.TEXT));
        }

        @Override
        public String what() {
            return type.what;
        }
    }

    /** What a plain scalar means by the <a href="https://yaml.org/spec/1.2.2/#103-core-schema">core schema of YAML</a>. */
    enum Type {
        TEXT("a text"),
        INTEGER("a whole number"),
        DECIMAL("a number"),
        BOOLEAN("true or false"),
        NOTHING("nothing");

        private final String what;

        Type(String what) {
            this.what = what;
        }
    }

    /** A list. */
    record Items(List<Value> all, Position at) implements Value {
        public Items {
            all = List.copyOf(all);
        }

        @Override
        public String what() {
            return "a list";
        }
    }

    /** What depends on something that is not known yet. It cannot be read, which is no problem. */
    record Open(Position at) implements Value {
        @Override
        public String what() {
            return "something that is not known yet";
        }
    }

    /** Keys with values, each key once, in the file's order. */
    record Entries(List<Entry> all, Position at) implements Value {
        public Entries {
            all = List.copyOf(all);
        }

        @Override
        public String what() {
            return "a group of keys";
        }
    }

    /**
     * A key with its value.
     *
     * @param at where the key stands
     */
    record Entry(String key, Value value, Position at) {}
}
