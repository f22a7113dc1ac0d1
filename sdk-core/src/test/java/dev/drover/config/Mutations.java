package dev.drover.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small changes of documents, of the sorts that people make by mistake. */
final class Mutations {
    private static final List<Object> ANYTHING = Arrays.asList(
            "text",
            "",
            "a b",
            "s3://bucket/a.py",
            "5m",
            "8GiB",
            "etl",
            "true",
            0,
            1,
            5,
            -1,
            2.5,
            2.0,
            100_000_000,
            true,
            false,
            null,
            List.of(),
            List.of("a"),
            List.of(1),
            Map.of(),
            Map.of("a", "b"),
            Map.of("env", "A"));

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** The document with one change, somewhere. */
    Object change(Object document) {
        List<List<Object>> paths = new ArrayList<>();
        collect(document, List.of(), paths);
        return at(document, paths.get(random.nextInt(paths.size())));
    }

    private static void collect(Object node, List<Object> path, List<List<Object>> paths) {
        paths.add(path);
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> collect(value, longer(path, key), paths));
        } else if (node instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                collect(list.get(i), longer(path, i), paths);
            }
        }
    }

    private static List<Object> longer(List<Object> path, Object step) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private Object at(Object node, List<Object> path) {
        if (path.isEmpty()) {
            return changed(node);
        }
        List<Object> rest = path.subList(1, path.size());
        if (node instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            copy.put(path.get(0), at(map.get(path.get(0)), rest));
            return copy;
        }
        List<Object> copy = new ArrayList<>((List<?>) node);
        copy.set((int) path.get(0), at(copy.get((int) path.get(0)), rest));
        return copy;
    }

    private Object changed(Object node) {
        if (random.nextInt(4) == 0) {
            return ANYTHING.get(random.nextInt(ANYTHING.size()));
        }
        if (node instanceof Map<?, ?> map) {
            return changed(map);
        }
        if (node instanceof List<?> list) {
            return changed(list);
        }
        if (node instanceof String text) {
            return changed(text);
        }
        return node instanceof Integer number ? changed(number) : ANYTHING.get(random.nextInt(ANYTHING.size()));
    }

    private Object changed(Map<?, ?> map) {
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        List<Object> keys = new ArrayList<>(map.keySet());
        if (keys.isEmpty() || random.nextInt(4) == 0) {
            copy.put("unheardOf", ANYTHING.get(random.nextInt(ANYTHING.size())));
            return copy;
        }
        Object key = keys.get(random.nextInt(keys.size()));
        Object value = copy.remove(key);
        switch (random.nextInt(4)) {
            case 0 -> copy.put(key + "x", value);
            case 1 -> copy.put(key.toString().toUpperCase(java.util.Locale.ROOT), value);
            case 2 -> copy.put(key + " ", value);
            default -> {
                // It stays away.
            }
        }
        return copy;
    }

    private Object changed(List<?> list) {
        List<Object> copy = new ArrayList<>(list);
        if (list.isEmpty() || random.nextBoolean()) {
            copy.add(ANYTHING.get(random.nextInt(ANYTHING.size())));
        } else if (random.nextBoolean()) {
            copy.add(copy.get(0));
        } else {
            copy.remove(random.nextInt(copy.size()));
        }
        return copy;
    }

    private Object changed(String text) {
        return switch (random.nextInt(7)) {
            case 0 -> text + "!";
            case 1 -> text + " ";
            case 2 -> text.substring(0, text.length() / 2);
            case 3 -> text.toUpperCase(java.util.Locale.ROOT);
            case 4 -> "-" + text;
            case 5 -> text + "\t";
            default -> List.of(text);
        };
    }

    private Object changed(Integer number) {
        return switch (random.nextInt(5)) {
            case 0 -> -number;
            case 1 -> number * 1000;
            case 2 -> number + 0.5;
            case 3 -> number + 0.0;
            default -> number.toString();
        };
    }
}
