package dev.drover.k8s.jobs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.drover.JobState;
import dev.drover.PySpark;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.PodOptions;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.Resource;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * The applications of Apache's operator
 * (<a href="https://github.com/apache/spark-kubernetes-operator/blob/1.0.0/docs/spark_custom_resources.md">Spark custom
 * resources</a>), which takes nearly everything as properties of Spark. Pure.
 */
final class Apache implements Kind {
    static final String GROUP = "spark.apache.org";

    private static final String PYTHON = "org.apache.spark.deploy.PythonRunner";

    private final Resource<JsonObject> resource;

    Apache(String version) {
        resource = new Resource<>(GROUP, version, "sparkapplications", JsonObject.class);
    }

    @Override
    public Resource<JsonObject> resource() {
        return resource;
    }

    @Override
    public Fields object(Order order) {
        KubeJobOptions options = order.options();
        String program = SparkSettings.program(order);
        SortedMap<String, String> properties = properties(order);
        Fields spec = new Fields();
        if (order.job() instanceof PySpark) {
            spec.set("mainClass", PYTHON)
                    .set("pyFiles", String.join(",", SparkSettings.with(program, SparkSettings.pyFiles(order))));
        } else {
            spec.set("mainClass", SparkSettings.mainClass(order)).set("jars", program);
            List<String> more = SparkSettings.jars(order);
            if (!more.isEmpty()) {
                properties.put("spark.jars", String.join(",", SparkSettings.with(program, more)));
            }
        }
        spec.texts("driverArgs", SparkSettings.arguments(order))
                .texts("sparkConf", properties)
                .set("proxyUser", options.proxyUser())
                .set("runtimeVersions", new Fields().set("sparkVersion", options.sparkVersion()))
                .set("applicationTolerations", tolerations(options))
                .set("driverSpec", new Fields().set("podTemplateSpec", PodTemplate.driver(order)))
                .set("executorSpec", new Fields().set("podTemplateSpec", PodTemplate.executor(order)));
        if (options.suspended()) {
            spec.set("suspend", true);
        }
        return new Fields()
                .set("apiVersion", GROUP + "/" + resource.version())
                .set("kind", "SparkApplication")
                .set("spec", spec);
    }

    private static SortedMap<String, String> properties(Order order) {
        KubeJobOptions options = order.options();
        SortedMap<String, String> properties = SparkSettings.properties(order);
        properties.put(
                "spark.driver.cores", String.valueOf(order.jobOptions().driver().cores()));
        properties.put("spark.driver.memory", order.jobOptions().driver().memoryMiB() + "m");
        properties.put("spark.kubernetes.container.image", options.image());
        options.pullPolicy()
                .ifPresent(policy -> properties.put("spark.kubernetes.container.image.pullPolicy", policy.word()));
        if (!options.pullSecrets().isEmpty()) {
            properties.put("spark.kubernetes.container.image.pullSecrets", String.join(",", options.pullSecrets()));
        }
        properties.put("spark.kubernetes.authenticate.driver.serviceAccountName", options.serviceAccount());
        properties.put("spark.kubernetes.driver.podTemplateContainerName", PodTemplate.DRIVER);
        properties.put("spark.kubernetes.executor.podTemplateContainerName", PodTemplate.EXECUTOR);
        limits(properties, "driver", options.driver());
        limits(properties, "executor", options.executor());
        options.queue().ifPresent(system -> scheduler(properties, system));
        return properties;
    }

    private static void limits(Map<String, String> properties, String role, PodOptions pod) {
        pod.memoryOverheadMiB().ifPresent(size -> properties.put("spark." + role + ".memoryOverhead", size + "m"));
        pod.cpuLimit().ifPresent(limit -> properties.put("spark.kubernetes." + role + ".limit.cores", limit));
    }

    /** The queue itself is on the pods: see {@link PodTemplate}. */
    private static void scheduler(Map<String, String> properties, KubeQueue system) {
        if (system instanceof KubeQueue.YuniKorn) {
            properties.put("spark.kubernetes.scheduler.name", "yunikorn");
        } else if (system instanceof KubeQueue.Volcano) {
            properties.put("spark.kubernetes.scheduler.name", "volcano");
        }
    }

    /** Pods that have ended stay as long as the object: their logs are read from them. */
    private static Fields tolerations(KubeJobOptions options) {
        Fields restarts = new Fields().set("restartPolicy", options.restarts() == 0 ? "Never" : "OnFailure");
        if (options.restarts() > 0) {
            restarts.set("maxRestartAttempts", options.restarts());
        }
        return new Fields()
                .set("restartConfig", restarts)
                .set("resourceRetainPolicy", "Always")
                .set("ttlAfterStopMillis", options.timeToLive().toMillis());
    }

    @Override
    public Reading state(JsonObject object) {
        JsonObject status = Json.object(object, "status");
        JsonObject current = Json.object(status, "currentState");
        String word = summary(current);
        boolean over = isOver(word);
        JsonObject decisive = over ? before(status).orElseGet(JsonObject::new) : current;
        JobState state = translate(summary(decisive), restarts(object));
        // Released without an end on record: nobody knows how it ended.
        JobState known = over && !state.terminal() ? JobState.LOST : state;
        Reading reading = Reading.of(known, word.isEmpty() ? "NEW" : word);
        if (known == JobState.SUCCEEDED) {
            return reading.exited(OptionalInt.of(0));
        }
        JsonObject pod = Json.object(decisive, "lastObservedDriverStatus");
        Reading explained = reading.because(Json.text(decisive, "message")
                        .filter(message -> known != JobState.RUNNING)
                        .orElse(""))
                .because(PodReport.ofStatus(pod).orElse(""))
                .exited(PodReport.exitCode(pod));
        if (!Marks.cancelled(object)) {
            return explained;
        }
        // The mark is set on what has not ended: it has ended by that.
        return known.terminal() ? explained.cancelled() : explained.cancelling();
    }

    @Override
    public Optional<Instant> endedAt(JsonObject object) {
        JsonObject status = Json.object(object, "status");
        JsonObject current = Json.object(status, "currentState");
        return Marks.time(isOver(summary(current)) ? before(status).orElse(current) : current, "lastTransitionTime");
    }

    private static String summary(JsonObject state) {
        return Json.text(state, "currentStateSummary").orElse("");
    }

    private static boolean isOver(String state) {
        return state.equals("ResourceReleased") || state.equals("TerminatedWithoutReleaseResources");
    }

    /** The last state in which something still happened. */
    private static Optional<JsonObject> before(JsonObject status) {
        return Json.object(status, "stateTransitionHistory").entrySet().stream()
                .filter(entry -> entry.getKey().matches("\\d{1,9}"))
                .sorted(Comparator.comparing((Map.Entry<String, JsonElement> entry) -> Integer.parseInt(entry.getKey()))
                        .reversed())
                .map(entry -> entry.getValue())
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .filter(state -> !isOver(summary(state)))
                .findFirst();
    }

    private static boolean restarts(JsonObject object) {
        JsonObject tolerations = Json.object(Json.object(object, "spec"), "applicationTolerations");
        return !Json.text(Json.object(tolerations, "restartConfig"), "restartPolicy")
                .orElse("Never")
                .equals("Never");
    }

    /**
     * By its <a
     * href="https://github.com/apache/spark-kubernetes-operator/blob/1.0.0/spark-operator-api/src/main/java/org/apache/spark/k8s/operator/status/ApplicationStateSummary.java">ApplicationStateSummary</a>.
     *
     * @param restarts whether what fails may be started again
     */
    static JobState translate(String state, boolean restarts) {
        return switch (state) {
            case "", "Submitted", "ScheduledToRestart", "DriverRequested" -> JobState.QUEUED;
            case "DriverStarted",
                    "DriverReady",
                    "InitializedBelowThresholdExecutors",
                    "RunningHealthy",
                    "RunningWithPartialCapacity",
                    "RunningWithBelowThresholdExecutors" -> JobState.RUNNING;
            case "Succeeded" -> JobState.SUCCEEDED;
            case "DriverStartTimedOut",
                    "ExecutorsStartTimedOut",
                    "DriverReadyTimedOut",
                    "Failed",
                    "SchedulingFailure",
                    "DriverEvicted" -> restarts ? JobState.RUNNING : JobState.FAILED;
            default -> JobState.UNKNOWN;
        };
    }

    /** For what has no driver yet: it ends as soon as it has one. The operator knows no other way that leaves a record. */
    @Override
    public Fields ending() {
        Fields timeouts = new Fields().set("driverStartTimeoutMillis", 1).set("driverReadyTimeoutMillis", 1);
        return new Fields().set("applicationTolerations", new Fields().set("applicationTimeoutConfig", timeouts));
    }

    @Override
    public boolean leavesItsPod() {
        return true;
    }
}
