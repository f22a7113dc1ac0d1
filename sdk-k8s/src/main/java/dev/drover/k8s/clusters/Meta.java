package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Json;
import java.util.Optional;

/** What the API server says of any object. */
record Meta(JsonObject json) {

    static Meta of(JsonObject object) {
        return new Meta(Json.object(object, "metadata"));
    }

    String name() {
        return Json.text(json, "name").orElse("");
    }

    String namespace() {
        return Json.text(json, "namespace").orElse("");
    }

    Optional<String> uid() {
        return Json.text(json, "uid");
    }

    /** Whether it is being deleted. */
    boolean ending() {
        return Json.text(json, "deletionTimestamp").isPresent();
    }

    Optional<String> label(String name) {
        return Json.text(Json.object(json, "labels"), name);
    }

    Optional<String> annotation(String name) {
        return Json.text(Json.object(json, "annotations"), name);
    }

    /** Whether Drover made it, for this cluster. */
    boolean belongs(String cluster) {
        return label(Labels.MANAGED_BY).equals(Optional.of(Labels.DROVER))
                && label(Labels.CLUSTER).equals(Optional.of(cluster));
    }

    /** Of the first object of a cluster: whether everything had been asked for. */
    boolean made() {
        return annotation(Labels.MADE).isPresent();
    }
}
