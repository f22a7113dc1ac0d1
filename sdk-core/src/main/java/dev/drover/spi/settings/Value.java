package dev.drover.spi.settings;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a file says, and where. Immutable. */
public sealed interface Value {

    Position at();

    /** In words, for messages: {@code a number}. */
    String what();

    /** The same value, put in for a reference that stands elsewhere. */
    Value movedTo(Position place);

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

        /** One that is put in for a reference: of the type that it would have in a file. */
        public static Scalar given(String text, Position at) {
            return new Scalar(Type.of(text), text, at, true);
        }

        @Override
        public Scalar movedTo(Position place) {
            return new Scalar(type, text, place, true);
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

        private static final Pattern WHOLE_NUMBER = Pattern.compile("[-+]?[0-9]+");
        private static final Pattern NUMBER =
                Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

        private final String what;

        private static Type of(String text) {
            if (text.equals("true") || text.equals("false")) {
                return BOOLEAN;
            }
            if (WHOLE_NUMBER.matcher(text).matches()) {
                return INTEGER;
            }
            return NUMBER.matcher(text).matches() ? DECIMAL : TEXT;
        }

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

        @Override
        public Items movedTo(Position place) {
            return new Items(all.stream().map(each -> each.movedTo(place)).toList(), place);
        }
    }

    /** What depends on something that is not known yet. It cannot be read, which is no problem. */
    record Open(Position at) implements Value {
        @Override
        public String what() {
            return "something that is not known yet";
        }

        @Override
        public Open movedTo(Position place) {
            return new Open(place);
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

        @Override
        public Entries movedTo(Position place) {
            return new Entries(
                    all.stream()
                            .map(each -> new Entry(each.key(), each.value().movedTo(place), place))
                            .toList(),
                    place);
        }
    }

    /**
     * A key with its value.
     *
     * @param at where the key stands
     */
    record Entry(String key, Value value, Position at) {}
}
