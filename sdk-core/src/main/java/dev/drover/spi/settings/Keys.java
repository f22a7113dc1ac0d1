package dev.drover.spi.settings;

import dev.drover.DroverException;
import dev.drover.spi.settings.Value.Entries;
import dev.drover.spi.settings.Value.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A group of keys from which something is built. Immutable; made by {@link #of}.
 *
 * @param <T> what is built
 */
public final class Keys<T> {
    private final List<Key> keys;
    private final List<OneOf> choices;
    private final Building<T> building;

    /**
     * One key.
     *
     * @param description a sentence for people, with what holds by default
     */
    public record Key(String name, Kind<?> kind, String description, boolean required) {}

    /**
     * A key by itself, for {@link Kinds#both}.
     *
     * @param description a sentence for people
     */
    public record Named<V>(String name, Kind<V> kind, String description) {}

    /** Builds from the entries that are ours. */
    @FunctionalInterface
    private interface Building<T> {
        Optional<T> build(List<Entry> entries, Position at, Problems problems);
    }

    private Keys(List<Key> keys, List<OneOf> choices, Building<T> building) {
        this.keys = List.copyOf(keys);
        this.choices = List.copyOf(choices);
        this.building = building;
    }

    /**
     * Begins a group.
     *
     * @param begin gives an empty builder
     * @param end builds; may refuse by a {@link DroverException}, whose message becomes the problem
     * @param <B> the builder
     */
    public static <B, T> Declaration<B, T> of(Supplier<B> begin, Function<B, ? extends T> end) {
        return new Declaration<>(begin, end);
    }

    /** In the order in which they were declared. */
    public List<Key> keys() {
        return keys;
    }

    /** Whether an entry is for this group. */
    public boolean has(String key) {
        return keys.stream().anyMatch(each -> each.name().equals(key));
    }

    /**
     * Builds from the entries whose keys are in this group; others are left alone.
     *
     * @param at where to say that a key is missing
     */
    public Optional<T> build(List<Entry> entries, Position at, Problems problems) {
        return building.build(entries, at, problems);
    }

    /** This group as a value: a key that is not in it is a problem. */
    public Kind<T> kind() {
        return new Kind<>("a group of keys", schema(List.of(this)), (value, problems) -> {
            if (!(value instanceof Entries entries)) {
                return problems.add(value.at(), "there must be a group of keys here, and there is " + value.what());
            }
            boolean known = known(List.of(this), entries.all(), problems);
            Optional<T> built = build(entries.all(), value.at(), problems);
            return known ? built : Optional.empty();
        });
    }

    /** Notes every key that is in none of the groups; whether there was none. */
    public static boolean known(List<? extends Keys<?>> groups, List<Entry> entries, Problems problems) {
        List<String> names = groups.stream()
                .flatMap(group -> group.keys().stream())
                .map(Key::name)
                .toList();
        boolean all = true;
        for (Entry entry : entries) {
            if (!names.contains(entry.key())) {
                problems.add(entry.at(), "there is no key '" + entry.key() + "' here" + hint(entry.key(), names));
                all = false;
            }
        }
        return all;
    }

    private static String hint(String written, List<String> names) {
        String near = Nearest.hint(written, names);
        return near.isEmpty() ? "; there are " + String.join(", ", names) : near;
    }

    /** The JSON Schema of an object with the keys of some groups. */
    public static Map<String, Object> schema(List<? extends Keys<?>> groups) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        List<Map<String, Object>> choices = new ArrayList<>();
        for (Keys<?> group : groups) {
            group.choices.forEach(each -> choices.add(each.schema()));
            for (Key key : group.keys()) {
                Map<String, Object> each = new LinkedHashMap<>(key.kind().schema());
                each.put("description", key.description());
                properties.put(key.name(), each);
                if (key.required()) {
                    required.add(key.name());
                }
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!choices.isEmpty()) {
            schema.put("allOf", choices);
        }
        return schema;
    }

    /** Declares keys; every method but {@code end} returns this declaration. */
    public static final class Declaration<B, T> {
        private final Supplier<B> begin;
        private final Function<B, ? extends T> end;
        private final Map<String, Setter<B, ?>> setters = new LinkedHashMap<>();
        private final List<OneOf> choices = new ArrayList<>();

        private record Setter<B, V>(Key key, Kind<V> kind, BiConsumer<B, ? super V> set) {
            /** Whether it was read and taken. */
            boolean apply(B builder, Value value, Problems problems) {
                return kind.read(value, problems)
                        .flatMap(found -> Kinds.accepted(value.at(), problems, () -> {
                            set.accept(builder, found);
                            return true;
                        }))
                        .isPresent();
            }
        }

        private Declaration(Supplier<B> begin, Function<B, ? extends T> end) {
            this.begin = begin;
            this.end = end;
        }

        /**
         * A key that may be left out.
         *
         * @param description a sentence for people, with what holds by default
         * @param set may refuse the value by a {@link DroverException}
         */
        public <V> Declaration<B, T> key(String name, Kind<V> kind, String description, BiConsumer<B, ? super V> set) {
            setters.put(name, new Setter<>(new Key(name, kind, description, false), kind, set));
            return this;
        }

        /** A key that must be there. */
        public <V> Declaration<B, T> required(
                String name, Kind<V> kind, String description, BiConsumer<B, ? super V> set) {
            setters.put(name, new Setter<>(new Key(name, kind, description, true), kind, set));
            return this;
        }

        /** Says that one of some keys, each declared by itself, must be there, and no two of them. */
        public Declaration<B, T> exactlyOneOf(String... names) {
            choices.add(new OneOf(List.of(names), true));
            return this;
        }

        /** Says that no two of some keys, each declared by itself, can be there. */
        public Declaration<B, T> atMostOneOf(String... names) {
            choices.add(new OneOf(List.of(names), false));
            return this;
        }

        /** The group. */
        public Keys<T> end() {
            Map<String, Setter<B, ?>> all = new LinkedHashMap<>(setters);
            List<OneOf> kept = List.copyOf(choices);
            return new Keys<>(
                    all.values().stream().map(Setter::key).toList(),
                    kept,
                    (entries, at, problems) -> build(all, kept, entries, at, problems));
        }

        private Optional<T> build(
                Map<String, Setter<B, ?>> all, List<OneOf> kept, List<Entry> entries, Position at, Problems problems) {
            B builder = begin.get();
            boolean good = true;
            for (OneOf each : kept) {
                good &= each.kept(entries, at, problems);
            }
            Set<String> seen = new HashSet<>();
            for (Entry entry : entries) {
                Setter<B, ?> setter = all.get(entry.key());
                if (setter != null) {
                    seen.add(entry.key());
                    good &= setter.apply(builder, entry.value(), problems);
                }
            }
            for (Setter<B, ?> setter : all.values()) {
                if (setter.key().required() && !seen.contains(setter.key().name())) {
                    problems.add(
                            at,
                            "the key '" + setter.key().name() + "' is missing: "
                                    + setter.kind().what());
                    good = false;
                }
            }
            return good ? Kinds.accepted(at, problems, () -> end.apply(builder)) : Optional.empty();
        }
    }
}
