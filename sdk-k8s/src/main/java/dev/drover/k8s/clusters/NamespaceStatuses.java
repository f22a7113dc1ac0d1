package dev.drover.k8s.clusters;

import dev.drover.ClusterId;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Resource;
import dev.drover.spi.CallContext;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NamespaceStatus;
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

    static boolean ending(V1Namespace namespace) {
        return phase(namespace).equals(TERMINATING)
                || (namespace.getMetadata() != null && namespace.getMetadata().getDeletionTimestamp() != null);
    }

    private static String phase(V1Namespace namespace) {
        V1NamespaceStatus status = namespace.getStatus();
        return status == null || status.getPhase() == null ? "" : status.getPhase();
    }

    ClusterStatus status(ClusterId id, V1Namespace namespace, CallContext context) {
        if (ending(namespace)) {
            return status(id, ClusterState.TERMINATING, TERMINATING, Optional.empty(), context);
        }
        boolean ours = Labels.belongs(namespace.getMetadata(), id.name());
        if (ours && Labels.annotation(namespace.getMetadata(), Labels.MADE).isEmpty()) {
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

    private void note(List<String> missing, Resource<?> kind, String namespace, String name, CallContext context) {
        if (Found.of(() -> calls.read(KubeRequest.get(kind, namespace, name), context))
                .isEmpty()) {
            missing.add(kind.plural() + " '" + name + "'");
        }
    }
}
