package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Json;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a pod's <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/">status</a> says of its trouble.
 * Pure.
 */
final class PodReport {

    private PodReport() {}

    /** Empty if all is as it should be. */
    static Optional<String> of(JsonObject pod) {
        return ofStatus(Json.object(pod, "status"));
    }

    static Optional<String> ofStatus(JsonObject status) {
        return evicted(status)
                .or(() -> containers(status)
                        .flatMap(each -> terminated(each).stream())
                        .findFirst())
                .or(() -> containers(status)
                        .flatMap(each -> waiting(each).stream())
                        .findFirst())
                .or(() -> unscheduled(status));
    }

    /** Of the main container, once it has ended. */
    static OptionalInt exitCode(JsonObject status) {
        return Json.objects(status, "containerStatuses").stream()
                .map(each -> Json.object(Json.object(each, "state"), "terminated"))
                .flatMap(ended -> Json.text(ended, "exitCode").stream())
                .filter(code -> code.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .findFirst();
    }

    /** Whether nothing more can come of it. */
    static boolean ended(JsonObject pod) {
        String phase = phase(pod);
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    static String phase(JsonObject pod) {
        return Json.text(Json.object(pod, "status"), "phase").orElse("");
    }

    /** The pod's own reason: Evicted, Preempting, NodeLost, Shutdown. */
    private static Optional<String> evicted(JsonObject status) {
        Optional<String> reason = Json.text(status, "reason").filter(text -> !text.isEmpty());
        return reason.map(text -> said(text, Json.text(status, "message")))
                .or(() -> condition(status, "DisruptionTarget", "True"));
    }

    private static Stream<JsonObject> containers(JsonObject status) {
        return Stream.concat(
                Json.objects(status, "initContainerStatuses").stream(),
                Json.objects(status, "containerStatuses").stream());
    }

    private static Optional<String> terminated(JsonObject container) {
        JsonObject ended = Json.object(Json.object(container, "state"), "terminated");
        String reason = Json.text(ended, "reason").orElse("");
        String code = Json.text(ended, "exitCode").orElse("0");
        String name = Json.text(container, "name").orElse("");
        if (reason.equals("OOMKilled")) {
            return Optional.of("OOMKilled: container " + name + " used more memory than it may (exit code " + code
                    + "). Give it more, or raise PodOptions.memoryOverheadMiB");
        }
        boolean told = reason.isEmpty() || reason.equals("Error") || reason.equals("Completed");
        if (!told) {
            return Optional.of(said(reason, Json.text(ended, "message")));
        }
        return name.startsWith(BootstrapContainer.PREFIX) && !code.equals("0")
                ? Optional.of("The script of " + name + " ended with exit code " + code + "; its log is named after it")
                : Optional.empty();
    }

    private static Optional<String> waiting(JsonObject container) {
        JsonObject waiting = Json.object(Json.object(container, "state"), "waiting");
        return Json.text(waiting, "reason")
                .filter(reason -> !reason.equals("ContainerCreating") && !reason.equals("PodInitializing"))
                .map(reason -> said(reason, Json.text(waiting, "message")));
    }

    private static Optional<String> unscheduled(JsonObject status) {
        return condition(status, "PodScheduled", "False");
    }

    private static Optional<String> condition(JsonObject status, String type, String value) {
        return Json.objects(status, "conditions").stream()
                .filter(each -> Json.text(each, "type").filter(type::equals).isPresent()
                        && Json.text(each, "status").filter(value::equals).isPresent())
                .findFirst()
                .map(each -> said(Json.text(each, "reason").orElse(type), Json.text(each, "message")));
    }

    private static String said(String reason, Optional<String> message) {
        return reason
                + message.filter(text -> !text.isBlank())
                        .map(text -> ": " + text.strip())
                        .orElse("");
    }
}
