package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/">Jobs</a>: one pod at a time, again at once when it fails. */
public final class JobController extends Actor {

    public static void in(FakeKube kube) {
        kube.controller(new JobController(kube.registry()));
    }

    private JobController(Registry registry) {
        super(registry, "job-controller");
    }

    @Override
    List<Resource> concerns() {
        return List.of(Resources.JOBS);
    }

    @Override
    void changed(Change change) {
        if (change.resource().equals(Resources.JOBS)) {
            change.after().ifPresent(this::reconcile);
        } else if (change.resource().equals(Resources.PODS)) {
            Json.some(change.last(), "metadata", "labels", "job-name")
                    .flatMap(name -> registry.store().get(Resources.JOBS, Json.namespace(change.last()), name))
                    .ifPresent(this::reconcile);
        }
    }

    @Override
    void tick() {
        registry.store().all(Resources.JOBS, "").values().forEach(this::reconcile);
    }

    private void reconcile(ObjectNode seen) {
        Optional<ObjectNode> current = registry.store().get(Resources.JOBS, Json.namespace(seen), Json.name(seen));
        if (current.filter(job -> !Json.deleting(job)).isEmpty()) {
            return;
        }
        ObjectNode job = current.get();
        JsonNode spec = job.path("spec");
        if (ended(job)) {
            expire(job);
            return;
        }
        List<ObjectNode> pods = pods(job);
        int succeeded = count(pods, "Succeeded");
        int failed =
                Math.max(count(pods, "Failed"), Json.at(job, "status", "failed").asInt());
        List<ObjectNode> active = pods.stream()
                .filter(pod -> !List.of("Succeeded", "Failed").contains(Json.text(pod, "status", "phase")))
                .toList();
        Optional<Instant> started = Json.some(job, "status", "startTime").map(Instant::parse);
        boolean late = spec.has("activeDeadlineSeconds")
                && started.filter(from -> !from.plusSeconds(
                                        spec.path("activeDeadlineSeconds").asLong())
                                .isAfter(registry.clock().instant()))
                        .isPresent();
        if (spec.path("suspend").asBoolean()) {
            active.forEach(this::delete);
            write(job, 0, succeeded, failed, object -> {
                Json.child(object, "status").remove("startTime");
                PodStatus.condition(object, "Suspended", true, "JobSuspended", "Job suspended", now());
            });
        } else if (succeeded >= spec.path("completions").asInt()) {
            end(
                    job,
                    active,
                    succeeded,
                    failed,
                    "Complete",
                    "CompletionsReached",
                    "Reached expected number of succeeded pods");
        } else if (late) {
            end(
                    job,
                    active,
                    succeeded,
                    failed,
                    "Failed",
                    "DeadlineExceeded",
                    "Job was active longer than specified deadline");
        } else if (failed > spec.path("backoffLimit").asInt()) {
            end(
                    job,
                    active,
                    succeeded,
                    failed,
                    "Failed",
                    "BackoffLimitExceeded",
                    "Job has reached the specified backoff limit");
        } else {
            int now = active.isEmpty() && start(job) ? 1 : active.size();
            long ready = active.stream().filter(JobController::ready).count();
            write(job, now, succeeded, failed, object -> {
                ObjectNode status = Json.child(object, "status");
                put(status, "ready", (int) ready);
                if (!status.has("startTime")) {
                    status.put("startTime", now());
                }
                if (status.has("conditions")) {
                    PodStatus.condition(object, "Suspended", false, "JobResumed", "Job resumed", now());
                }
            });
        }
    }

    private String now() {
        return Json.time(registry.clock().instant());
    }

    private static boolean ended(ObjectNode job) {
        for (JsonNode condition : Json.at(job, "status", "conditions")) {
            if (List.of("Complete", "Failed").contains(Json.text(condition, "type"))) {
                return true;
            }
        }
        return false;
    }

    private List<ObjectNode> pods(ObjectNode job) {
        return registry.store().all(Resources.PODS, Json.namespace(job)).values().stream()
                .filter(pod ->
                        Json.text(pod, "metadata", "labels", "controller-uid").equals(Json.uid(job)))
                .toList();
    }

    private static int count(List<ObjectNode> pods, String phase) {
        return (int) pods.stream()
                .filter(pod -> Json.text(pod, "status", "phase").equals(phase))
                .count();
    }

    private boolean start(ObjectNode job) {
        ObjectNode pod = Owned.pod(job, Json.at(job, "spec", "template"));
        Json.meta(pod).put("name", Registry.generated(Json.name(job) + "-"));
        ObjectNode labels = Json.child(pod, "metadata", "labels");
        for (String prefix : List.of("", "batch.kubernetes.io/")) {
            labels.put(prefix + "job-name", Json.name(job)).put(prefix + "controller-uid", Json.uid(job));
        }
        try {
            ObjectNode made = registry.create(Resources.PODS, pod);
            Events.record(
                    registry, "job-controller", job, "Normal", "SuccessfulCreate", "Created pod: " + Json.name(made));
            return true;
        } catch (Refusal refusal) {
            Owned.complainOnce(registry, "job-controller", job, refusal);
            return false;
        }
    }

    private void end(
            ObjectNode job,
            List<ObjectNode> active,
            int succeeded,
            int failed,
            String type,
            String reason,
            String message) {
        active.forEach(this::delete);
        Events.record(
                registry,
                "job-controller",
                job,
                type.equals("Complete") ? "Normal" : "Warning",
                type.equals("Complete") ? "Completed" : reason,
                type.equals("Complete") ? "Job completed" : message);
        write(job, 0, succeeded, failed, object -> {
            String target = type.equals("Complete") ? "SuccessCriteriaMet" : "FailureTarget";
            PodStatus.condition(object, target, true, reason, message, now());
            PodStatus.condition(object, type, true, reason, message, now());
            if (type.equals("Complete")) {
                Json.child(object, "status").put("completionTime", now());
            }
        });
    }

    private void write(
            ObjectNode job, int active, int succeeded, int failed, java.util.function.Consumer<ObjectNode> change) {
        registry.change(Resources.JOBS, job, object -> {
            ObjectNode status = Json.child(object, "status");
            put(status, "active", active);
            put(status, "succeeded", succeeded);
            put(status, "failed", failed);
            put(status, "ready", 0);
            change.accept(object);
            return object;
        });
    }

    private static void put(ObjectNode status, String field, int count) {
        if (count > 0) {
            status.put(field, count);
        } else {
            status.remove(field);
        }
    }

    private static boolean ready(ObjectNode pod) {
        for (JsonNode each : Json.at(pod, "status", "conditions")) {
            if (Json.text(each, "type").equals("Ready")) {
                return Json.text(each, "status").equals("True");
            }
        }
        return false;
    }

    private void delete(ObjectNode pod) {
        try {
            registry.delete(Resources.PODS, Json.namespace(pod), Json.name(pod), Json.object(), false);
        } catch (Refusal refusal) {
            // It has gone meanwhile.
        }
    }

    /** Deletes a job that has ended long enough ago. */
    private void expire(ObjectNode job) {
        JsonNode ttl = Json.at(job, "spec", "ttlSecondsAfterFinished");
        Instant last = Instant.EPOCH;
        for (JsonNode condition : Json.at(job, "status", "conditions")) {
            last = Instant.parse(Json.text(condition, "lastTransitionTime"));
        }
        if (ttl.isInt()
                && !last.plusSeconds(ttl.asLong()).isAfter(registry.clock().instant())) {
            try {
                registry.delete(Resources.JOBS, Json.namespace(job), Json.name(job), Json.object(), false);
            } catch (Refusal refusal) {
                // It has gone meanwhile.
            }
        }
    }
}
