package dev.drover.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Tables of all keys, made from JSON Schemas. A group of many keys has a section of its own, which all places where it may
 * stand point to.
 */
final class KeysPage {
    private static final int SMALL = 5;

    private final StringBuilder page = new StringBuilder();
    /** The groups that have a section, with its title. */
    private final Map<Map<String, Object>, String> titles = new LinkedHashMap<>();

    private final Deque<Section> open = new ArrayDeque<>();

    private record Section(String title, Map<String, Object> group) {}

    /** Adds the keys of a file; {@code within} goes before the titles of its sections. */
    KeysPage file(String name, String within, Map<String, Object> schema) {
        page.append("\n## ").append(name).append("\n");
        table(within, schema);
        while (!open.isEmpty()) {
            Section section = open.removeFirst();
            page.append("\n### ").append(section.title()).append('\n');
            table(section.title() + ".", section.group());
        }
        return this;
    }

    @Override
    public String toString() {
        return page.toString();
    }

    private void table(String within, Map<String, Object> group) {
        if (group.containsKey("patternProperties")) {
            locations(group(group, "patternProperties"));
            return;
        }
        List<String> rows = new ArrayList<>();
        rows(within, "", group, rows);
        page.append(rows.isEmpty() ? "\nIt has no keys.\n" : "\n| key | value | |\n|---|---|---|\n");
        rows.forEach(page::append);
    }

    private void rows(String within, String prefix, Map<String, Object> group, List<String> rows) {
        List<?> required = group.get("required") instanceof List<?> names ? names : List.of();
        group(group, "properties").forEach((name, declared) -> {
            Map<String, Object> definition = map(declared);
            Map<String, Object> value = withoutReference(definition);
            Optional<Map<String, Object>> inner = inner(value);
            String path = prefix + name;
            String meaning = text(definition) + (required.contains(name) ? " Required." : "");
            if (inner.isEmpty()) {
                rows.add(row(path, what(value), meaning));
                return;
            }
            String where = path + step(value);
            if (inner.get().containsKey("patternProperties") || size(inner.get()) > SMALL) {
                String title = title(within + where, inner.get());
                rows.add(row(path, what(value) + ", see [" + title + "](#" + anchor(title) + ")", meaning));
            } else {
                rows.add(row(path, what(value), meaning));
                rows(within, where + ".", inner.get(), rows);
            }
        });
    }

    private String title(String path, Map<String, Object> group) {
        return titles.computeIfAbsent(bare(group), first -> {
            open.addLast(new Section(path, group));
            return path;
        });
    }

    /** As it is linked to. */
    static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
    }

    private void locations(Map<String, Object> bySchemes) {
        new TreeMap<>(bySchemes).forEach((pattern, group) -> {
            page.append("\n#### `").append(pattern.substring(1)).append("`\n");
            table(pattern.substring(1) + " ", map(group));
        });
    }

    // What a value is

    private static String what(Map<String, Object> value) {
        if (value.containsKey("enum")) {
            return ((List<?>) value.get("enum"))
                    .stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
        }
        if (value.containsKey("items")) {
            return "list of " + plural(what(withoutReference(group(value, "items"))));
        }
        if (isSecret(value)) {
            return "`{env: NAME}` or `{file: path}`";
        }
        if (value.containsKey("properties") || value.containsKey("patternProperties")) {
            return "group";
        }
        if (value.get("additionalProperties") instanceof Map<?, ?> each) {
            return "by name: " + what(withoutReference(map(each)));
        }
        if (value.get("anyOf") instanceof List<?> choices) {
            return choices.stream()
                    .map(each -> what(withoutReference(map(each))))
                    .distinct()
                    .collect(Collectors.joining(" or "));
        }
        if (value.get("type") instanceof List<?>) {
            return "any";
        }
        return switch (String.valueOf(value.get("type"))) {
            case "integer" -> "number" + range(value);
            case "number" -> "number" + range(value) + ", also a fraction";
            case "boolean" -> "`true`, `false`";
            case "object" -> "any group";
            default -> ofText(String.valueOf(value.getOrDefault("pattern", "")));
        };
    }

    private static String range(Map<String, Object> value) {
        String from = number(value.get("minimum"));
        String to = number(value.get("maximum"));
        return to.isEmpty() ? from.isEmpty() ? "" : " from " + from : ", " + from + " to " + to;
    }

    private static String number(Object bound) {
        return bound == null ? "" : String.valueOf(bound).replaceFirst("\\.0$", "");
    }

    private static String ofText(String pattern) {
        if (pattern.contains("ms)?")) {
            return "time";
        }
        if (pattern.contains("[KMG]iB")) {
            return "size";
        }
        if (pattern.contains("file:/")) {
            return "address in a storage";
        }
        return pattern.contains("://") ? "location" : "text";
    }

    private static String plural(String what) {
        return switch (what) {
            case "text", "group", "size", "time", "number", "location" -> what + "s";
            default -> what;
        };
    }

    private static boolean isSecret(Map<String, Object> value) {
        return group(value, "properties").keySet().equals(Set.of("env", "file"));
    }

    // Groups in groups

    /** The group of keys that stands here, alone, in a list or by names. */
    private static Optional<Map<String, Object>> inner(Map<String, Object> value) {
        if (isSecret(value)) {
            return Optional.empty();
        }
        if (value.containsKey("properties") || value.containsKey("patternProperties")) {
            return Optional.of(value);
        }
        if (value.containsKey("items")) {
            return inner(withoutReference(group(value, "items")));
        }
        if (value.get("additionalProperties") instanceof Map<?, ?> each) {
            return inner(withoutReference(map(each)));
        }
        if (value.get("anyOf") instanceof List<?> choices) {
            return choices.stream()
                    .map(each -> inner(withoutReference(map(each))))
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return Optional.empty();
    }

    private static String step(Map<String, Object> value) {
        if (value.containsKey("items")) {
            return "[]";
        }
        return value.get("additionalProperties") instanceof Map<?, ?> ? ".NAME" : "";
    }

    private static int size(Map<String, Object> group) {
        return group(group, "properties").values().stream()
                .mapToInt(each ->
                        inner(withoutReference(map(each))).map(KeysPage::size).orElse(1))
                .sum();
    }

    // Schemas

    /** Every value may be a reference; this is the value itself. */
    private static Map<String, Object> withoutReference(Map<String, Object> definition) {
        if (!(definition.get("anyOf") instanceof List<?> choices)) {
            return definition;
        }
        List<?> values =
                choices.stream().filter(each -> !isReference(map(each))).toList();
        return values.size() == 1 ? withoutReference(map(values.get(0))) : Map.of("anyOf", values);
    }

    private static boolean isReference(Map<String, Object> choice) {
        return String.valueOf(choice.get("description")).contains("eference");
    }

    private static Map<String, Object> bare(Map<String, Object> group) {
        Map<String, Object> bare = new LinkedHashMap<>(group);
        bare.remove("description");
        return bare;
    }

    private static String text(Map<String, Object> definition) {
        return String.valueOf(definition.getOrDefault("description", ""));
    }

    private static Map<String, Object> group(Map<String, Object> schema, String name) {
        return schema.get(name) instanceof Map<?, ?> group ? map(group) : Map.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object schema) {
        return (Map<String, Object>) schema;
    }

    private static String row(String key, String what, String meaning) {
        return "| `" + key + "` | " + what + " | " + meaning.replace("|", "\\|") + " |\n";
    }
}
