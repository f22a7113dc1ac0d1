package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Words for structural schemas. */
final class Shape {
    private Shape() {}

    static ObjectNode string() {
        return Json.object().put("type", "string");
    }

    static ObjectNode oneOf(String... values) {
        ObjectNode shape = string();
        List.of(values).forEach(shape.putArray("enum")::add);
        return shape;
    }

    static ObjectNode bool() {
        return Json.object().put("type", "boolean");
    }

    static ObjectNode int32() {
        return Json.object().put("type", "integer").put("format", "int32");
    }

    static ObjectNode int64() {
        return Json.object().put("type", "integer").put("format", "int64");
    }

    static ObjectNode atLeast(int minimum, ObjectNode shape) {
        return shape.put("minimum", minimum);
    }

    static ObjectNode nullable(ObjectNode shape) {
        return shape.put("nullable", true);
    }

    /** A whole number or an amount with a unit. */
    static ObjectNode quantity() {
        return Json.object()
                .put("x-kubernetes-int-or-string", true)
                .put(
                        "pattern",
                        "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$");
    }

    static ObjectNode listOf(ObjectNode items) {
        return Json.object().put("type", "array").set("items", items);
    }

    static ObjectNode mapOf(ObjectNode values) {
        return Json.object().put("type", "object").set("additionalProperties", values);
    }

    /** An object of which nothing more is said. */
    static ObjectNode open() {
        return Json.object().put("type", "object").put("x-kubernetes-preserve-unknown-fields", true);
    }

    /** An object with fields: name, shape, name, shape. */
    static ObjectNode object(Object... fields) {
        ObjectNode shape = Json.object().put("type", "object");
        ObjectNode properties = shape.putObject("properties");
        for (int i = 0; i < fields.length; i += 2) {
            properties.set((String) fields[i], (ObjectNode) fields[i + 1]);
        }
        return shape;
    }

    static ObjectNode required(ObjectNode shape, String... names) {
        List.of(names).forEach(shape.putArray("required")::add);
        return shape;
    }

    static ObjectNode withDefault(ObjectNode shape, String value) {
        return shape.put("default", value);
    }
}
