package dev.drover.samples.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Takes a JSON object apart field by field, and says of each that is wrong where it stands. For one thread. */
final class Fields {
    private final String where;
    private final ObjectNode object;
    private final Set<String> read = new HashSet<>();

    Fields(ObjectNode object) {
        this("", object);
    }

    private Fields(String where, ObjectNode object) {
        this.where = where;
        this.object = object;
    }

    private Optional<JsonNode> value(String name) {
        read.add(name);
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    HttpProblem wrong(String name, String what) {
        return HttpProblem.badRequest("'" + where + name + "' " + what + ".");
    }

    Optional<String> text(String name) {
        return value(name).map(value -> text(name, value));
    }

    private String text(String name, JsonNode value) {
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw wrong(name, "must be a text");
        }
        return value.textValue();
    }

    String required(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing"));
    }

    OptionalInt integer(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isInt()) {
            throw wrong(name, "must be a whole number");
        }
        return value.map(number -> OptionalInt.of(number.intValue())).orElseGet(OptionalInt::empty);
    }

    List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        value(name).ifPresent(value -> {
            if (!value.isArray()) {
                throw wrong(name, "must be a list of texts");
            }
            value.forEach(each -> all.add(text(name, each)));
        });
        return all;
    }

    Map<String, String> map(String name) {
        Map<String, String> all = new LinkedHashMap<>();
        value(name).ifPresent(value -> {
            if (!value.isObject()) {
                throw wrong(name, "must be an object of texts");
            }
            value.properties().forEach(each -> {
                if (!each.getValue().isValueNode() || each.getValue().isNull()) {
                    throw wrong(name + "." + each.getKey(), "must be a text");
                }
                all.put(each.getKey(), each.getValue().asText());
            });
        });
        return all;
    }

    Optional<Fields> group(String name) {
        return value(name).map(value -> {
            if (!(value instanceof ObjectNode group)) {
                throw wrong(name, "must be an object");
            }
            return new Fields(where + name + ".", group);
        });
    }

    /** Refuses fields that nobody has read. */
    void end() {
        object.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                throw wrong(
                        name,
                        "is not known; there are "
                                + String.join(", ", read.stream().sorted().toList()));
            }
        });
    }
}
