package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;

/** One thing that is wrong with an object, in the words of the API server. */
record FieldError(String reason, String field, String message) {

    static FieldError required(String field, String detail) {
        return new FieldError(
                "FieldValueRequired", field, detail.isEmpty() ? "Required value" : "Required value: " + detail);
    }

    static FieldError invalid(String field, Object value, String detail) {
        return new FieldError("FieldValueInvalid", field, "Invalid value: " + shown(value) + ": " + detail);
    }

    static FieldError type(String field, String found, String wanted) {
        return new FieldError(
                "FieldValueTypeInvalid",
                field,
                "Invalid value: \"" + found + "\": " + field + " in body must be of type " + wanted + ": \"" + found
                        + "\"");
    }

    static FieldError unsupported(String field, Object value, List<String> supported) {
        String values = supported.stream().map(each -> '"' + each + '"').collect(Collectors.joining(", "));
        return new FieldError(
                "FieldValueNotSupported",
                field,
                "Unsupported value: " + shown(value) + ": supported values: " + values);
    }

    static FieldError forbidden(String field, String detail) {
        return new FieldError("FieldValueForbidden", field, "Forbidden: " + detail);
    }

    private static String shown(Object value) {
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }

    String text() {
        return field + ": " + message;
    }

    ObjectNode cause() {
        return Json.object().put("reason", reason).put("message", message).put("field", field);
    }
}
