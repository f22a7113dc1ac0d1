package dev.drover.internal.yaml;

import dev.drover.spi.settings.Kinds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What {@link Substitution} means for editors: where a value may stand, a reference to one may stand too. */
public final class References {
    private static final Map<String, Object> WHOLE =
            Map.of("type", "string", "pattern", "^\\$\\{[^{}]+\\}$", "description", "A reference to the value.");
    private static final Map<String, Object> INSIDE =
            Map.of("type", "string", "pattern", "\\$\\{", "description", "A text with references in it.");
    private static final Map<String, Object> SECRET = Kinds.secret().schema();

    private References() {}

    /** The JSON Schema of a file; {@code environment} lists names and takes no references itself. */
    public static Map<String, Object> file(String title, Map<String, Object> of) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.putAll(schema(of));
        schema.computeIfPresent("properties", (key, properties) -> withPlainNames(map(properties)));
        return schema;
    }

    private static Map<String, Object> withPlainNames(Map<String, Object> properties) {
        Map<String, Object> names = new LinkedHashMap<>(EnvironmentNames.kind().schema());
        names.put("description", EnvironmentNames.DESCRIPTION);
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.put(EnvironmentNames.KEY, names);
        return all;
    }

    /** A JSON Schema of values as one of what may be written for them; groups of keys stay, but what is in them. */
    private static Map<String, Object> schema(Map<String, Object> of) {
        Map<String, Object> schema = new LinkedHashMap<>(of);
        schema.computeIfPresent("properties", (key, each) -> eachValue(each));
        schema.computeIfPresent("patternProperties", (key, each) -> eachValue(each));
        schema.computeIfPresent("additionalProperties", (key, each) -> each instanceof Map ? schema(map(each)) : each);
        schema.computeIfPresent("items", (key, each) -> schema(map(each)));
        schema.computeIfPresent("anyOf", (key, cases) -> each(cases));
        schema.computeIfPresent("oneOf", (key, cases) -> each(cases));
        Object type = of.get("type");
        if ("string".equals(type)) {
            return or(schema, INSIDE);
        }
        boolean value = type != null && !type.equals("object");
        return value || secret(of) ? or(schema, WHOLE) : schema;
    }

    /** Their descriptions differ, their keys do not. */
    private static boolean secret(Map<String, Object> schema) {
        return schema.containsKey("properties") && Objects.equals(schema.get("properties"), SECRET.get("properties"));
    }

    private static Map<String, Object> or(Map<String, Object> schema, Map<String, Object> reference) {
        Map<String, Object> either = new LinkedHashMap<>();
        either.put("anyOf", List.of(schema, reference));
        Object description = schema.remove("description");
        if (description != null) {
            either.put("description", description);
        }
        return either;
    }

    private static Map<String, Object> eachValue(Object schemas) {
        Map<String, Object> all = new LinkedHashMap<>();
        ((Map<?, ?>) schemas).forEach((name, each) -> all.put((String) name, schema(map(each))));
        return all;
    }

    private static List<Object> each(Object schemas) {
        return ((List<?>) schemas)
                .stream().<Object>map(each -> schema(map(each))).toList();
    }

    @SuppressWarnings("unchecked") // Schemas are made by kinds, which make maps with texts as keys.
    private static Map<String, Object> map(Object schema) {
        return (Map<String, Object>) schema;
    }
}
