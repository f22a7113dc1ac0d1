package dev.drover.k8s.fake;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The ways in which a PATCH changes an object. */
final class Patches {
    static final String JSON = "application/json-patch+json";
    static final String MERGE = "application/merge-patch+json";
    static final String STRATEGIC = "application/strategic-merge-patch+json";
    static final String APPLY = "application/apply-patch+yaml";

    /** Lists that are maps, by the field that is the key. Others are replaced as a whole. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("containers", "name"),
            Map.entry("initContainers", "name"),
            Map.entry("ephemeralContainers", "name"),
            Map.entry("volumes", "name"),
            Map.entry("env", "name"),
            Map.entry("imagePullSecrets", "name"),
            Map.entry("volumeMounts", "mountPath"),
            Map.entry("conditions", "type"),
            Map.entry("ownerReferences", "uid"));

    private Patches() {}

    static JsonNode apply(String type, JsonNode target, JsonNode patch) {
        return switch (type) {
            case JSON -> operations(target.deepCopy(), patch);
            case MERGE -> merge(target.deepCopy(), patch, false);
            default -> merge(target.deepCopy(), patch, true);
        };
    }

    /** <a href="https://www.rfc-editor.org/rfc/rfc7396">RFC 7396</a>; keyed lists are merged if told so. */
    private static JsonNode merge(JsonNode target, JsonNode patch, boolean keyed) {
        if (!(patch instanceof ObjectNode change)) {
            return patch.deepCopy();
        }
        ObjectNode result = target instanceof ObjectNode object ? object : Json.object();
        change.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (value.isNull()) {
                result.remove(name);
            } else if (keyed && value instanceof ArrayNode items && KEYS.containsKey(name)) {
                result.set(name, mergeItems(result.path(name), items, KEYS.get(name)));
            } else {
                result.set(name, merge(result.path(name), value, keyed));
            }
        });
        return result;
    }

    private static ArrayNode mergeItems(JsonNode before, ArrayNode items, String key) {
        ArrayNode result = before instanceof ArrayNode there ? there.deepCopy() : items.arrayNode();
        for (JsonNode item : items) {
            int at = indexOf(result, key, item.path(key));
            if (item.path("$patch").asText().equals("delete")) {
                if (at >= 0) {
                    result.remove(at);
                }
            } else if (at < 0) {
                result.add(item.deepCopy());
            } else {
                result.set(at, merge(result.get(at), item, true));
            }
        }
        return result;
    }

    private static int indexOf(ArrayNode items, String key, JsonNode value) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path(key).equals(value)) {
                return i;
            }
        }
        return -1;
    }

    /** <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>. */
    private static JsonNode operations(JsonNode target, JsonNode operations) {
        for (JsonNode operation : operations) {
            String path = Json.text(operation, "path");
            switch (Json.text(operation, "op")) {
                case "add" -> add(target, path, operation.path("value").deepCopy());
                case "replace" -> {
                    remove(target, path);
                    add(target, path, operation.path("value").deepCopy());
                }
                case "remove" -> remove(target, path);
                case "move" -> add(target, path, remove(target, Json.text(operation, "from")));
                case "copy" ->
                    add(target, path, target.at(Json.text(operation, "from")).deepCopy());
                case "test" -> {
                    if (!target.at(path).equals(operation.path("value"))) {
                        throw Refusal.unprocessable();
                    }
                }
                default -> throw Refusal.unprocessable();
            }
        }
        return target;
    }

    private static void add(JsonNode target, String path, JsonNode value) {
        JsonPointer pointer = JsonPointer.compile(path);
        JsonNode parent = target.at(pointer.head());
        String last = pointer.last().getMatchingProperty();
        if (parent instanceof ObjectNode object) {
            object.set(last, value);
        } else if (parent instanceof ArrayNode array) {
            int at = last.equals("-") ? array.size() : Integer.parseInt(last);
            if (at > array.size()) {
                throw Refusal.unprocessable();
            }
            array.insert(at, value);
        } else {
            throw Refusal.unprocessable();
        }
    }

    private static JsonNode remove(JsonNode target, String path) {
        JsonPointer pointer = JsonPointer.compile(path);
        JsonNode parent = target.at(pointer.head());
        String last = pointer.last().getMatchingProperty();
        JsonNode gone = parent instanceof ObjectNode object
                ? object.remove(last)
                : parent instanceof ArrayNode array ? array.remove(Integer.parseInt(last)) : null;
        if (gone == null) {
            throw Refusal.unprocessable();
        }
        return gone;
    }
}
