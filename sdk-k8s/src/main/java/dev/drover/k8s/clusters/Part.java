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
        withoutEmptyLists(tree);
        return tree;
    }

    /** The client writes one for each field that could be a list, also for those that only newer servers know. */
    private static void withoutEmptyLists(JsonElement element) {
        if (element instanceof JsonArray list) {
            list.forEach(Part::withoutEmptyLists);
        } else if (element instanceof JsonObject object) {
            object.entrySet().removeIf(each -> each.getValue() instanceof JsonArray list && list.isEmpty());
            object.entrySet().forEach(each -> withoutEmptyLists(each.getValue()));
        }
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
