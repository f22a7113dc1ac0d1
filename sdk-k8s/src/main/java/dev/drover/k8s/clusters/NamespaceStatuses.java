package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.ClusterId;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Resource;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates what the API server says of a namespace into the status of a cluster. */
final class NamespaceStatuses {
    private static final String TERMINATING = "Terminating";

    private final KubeNamespaceOptions options;
    private final KubeCalls calls;

    NamespaceStatuses(KubeNamespaceOptions options, KubeCalls calls) {
        this.options = options;
        this.calls = calls;
    }

    static boolean ending(JsonObject namespace) {
        return phase(namespace).equals(TERMINATING) || Meta.of(namespace).ending();
    }

    private static String phase(JsonObject namespace) {
        return Json.text(Json.object(namespace, "status"), "phase").orElse("");
    }

    ClusterStatus status(ClusterId id, JsonObject namespace, CallContext context) {
        if (ending(namespace)) {
            return status(id, ClusterState.TERMINATING, TERMINATING, Optional.empty(), context);
        }
        boolean ours = Meta.of(namespace).belongs(id.name());
        if (ours && !Meta.of(namespace).made()) {
            return status(
                    id,
                    ClusterState.STARTING,
                    "being made",
                    Optional.of(
                            "not all that belongs to it has been asked for yet; if whoever made it has died, create it"
                                    + " again with the same key, or terminate it"),
                    context);
        }
        List<String> missing = ours ? missing(id.name(), context) : List.of();
        String phase = phase(namespace);
        if (!missing.isEmpty()) {
            return status(
                    id,
                    ClusterState.DEGRADED,
                    phase,
                    Optional.of("missing: " + String.join(", ", missing) + "; somebody has removed it"),
                    context);
        }
        return status(
                id,
                phase.equals("Active") ? ClusterState.READY : ClusterState.UNKNOWN,
                phase,
                Optional.empty(),
                context);
    }

    private static ClusterStatus status(
            ClusterId id, ClusterState state, String word, Optional<String> problem, CallContext context) {
        return new ClusterStatus(id, state, word, Optional.empty(), List.of(), List.of(), problem, context.now());
    }

    private List<String> missing(String namespace, CallContext context) {
        List<String> missing = new ArrayList<>();
        String account = options.serviceAccount();
        note(missing, Kinds.SERVICE_ACCOUNTS, namespace, account, context);
        note(missing, Kinds.ROLES, namespace, account, context);
        note(missing, Kinds.ROLE_BINDINGS, namespace, account, context);
        note(missing, Kinds.QUOTAS, namespace, NamespaceParts.LIMITS, context);
        note(missing, Kinds.LIMIT_RANGES, namespace, NamespaceParts.LIMITS, context);
        return missing;
    }

    private void note(
            List<String> missing, Resource<JsonObject> kind, String namespace, String name, CallContext context) {
        if (Existing.of(() -> calls.read(KubeRequest.get(kind, namespace, name), context))
                .isEmpty()) {
            missing.add(kind.plural() + " '" + name + "'");
        }
    }
}
