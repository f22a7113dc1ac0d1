package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.JobState;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.PodOptions;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The applications of kubeflow's operator
 * (<a href="https://github.com/kubeflow/spark-operator/blob/v2.5.1/docs/api-docs.md">API</a>). What it has a place for is put
 * there, since its quota checks and the queueing systems read it; the rest goes into the pod templates. Pure.
 */
final class Kubeflow implements Kind {
    static final String GROUP = "sparkoperator.k8s.io";

    /** In places of their own. */
    private static final List<String> TYPED = List.of(
            "spark.executor.cores",
            "spark.executor.memory",
            "spark.executor.instances",
            "spark.dynamicAllocation.enabled",
            "spark.dynamicAllocation.minExecutors",
            "spark.dynamicAllocation.maxExecutors",
            "spark.dynamicAllocation.shuffleTracking.enabled");

    private static final Pattern EXIT_CODE = Pattern.compile("ExitCode: (\\d{1,9})");

    private final Resource<JsonObject> resource;

    Kubeflow(String version) {
        resource = new Resource<>(GROUP, version, "sparkapplications", JsonObject.class);
    }

    @Override
    public Resource<JsonObject> resource() {
        return resource;
    }

    @Override
    public Fields object(Order order) {
        KubeJobOptions options = order.options();
        boolean python = order.job() instanceof PySpark;
        SortedMap<String, String> properties = SparkSettings.properties(order);
        Fields executor = executor(order, properties);
        Fields allocation = dynamicAllocation(properties);
        properties.keySet().removeAll(TYPED);
        Fields spec = new Fields()
                .set("type", python ? "Python" : "Java")
                .set("mode", "cluster")
                .set("sparkVersion", options.sparkVersion())
                .set("image", options.image())
                .set("imagePullPolicy", options.pullPolicy().map(policy -> policy.word()))
                .texts("imagePullSecrets", options.pullSecrets())
                .set("mainClass", SparkSettings.mainClass(order))
                .set("mainApplicationFile", SparkSettings.program(order))
                .texts("arguments", SparkSettings.arguments(order))
                .set(
                        "deps",
                        new Fields()
                                .texts("jars", SparkSettings.jars(order))
                                .texts("pyFiles", SparkSettings.pyFiles(order)))
                .texts("sparkConf", properties)
                .set("dynamicAllocation", allocation)
                .set("restartPolicy", restartPolicy(options))
                .set("timeToLiveSeconds", options.timeToLive().toSeconds())
                .set("proxyUser", options.proxyUser())
                .set("driver", driver(order))
                .set("executor", executor);
        options.queue().ifPresent(system -> queue(spec, order, system));
        if (options.suspended()) {
            spec.set("suspend", true);
        }
        return new Fields()
                .set("apiVersion", GROUP + "/" + resource.version())
                .set("kind", "SparkApplication")
                .set("spec", spec);
    }

    private static Fields driver(Order order) {
        return sized(order.jobOptions().driver(), order.options().driver())
                .set("serviceAccount", order.options().serviceAccount())
                .set("template", PodTemplate.driver(order));
    }

    private static Fields executor(Order order, Map<String, String> properties) {
        Fields executor = order.jobOptions()
                .executor()
                .map(size -> sized(size, order.options().executor()))
                .orElseGet(() -> limited(new Fields(), order.options().executor()));
        number(properties, "spark.executor.instances").ifPresent(count -> executor.set("instances", count));
        return executor.set("template", PodTemplate.executor(order));
    }

    private static Fields sized(Resources size, PodOptions pod) {
        return limited(new Fields().set("cores", size.cores()).set("memory", size.memoryMiB() + "m"), pod);
    }

    private static Fields limited(Fields role, PodOptions pod) {
        pod.memoryOverheadMiB().ifPresent(size -> role.set("memoryOverhead", size + "m"));
        return role.set("coreLimit", pod.cpuLimit());
    }

    private static Fields dynamicAllocation(Map<String, String> properties) {
        Fields allocation = new Fields();
        if ("true".equals(properties.get("spark.dynamicAllocation.enabled"))) {
            allocation.set("enabled", true);
            number(properties, "spark.dynamicAllocation.minExecutors")
                    .ifPresent(count -> allocation.set("minExecutors", count));
            number(properties, "spark.dynamicAllocation.maxExecutors")
                    .ifPresent(count -> allocation.set("maxExecutors", count));
            allocation.set(
                    "shuffleTrackingEnabled",
                    "true".equals(properties.get("spark.dynamicAllocation.shuffleTracking.enabled")));
        }
        return allocation;
    }

    private static OptionalInt number(Map<String, String> properties, String name) {
        String text = properties.getOrDefault(name, "");
        return text.matches("\\d{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }

    private static Fields restartPolicy(KubeJobOptions options) {
        return options.restarts() == 0
                ? new Fields().set("type", "Never")
                : new Fields()
                        .set("type", "OnFailure")
                        .set("onFailureRetries", options.restarts())
                        .set("onSubmissionFailureRetries", options.restarts());
    }

    private static void queue(Fields spec, Order order, KubeQueue system) {
        Fields scheduling = new Fields().set("queue", order.queue(system));
        if (system instanceof KubeQueue.YuniKorn) {
            spec.set("batchScheduler", "yunikorn").set("batchSchedulerOptions", scheduling);
        } else if (system instanceof KubeQueue.Volcano volcano) {
            scheduling.set("priorityClassName", volcano.priorityClass());
            spec.set("batchScheduler", "volcano").set("batchSchedulerOptions", scheduling);
        }
    }

    @Override
    public Reading state(JsonObject object) {
        JsonObject state = Json.object(Json.object(object, "status"), "applicationState");
        String word = Json.text(state, "state").orElse("");
        String message = Json.text(state, "errorMessage").orElse("");
        Reading reading = Reading.of(translate(word), word.isEmpty() ? "NEW" : word)
                .because(message)
                .exited(exitCode(word, message));
        if (!Marks.cancelled(object)) {
            return reading;
        }
        return word.equals("SUSPENDED") ? reading.cancelled() : reading.cancelling();
    }

    @Override
    public Optional<Instant> endedAt(JsonObject object) {
        return Marks.time(Json.object(object, "status"), "terminationTime");
    }

    /** By its <a href="https://github.com/kubeflow/spark-operator/blob/v2.5.1/api/v1beta2/sparkapplication_types.go">ApplicationStateType</a>. */
    static JobState translate(String state) {
        return switch (state) {
            case "",
                    "SUBMITTED",
                    // Tried again, or FAILED next.
                    "SUBMISSION_FAILED",
                    "PENDING_RERUN",
                    "INVALIDATING",
                    "SUSPENDING",
                    "SUSPENDED",
                    "RESUMING" -> JobState.QUEUED;
            case "RUNNING", "SUCCEEDING", "FAILING" -> JobState.RUNNING;
            case "COMPLETED" -> JobState.SUCCEEDED;
            case "FAILED" -> JobState.FAILED;
            default -> JobState.UNKNOWN;
        };
    }

    private static OptionalInt exitCode(String state, String message) {
        if (state.equals("COMPLETED")) {
            return OptionalInt.of(0);
        }
        Matcher code = EXIT_CODE.matcher(message);
        return code.find() ? OptionalInt.of(Integer.parseInt(code.group(1))) : OptionalInt.empty();
    }

    /** What is suspended has no pods, and its object stays. */
    @Override
    public Fields ending() {
        return new Fields().set("suspend", true);
    }

    @Override
    public boolean leavesItsPod() {
        return false;
    }
}
