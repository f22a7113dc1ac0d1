package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import java.util.List;
import java.util.Optional;

/** Finds out whether Apache's operator makes clusters here: whether the API server knows what it makes them of. */
final class Operators {
    private static final String GROUP = "/apis/spark.apache.org";
    private static final String NEWEST = "v1";

    private final KubeCalls calls;

    Operators(KubeCalls calls) {
        this.calls = calls;
    }

    /** The newest version of its SparkCluster; empty if there is none. */
    Optional<String> version(CallContext context) {
        return Existing.of(() -> calls.read(KubeRequest.about(GROUP), context))
                .flatMap(Operators::newest)
                .filter(version ->
                        Existing.of(() -> calls.read(KubeRequest.about(GROUP + "/" + version), context)).stream()
                                .flatMap(kinds -> Json.objects(kinds, "resources").stream())
                                .anyMatch(kind -> Json.text(kind, "name").equals(Optional.of("sparkclusters"))));
    }

    private static Optional<String> newest(JsonObject group) {
        List<String> versions = Json.objects(group, "versions").stream()
                .flatMap(version -> Json.text(version, "version").stream())
                .toList();
        return versions.contains(NEWEST)
                ? Optional.of(NEWEST)
                : Json.text(Json.object(group, "preferredVersion"), "version");
    }
}
