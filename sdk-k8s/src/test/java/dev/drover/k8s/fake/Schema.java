package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A <a
 * href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">
 * structural schema</a>: what it does not name is pruned, what it names is checked.
 */
final class Schema {
    private final JsonNode root;

    Schema(JsonNode root) {
        this.root = root;
    }

    /** Removes what the schema does not name, and says what that was. */
    List<String> prune(ObjectNode object) {
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
            if (List.of("apiVersion", "kind", "metadata").contains(field.getKey())) {
                continue;
            }
            pruneField(object, root, field.getKey(), "", unknown);
        }
        return unknown;
    }

    private static void prune(JsonNode node, JsonNode schema, String path, List<String> unknown) {
        if (node instanceof ObjectNode object) {
            for (String name : names(object)) {
                pruneField(object, schema, name, path, unknown);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                prune(node.get(i), schema.path("items"), path + "[" + i + "]", unknown);
            }
        }
    }

    private static void pruneField(ObjectNode object, JsonNode schema, String name, String path, List<String> unknown) {
        String field = path.isEmpty() ? name : path + "." + name;
        JsonNode of = schema.path("properties").path(name);
        if (of.isMissingNode()) {
            of = schema.path("additionalProperties");
        }
        if (of.isObject()) {
            if (object.get(name).isNull() && !of.path("nullable").asBoolean()) {
                object.remove(name);
            } else {
                prune(object.get(name), of, field, unknown);
            }
        } else if (!schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
            object.remove(name);
            unknown.add(field);
        }
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What is wrong with an object. */
    List<FieldError> check(ObjectNode object) {
        List<FieldError> errors = new ArrayList<>();
        check(object, root, "", errors);
        return errors;
    }

    private static void check(JsonNode node, JsonNode schema, String path, List<FieldError> errors) {
        if (node.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (!typed(node, schema)) {
            errors.add(FieldError.type(path, typeOf(node), wanted(schema)));
            return;
        }
        checkValue(node, schema, path, errors);
        for (JsonNode required : schema.path("required")) {
            if (node.isObject() && !node.has(required.asText())) {
                errors.add(FieldError.required(join(path, required.asText()), ""));
            }
        }
        if (node.isObject()) {
            node.properties().forEach(field -> {
                JsonNode of = schema.path("properties").path(field.getKey());
                of = of.isMissingNode() ? schema.path("additionalProperties") : of;
                if (of.isObject()) {
                    check(field.getValue(), of, join(path, field.getKey()), errors);
                }
            });
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                check(node.get(i), schema.path("items"), path + "[" + i + "]", errors);
            }
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static boolean typed(JsonNode node, JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return node.isIntegralNumber() || node.isTextual();
        }
        return switch (schema.path("type").asText()) {
            case "object" -> node.isObject();
            case "array" -> node.isArray();
            case "string" -> node.isTextual();
            case "boolean" -> node.isBoolean();
            case "number" -> node.isNumber();
            case "integer" ->
                node.isIntegralNumber()
                        || (node.isNumber()
                                && node.decimalValue().stripTrailingZeros().scale() <= 0);
            default -> true;
        };
    }

    private static String wanted(JsonNode schema) {
        return schema.path("x-kubernetes-int-or-string").asBoolean()
                ? "integer,string"
                : schema.path("type").asText();
    }

    private static String typeOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case NULL -> "null";
            case NUMBER -> node.isIntegralNumber() ? "integer" : "number";
            default -> "object";
        };
    }

    private static void checkValue(JsonNode node, JsonNode schema, String path, List<FieldError> errors) {
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.path("enum").forEach(each -> values.add(each.asText()));
            if (!values.contains(node.asText())) {
                errors.add(FieldError.unsupported(path, node.asText(), values));
            }
        }
        if (schema.has("pattern")
                && node.isTextual()
                && !Pattern.compile(schema.path("pattern").asText())
                        .matcher(node.asText())
                        .find()) {
            errors.add(FieldError.invalid(
                    path,
                    node.asText(),
                    path + " in body should match '" + schema.path("pattern").asText() + "'"));
        }
        if (node.isNumber()) {
            checkRange(node, schema, path, errors);
        }
        if (node.isTextual()) {
            if (schema.has("maxLength")
                    && node.asText().length() > schema.path("maxLength").asInt()) {
                errors.add(FieldError.invalid(
                        path,
                        node.asText(),
                        path + " in body should be at most "
                                + schema.path("maxLength").asInt() + " chars long"));
            }
            if (schema.has("minLength")
                    && node.asText().length() < schema.path("minLength").asInt()) {
                errors.add(FieldError.invalid(
                        path,
                        node.asText(),
                        path + " in body should be at least "
                                + schema.path("minLength").asInt() + " chars long"));
            }
        }
    }

    private static void checkRange(JsonNode node, JsonNode schema, String path, List<FieldError> errors) {
        BigDecimal value = node.decimalValue();
        if (schema.has("minimum") && value.compareTo(schema.path("minimum").decimalValue()) < 0) {
            errors.add(FieldError.invalid(
                    path,
                    value,
                    path + " in body should be greater than or equal to "
                            + schema.path("minimum").asText()));
        }
        if (schema.has("maximum") && value.compareTo(schema.path("maximum").decimalValue()) > 0) {
            errors.add(FieldError.invalid(
                    path,
                    value,
                    path + " in body should be less than or equal to "
                            + schema.path("maximum").asText()));
        }
        boolean wide = schema.path("format").asText().equals("int32")
                && (value.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0
                        || value.compareTo(BigDecimal.valueOf(Integer.MIN_VALUE)) < 0);
        if (wide) {
            errors.add(FieldError.invalid(path, value, path + " in body must be of type int32: \"int64\""));
        }
    }

    /** Fills in what the schema gives a default for. */
    void fill(ObjectNode object) {
        fill(object, root);
    }

    private static void fill(JsonNode node, JsonNode schema) {
        if (node instanceof ObjectNode object) {
            schema.path("properties").properties().forEach(property -> {
                JsonNode of = property.getValue();
                if (of.has("default") && !object.has(property.getKey())) {
                    object.set(property.getKey(), of.get("default").deepCopy());
                }
                fill(object.path(property.getKey()), of);
            });
        } else if (node.isArray()) {
            node.forEach(item -> fill(item, schema.path("items")));
        }
    }
}
