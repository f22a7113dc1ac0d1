package dev.drover.k8s.clusters;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.Resource;
import io.kubernetes.client.openapi.JSON;

/**
 * An object that is to be made for a cluster.
 *
 * @param namespace empty for what is in none
 * @param object as it is sent
 */
record Part(Resource<JsonObject> kind, String namespace, JsonObject object) {

    /** @param model of the client's; as it is now */
    static Part of(Resource<JsonObject> kind, String namespace, Object model) {
        return new Part(kind, namespace, tree(model));
    }

    /** A model as it is sent. */
    static JsonObject tree(Object model) {
        JsonObject tree = JSON.getGson().toJsonTree(model).getAsJsonObject();
        prune(tree);
        return tree;
    }

    /** The client writes an empty list or map for each field that could be one, also where only newer servers know it. */
    private static void prune(JsonElement element) {
        if (element instanceof JsonArray list) {
            list.forEach(Part::prune);
        } else if (element instanceof JsonObject object) {
            object.entrySet().removeIf(each -> empty(each.getKey(), each.getValue()));
            object.entrySet().forEach(each -> prune(each.getValue()));
        }
    }

    /** A volume is told to be one for the pod by an object without members. */
    private static boolean empty(String name, JsonElement value) {
        return value instanceof JsonArray list
                ? list.isEmpty()
                : value instanceof JsonObject map && map.size() == 0 && !name.equals("emptyDir");
    }

    String name() {
        return Json.text(Json.object(object, "metadata"), "name").orElse("");
    }

    /** In words: {@code the StatefulSet 'etl-worker'}. */
    @Override
    public String toString() {
        return "the " + Json.text(object, "kind").orElse(kind.plural()) + " '" + name() + "'";
    }
}
