package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Resource;
import dev.drover.spi.CallContext;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Why runs wait or have failed, from their pods and from <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">events</a>, where their objects do
 * not say it. At most two calls for a look, and none if nobody waits or has failed. Immutable.
 */
final class Explanations {
    /** So many runs are explained in one look. */
    private static final int MOST = 50;
    /** Exit codes from here on tell the signal that ended a process. */
    private static final int SIGNAL = 128;

    private static final Resource<JsonObject> EVENTS = new Resource<>("", "v1", "events", JsonObject.class);

    private final KubeCalls calls;
    private final Pods pods;

    Explanations(KubeCalls calls, Pods pods) {
        this.calls = calls;
        this.pods = pods;
    }

    /** The same statuses, with what is known beside. */
    Map<JobId, JobStatus> of(String namespace, Map<JobId, JobStatus> statuses, CallContext context) {
        return of(namespace, statuses, status -> true, context);
    }

    /**
     * Explains what has just failed; what waits only if nothing else has happened, so that a busy namespace is not asked for
     * it all the time.
     *
     * @param known how the runs stood before
     */
    Map<JobId, JobStatus> ofChanges(
            String namespace, Map<JobId, JobStatus> statuses, Map<JobId, JobState> known, CallContext context) {
        Predicate<JobStatus> changed = status -> status.state() != known.get(status.id());
        boolean quiet = statuses.values().stream().noneMatch(changed);
        return of(
                namespace,
                statuses,
                quiet ? status -> true : changed.and(status -> status.state().terminal()),
                context);
    }

    private Map<JobId, JobStatus> of(
            String namespace, Map<JobId, JobStatus> statuses, Predicate<JobStatus> which, CallContext context) {
        Map<String, JobId> open = statuses.values().stream()
                .filter(Explanations::needs)
                .filter(which)
                .map(JobStatus::id)
                .limit(MOST)
                .collect(Collectors.toMap(Runs::name, job -> job, (one, other) -> one));
        if (open.isEmpty()) {
            return statuses;
        }
        Map<JobId, JobStatus> explained = new HashMap<>(statuses);
        Map<JobId, String> podNames = new HashMap<>();
        for (JsonObject pod : pods.drivers(namespace, open.keySet(), context)) {
            Marks.label(pod, Marks.ATTEMPT).map(open::get).ifPresent(job -> {
                podNames.put(job, Marks.name(pod));
                explained.computeIfPresent(job, (id, status) -> explained(status, pod));
            });
        }
        explained.values().stream()
                .filter(status -> open.containsValue(status.id()) && waitsUnexplained(status))
                .min(Comparator.comparing(status -> status.id().toString()))
                .ifPresent(status -> fromEvents(
                                namespace, podNames.getOrDefault(status.id(), Runs.name(status.id())), context)
                        .ifPresent(why -> explained.put(status.id(), status.withDetail(why))));
        return explained;
    }

    private static boolean needs(JobStatus status) {
        // A process that was killed does not know why.
        boolean open =
                status.exitCode().orElse(SIGNAL) >= SIGNAL || status.detail().isEmpty();
        return status.state() == JobState.QUEUED || (status.state() == JobState.FAILED && open);
    }

    private static JobStatus explained(JobStatus status, JsonObject pod) {
        JsonObject podStatus = Json.object(pod, "status");
        boolean exited = status.state() == JobState.FAILED && status.exitCode().isEmpty();
        JobStatus known = exited
                ? PodReport.exitCode(podStatus).stream()
                        .mapToObj(status::withExitCode)
                        .findFirst()
                        .orElse(status)
                : status;
        return PodReport.of(pod).map(known::withDetail).orElse(known);
    }

    private static boolean waitsUnexplained(JobStatus status) {
        return status.state() == JobState.QUEUED && status.detail().isEmpty();
    }

    /** Of the object itself, as when no pod may be made, or of its pod, as when a volume is not there. */
    private Optional<String> fromEvents(String namespace, String about, CallContext context) {
        return calls
                .read(
                        KubeRequest.list(EVENTS, namespace)
                                .with("fieldSelector", "involvedObject.name=" + about + ",type=Warning")
                                .with("limit", "100"),
                        context)
                .items()
                .stream()
                .max(Comparator.comparing(
                        event -> Json.text(event, "lastTimestamp").orElse("")))
                .map(event -> Json.text(event, "reason").orElse("") + ": "
                        + Json.text(event, "message").orElse(""));
    }
}
