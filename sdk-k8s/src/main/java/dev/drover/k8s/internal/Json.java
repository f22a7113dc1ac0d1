package dev.drover.k8s.internal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads objects that may lack anything. */
public final class Json {

    private Json() {}

    /** Empty if there is none. */
    public static Optional<String> text(JsonObject from, String name) {
        JsonElement value = from.get(name);
        return value != null && value.isJsonPrimitive() ? Optional.of(value.getAsString()) : Optional.empty();
    }

    /** Without members if there is none. */
    public static JsonObject object(JsonObject from, String name) {
        return from.get(name) instanceof JsonObject value ? value : new JsonObject();
    }

    /** Those of a list; none if there is no list. */
    public static List<JsonObject> objects(JsonObject from, String name) {
        return from.get(name) instanceof JsonArray list
                ? StreamSupport.stream(list.spliterator(), false)
                        .filter(JsonElement::isJsonObject)
                        .map(JsonElement::getAsJsonObject)
                        .toList()
                : List.of();
    }
}
