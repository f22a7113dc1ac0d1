package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.drover.Attempt;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.internal.Json;
import java.util.Map;

/**
 * An object that is to be sent, whole.
 *
 * @param digest of all that was said, so that two submissions of one attempt can be compared
 */
record Manifest(JsonObject object, String digest) {

    static Manifest of(Kind kind, Order order) {
        JsonObject object = kind.object(order).json();
        object.add("metadata", metadata(order).json());
        order.options()
                .overlays()
                .forEach(overlay ->
                        Fields.merge(object, JsonParser.parseString(overlay).getAsJsonObject()));
        // Whatever an overlay says: by these it is found again.
        Attempt attempt = order.attempt();
        Fields.merge(
                object,
                new Fields()
                        .set("metadata", Marks.metadata(attempt.name(), order.namespace(), attempt))
                        .json());
        String digest = new Digest().add(object).add(order.parts().name()).hex();
        Json.object(Marks.metadata(object), "labels").addProperty(Marks.DIGEST, digest);
        return new Manifest(object, digest);
    }

    private static Fields metadata(Order order) {
        Fields labels = new Fields();
        order.jobOptions().labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> labels.set(label.getKey(), label.getValue()));
        order.options().queue().ifPresent(system -> {
            if (system instanceof KubeQueue.Kueue) {
                labels.set(Marks.QUEUE, order.queue(system));
            }
        });
        return new Fields()
                .set("labels", labels)
                .set(
                        "annotations",
                        new Fields().set(Marks.NAME, order.jobOptions().name()));
    }
}
