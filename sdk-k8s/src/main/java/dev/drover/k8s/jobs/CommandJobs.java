package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.Command;
import dev.drover.JobState;
import dev.drover.Resources;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Commands as Kubernetes' own <a href="https://kubernetes.io/docs/concepts/workloads/controllers/job/">Jobs</a>. Pure. */
final class CommandJobs implements Kind {
    private static final Resource<JsonObject> JOBS = new Resource<>("batch", "v1", "jobs", JsonObject.class);

    @Override
    public Resource<JsonObject> resource() {
        return JOBS;
    }

    @Override
    public Fields object(Order order) {
        KubeJobOptions options = order.options();
        Fields pod = new Fields()
                .set("restartPolicy", "Never")
                .set("serviceAccountName", options.serviceAccount())
                .list(
                        "imagePullSecrets",
                        options.pullSecrets().stream()
                                .map(name -> new Fields().set("name", name))
                                .toList())
                .set("schedulerName", options.queue().flatMap(CommandJobs::scheduler));
        Fields spec = new Fields()
                .set("backoffLimit", options.restarts())
                .set("completions", 1)
                .set("parallelism", 1)
                .set("ttlSecondsAfterFinished", options.timeToLive().toSeconds())
                .set("template", PodTemplate.command(order, container(order), pod));
        options.commandTimeout().ifPresent(limit -> spec.set("activeDeadlineSeconds", limit.toSeconds()));
        if (options.suspended()) {
            spec.set("suspend", true);
        }
        return new Fields().set("apiVersion", "batch/v1").set("kind", "Job").set("spec", spec);
    }

    private static Optional<String> scheduler(KubeQueue system) {
        return system instanceof KubeQueue.YuniKorn
                ? Optional.of("yunikorn")
                : system instanceof KubeQueue.Volcano ? Optional.of("volcano") : Optional.empty();
    }

    private static Fields container(Order order) {
        KubeJobOptions options = order.options();
        Resources size = order.jobOptions().driver();
        String memory = size.memoryMiB() + options.driver().memoryOverheadMiB().orElse(0) + "Mi";
        Command command = (Command) order.job();
        List<String> words = new ArrayList<>(List.of(ContainerText.whole(command.program())));
        return new Fields()
                .set("image", options.image())
                .set("imagePullPolicy", options.pullPolicy().map(policy -> policy.word()))
                .texts("command", words)
                .texts("args", ContainerText.whole(command.options().args()))
                .set(
                        "resources",
                        new Fields()
                                .set(
                                        "requests",
                                        new Fields()
                                                .set("cpu", String.valueOf(size.cores()))
                                                .set("memory", memory))
                                .set(
                                        "limits",
                                        new Fields()
                                                .set("cpu", options.driver().cpuLimit())
                                                .set("memory", memory)));
    }

    @Override
    public Reading state(JsonObject object) {
        JsonObject status = Json.object(object, "status");
        Optional<JsonObject> complete = condition(status, "Complete");
        Optional<JsonObject> failed = condition(status, "Failed");
        Optional<JsonObject> suspended = condition(status, "Suspended");
        int active = number(status, "active");
        if (complete.isPresent()) {
            return Reading.of(JobState.SUCCEEDED, "Complete").exited(OptionalInt.of(0));
        }
        if (failed.isPresent()) {
            return Reading.of(JobState.FAILED, "Failed").because(why(failed.get()));
        }
        if (suspended.isPresent()) {
            Reading reading = Reading.of(JobState.QUEUED, "Suspended");
            if (!Marks.cancelled(object)) {
                return reading.because(why(suspended.get()));
            }
            return active == 0 ? reading.cancelled() : reading.cancelling();
        }
        Reading reading = number(status, "ready") > 0
                ? Reading.of(JobState.RUNNING, "Running")
                : Reading.of(JobState.QUEUED, active > 0 ? "Pending" : "NEW");
        return Marks.cancelled(object) ? reading.cancelling() : reading;
    }

    @Override
    public Optional<Instant> endedAt(JsonObject object) {
        JsonObject status = Json.object(object, "status");
        // Only a Job that succeeded has a time of its own.
        return Marks.time(status, "completionTime")
                .or(() -> condition(status, "Failed").flatMap(failed -> Marks.time(failed, "lastTransitionTime")));
    }

    private static Optional<JsonObject> condition(JsonObject status, String type) {
        return Json.objects(status, "conditions").stream()
                .filter(each -> Json.text(each, "type").filter(type::equals).isPresent()
                        && Json.text(each, "status").filter("True"::equals).isPresent())
                .findFirst();
    }

    private static String why(JsonObject condition) {
        return Json.text(condition, "reason").orElse("")
                + Json.text(condition, "message").map(message -> ": " + message).orElse("");
    }

    private static int number(JsonObject from, String name) {
        return Json.text(from, name)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** The pods go, the object stays. */
    @Override
    public Fields ending() {
        return new Fields().set("suspend", true);
    }

    @Override
    public boolean leavesItsPod() {
        return false;
    }

    @Override
    public boolean tellsExitCode() {
        return false;
    }
}
