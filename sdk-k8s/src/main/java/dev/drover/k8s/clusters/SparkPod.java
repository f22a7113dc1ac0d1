package dev.drover.k8s.clusters;

import io.kubernetes.client.openapi.models.V1ContainerState;
import io.kubernetes.client.openapi.models.V1ContainerStateTerminated;
import io.kubernetes.client.openapi.models.V1ContainerStatus;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodCondition;
import io.kubernetes.client.openapi.models.V1PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pod of a cluster, as Kubernetes tells of it.
 *
 * @param address of its network; empty until it has one
 * @param trouble why it does not run, where something is known
 * @param failed whether a bootstrap action has failed
 */
record SparkPod(
        Pod id,
        SparkRole role,
        String phase,
        boolean ending,
        Optional<String> address,
        Optional<String> trouble,
        boolean failed) {

    /** Empty for what has no role of a cluster. */
    static Optional<SparkPod> of(V1Pod pod) {
        V1ObjectMeta meta = pod.getMetadata() == null ? new V1ObjectMeta() : pod.getMetadata();
        V1PodStatus status = pod.getStatus() == null ? new V1PodStatus() : pod.getStatus();
        String role = Labels.labels(meta).getOrDefault(Labels.ROLE, "");
        return Stream.of(SparkRole.values())
                .filter(each -> each.word().equals(role))
                .findFirst()
                .map(found -> new SparkPod(
                        new Pod(text(meta.getNamespace()), text(meta.getName()), text(meta.getUid())),
                        found,
                        text(status.getPhase()),
                        meta.getDeletionTimestamp() != null,
                        Optional.ofNullable(status.getPodIP()).filter(address -> !address.isEmpty()),
                        trouble(status),
                        bootstrap(status).isPresent()));
    }

    boolean running() {
        return phase.equals("Running") && !ending && address.isPresent();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static Optional<String> trouble(V1PodStatus status) {
        return bootstrap(status)
                .or(() -> unschedulable(status))
                .or(() -> statuses(status.getInitContainerStatuses(), status.getContainerStatuses())
                        .map(SparkPod::waiting)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** A bootstrap action that has ended otherwise than well; Kubernetes runs it again, and again. */
    private static Optional<String> bootstrap(V1PodStatus status) {
        return statuses(status.getInitContainerStatuses(), null)
                .map(container -> ended(container)
                        .filter(end -> end.getExitCode() != null && end.getExitCode() != 0)
                        .map(end ->
                                "bootstrap action " + text(container.getName()).replaceFirst("^bootstrap-\\d+-", "")
                                        + (end.getExitCode() == 124
                                                ? " took too long"
                                                : " failed with exit code " + end.getExitCode())
                                        + said(end)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> unschedulable(V1PodStatus status) {
        List<V1PodCondition> conditions = status.getConditions() == null ? List.of() : status.getConditions();
        return conditions.stream()
                .filter(condition ->
                        "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                .map(condition -> text(condition.getReason()) + ": " + text(condition.getMessage()))
                .findFirst();
    }

    private static Optional<String> waiting(V1ContainerStatus container) {
        V1ContainerState state = container.getState();
        if (state == null || state.getWaiting() == null) {
            return Optional.empty();
        }
        String reason = text(state.getWaiting().getReason());
        if (reason.isEmpty() || reason.equals("ContainerCreating") || reason.equals("PodInitializing")) {
            return Optional.empty();
        }
        return Optional.of(reason
                + Optional.ofNullable(state.getWaiting().getMessage())
                        .map(message -> " (" + message + ")")
                        .orElse("")
                + ended(container).map(SparkPod::said).orElse(""));
    }

    private static Optional<V1ContainerStateTerminated> ended(V1ContainerStatus container) {
        return Stream.of(container.getState(), container.getLastState())
                .filter(Objects::nonNull)
                .map(V1ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static String said(V1ContainerStateTerminated end) {
        String message = text(end.getMessage()).strip();
        return message.isEmpty() ? "" : ": " + message;
    }

    private static Stream<V1ContainerStatus> statuses(
            @Nullable List<V1ContainerStatus> first, @Nullable List<V1ContainerStatus> then) {
        return Stream.concat(
                first == null ? Stream.empty() : first.stream(), then == null ? Stream.empty() : then.stream());
    }
}
