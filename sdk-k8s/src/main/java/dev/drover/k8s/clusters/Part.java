package dev.drover.k8s.clusters;

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
        return new Part(kind, namespace, JSON.getGson().toJsonTree(model).getAsJsonObject());
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
