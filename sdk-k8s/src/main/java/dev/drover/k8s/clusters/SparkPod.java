package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
    /** The exit code of {@code timeout} for a program that took too long. */
    private static final String TOO_LONG = "124";

    private static final Pattern NUMBERED = Pattern.compile(".*-(\\d{1,6})");

    /** Empty for what has no role of a cluster. */
    static Optional<SparkPod> of(JsonObject pod) {
        Meta meta = Meta.of(pod);
        JsonObject status = Json.object(pod, "status");
        String role = meta.label(Labels.ROLE).orElse("");
        return Stream.of(SparkRole.values())
                .filter(each -> each.word().equals(role))
                .findFirst()
                .map(found -> new SparkPod(
                        new Pod(meta.namespace(), meta.name(), meta.uid().orElse("")),
                        found,
                        Json.text(status, "phase").orElse(""),
                        meta.ending(),
                        Json.text(status, "podIP").filter(address -> !address.isEmpty()),
                        trouble(status),
                        bootstrap(status).isPresent()));
    }

    boolean running() {
        return phase.equals("Running") && !ending && address.isPresent();
    }

    /** Whether it is going, or will: of a set that became smaller, the pods with the highest numbers end. */
    boolean leaving(Optional<Integer> workers) {
        Matcher numbered = NUMBERED.matcher(id.name());
        int number = numbered.matches() ? Integer.parseInt(numbered.group(1)) : 0;
        return ending
                || (role == SparkRole.WORKER
                        && workers.filter(wanted -> number >= wanted).isPresent());
    }

    private static Optional<String> trouble(JsonObject status) {
        return bootstrap(status)
                .or(() -> unschedulable(status))
                .or(() -> Stream.of("initContainerStatuses", "containerStatuses")
                        .flatMap(list -> Json.objects(status, list).stream())
                        .flatMap(container -> waiting(container).stream())
                        .findFirst());
    }

    /** A bootstrap action that has ended otherwise than well; Kubernetes runs it again, and again. */
    private static Optional<String> bootstrap(JsonObject status) {
        return Json.objects(status, "initContainerStatuses").stream()
                .flatMap(container -> ended(container)
                        .filter(end -> !code(end).equals("0"))
                        .map(end -> "bootstrap action "
                                + Json.text(container, "name").orElse("").replaceFirst("^bootstrap-\\d+-", "")
                                + (code(end).equals(TOO_LONG)
                                        ? " took too long"
                                        : " failed with exit code " + code(end))
                                + said(end))
                        .stream())
                .findFirst();
    }

    private static String code(JsonObject end) {
        return Json.text(end, "exitCode").orElse("0");
    }

    private static Optional<String> unschedulable(JsonObject status) {
        return Json.objects(status, "conditions").stream()
                .filter(condition -> Json.text(condition, "type").equals(Optional.of("PodScheduled"))
                        && Json.text(condition, "status").equals(Optional.of("False")))
                .map(condition -> Json.text(condition, "reason").orElse("") + ": "
                        + Json.text(condition, "message").orElse(""))
                .findFirst();
    }

    private static Optional<String> waiting(JsonObject container) {
        JsonObject waiting = Json.object(Json.object(container, "state"), "waiting");
        return Json.text(waiting, "reason")
                .filter(reason ->
                        !List.of("ContainerCreating", "PodInitializing").contains(reason))
                .map(reason -> reason
                        + Json.text(waiting, "message")
                                .map(message -> " (" + message + ")")
                                .orElse("")
                        + ended(container).map(SparkPod::said).orElse(""));
    }

    /** How a container has ended, now or the last time. */
    private static Optional<JsonObject> ended(JsonObject container) {
        return Stream.of("state", "lastState")
                .map(state -> Json.object(Json.object(container, state), "terminated"))
                .filter(end -> end.size() > 0)
                .findFirst();
    }

    private static String said(JsonObject end) {
        String message = Json.text(end, "message").orElse("").strip();
        return message.isEmpty() ? "" : ": " + message;
    }
}
