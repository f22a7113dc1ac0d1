package dev.drover.k8s.jobs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A part of an object that is being written. What is empty is left out. Not safe for use by many threads. */
final class Fields {
    private final JsonObject json = new JsonObject();

    Fields set(String name, String value) {
        json.addProperty(name, value);
        return this;
    }

    Fields set(String name, Optional<String> value) {
        value.ifPresent(text -> json.addProperty(name, text));
        return this;
    }

    Fields set(String name, Number value) {
        json.addProperty(name, value);
        return this;
    }

    Fields set(String name, boolean value) {
        json.addProperty(name, value);
        return this;
    }

    Fields set(String name, JsonObject value) {
        if (!value.isEmpty()) {
            json.add(name, value);
        }
        return this;
    }

    Fields set(String name, Fields value) {
        return set(name, value.json);
    }

    /** In the order of the names, so that the same always gives the same. */
    Fields texts(String name, Map<String, String> values) {
        JsonObject map = new JsonObject();
        new TreeMap<>(values).forEach(map::addProperty);
        return set(name, map);
    }

    Fields texts(String name, Collection<String> values) {
        JsonArray list = new JsonArray();
        values.forEach(list::add);
        return list(name, list);
    }

    Fields list(String name, Collection<Fields> values) {
        JsonArray list = new JsonArray();
        values.forEach(value -> list.add(value.json));
        return list(name, list);
    }

    private Fields list(String name, JsonArray list) {
        if (!list.isEmpty()) {
            json.add(name, list);
        }
        return this;
    }

    JsonObject json() {
        return json;
    }

    /** Changes an object by a <a href="https://www.rfc-editor.org/rfc/rfc7396">JSON merge patch</a>. */
    static void merge(JsonObject into, JsonObject patch) {
        for (Map.Entry<String, JsonElement> change : patch.entrySet()) {
            JsonElement value = change.getValue();
            if (value.isJsonNull()) {
                into.remove(change.getKey());
            } else if (value instanceof JsonObject part) {
                JsonObject there = into.get(change.getKey()) instanceof JsonObject object ? object : new JsonObject();
                merge(there, part);
                into.add(change.getKey(), there);
            } else {
                into.add(change.getKey(), value.deepCopy());
            }
        }
    }
}
