package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Apache's operator, as its <a
 * href="https://github.com/apache/spark-kubernetes-operator/blob/main/docs/architecture.md">architecture</a> tells it:
 * every state is kept in a history, and after the last one of a run its resources are released.
 */
public final class ApacheOperator extends SparkOperator {
    private static final String APP = "spark.operator/spark-app-name";
    private static final List<String> FAILURES = List.of(
            "DriverStartTimedOut",
            "ExecutorsStartTimedOut",
            "SchedulingFailure",
            "DriverEvicted",
            "Failed",
            "DriverReadyTimedOut");

    private final Resources resources;

    /** Puts the operator into a cluster that knows its kinds. */
    public static ApacheOperator in(FakeKube kube) {
        return kube.actor(new ApacheOperator(kube.registry(), kube.resources()));
    }

    private ApacheOperator(Registry registry, Resources resources) {
        super(registry, resources, "apache-operator", "spark.apache.org", APP);
        this.resources = resources;
    }

    /** Puts an application into a state, known or not, and leaves it there. */
    public void put(String namespace, String name, String state) {
        freeze(namespace, name);
        enter(registry.get(applications(), namespace, name), state, "");
    }

    @Override
    void changed(Change change) {
        super.changed(change);
        Resource clusters = clusters();
        if (change.resource().qualified().equals(clusters.qualified())) {
            change.after().filter(cluster -> !Json.deleting(cluster)).ifPresent(this::step);
        } else if (change.resource().equals(Resources.STATEFUL_SETS)) {
            Json.some(change.last(), "metadata", "labels", SparkClusterParts.LABEL)
                    .flatMap(name -> registry.store().get(clusters, Json.namespace(change.last()), name))
                    .filter(cluster -> !Json.deleting(cluster))
                    .ifPresent(this::stepCluster);
        }
    }

    private Resource clusters() {
        return resources.ofKind("spark.apache.org", "SparkCluster").orElseThrow();
    }

    private static String state(ObjectNode app) {
        return Json.text(app, "status", "currentState", "currentStateSummary");
    }

    @Override
    boolean timed(ObjectNode app) {
        return List.of("ResourceReleased", "TerminatedWithoutReleaseResources", "ScheduledToRestart")
                .contains(state(app));
    }

    @Override
    void step(ObjectNode app) {
        if (Json.text(app, "kind").equals("SparkCluster")) {
            stepCluster(app);
            return;
        }
        switch (state(app)) {
            case "" -> {
                if (!Json.at(app, "spec", "suspend").asBoolean()) {
                    enter(app, "Submitted", "Spark application has been created on Kubernetes Cluster.");
                }
            }
            case "Submitted", "ScheduledToRestart" -> request(app);
            case "DriverRequested", "DriverStarted", "DriverReady", "RunningHealthy" -> followDriver(app);
            case "ResourceReleased", "TerminatedWithoutReleaseResources" -> expire(app);
            default -> {
                if (state(app).equals("Succeeded") || FAILURES.contains(state(app))) {
                    finish(app);
                }
            }
        }
    }

    private void enter(ObjectNode app, String state, String message) {
        Resource resource = Json.text(app, "kind").equals("SparkCluster") ? clusters() : applications();
        registry.change(resource, app, object -> {
            ObjectNode status = Json.child(object, "status");
            ObjectNode current = status.putObject("currentState")
                    .put("currentStateSummary", state)
                    .put("lastTransitionTime", now())
                    .put("message", message);
            ObjectNode history = Json.child(status, "stateTransitionHistory");
            history.set(String.valueOf(history.size()), current.deepCopy());
            Json.child(status, "currentAttemptSummary", "attemptInfo");
            return object;
        });
    }

    private static int attempt(ObjectNode app) {
        return Json.at(app, "status", "currentAttemptSummary", "attemptInfo", "id")
                .asInt();
    }

    private static String driverName(ObjectNode app) {
        return Json.name(app) + "-" + attempt(app) + "-driver";
    }

    private void request(ObjectNode app) {
        try {
            registry.create(Resources.PODS, ApacheDriver.pod(app, driverName(app), APP));
            enter(app, "DriverRequested", "Requested driver from resource scheduler.");
        } catch (Refusal refusal) {
            enter(
                    app,
                    "SchedulingFailure",
                    "Failed to request driver from scheduler backend.\n" + refusal.getMessage());
        }
    }

    private void followDriver(ObjectNode app) {
        Optional<ObjectNode> there = pod(app, driverName(app)).filter(pod -> !Json.deleting(pod));
        if (there.isEmpty()) {
            enter(
                    app,
                    "Failed",
                    "Driver removed. This could caused by 'exit' called in driver process with non-zero code, involuntary"
                            + " disruptions or unintentional destroy behavior, check Kubernetes events for more"
                            + " details.");
            return;
        }
        ObjectNode driver = there.get();
        switch (Json.text(driver, "status", "phase")) {
            case "Running" -> advance(app, driver);
            case "Succeeded" -> {
                if (!state(app).equals("RunningHealthy")) {
                    advance(app, driver);
                } else {
                    enter(app, "Succeeded", "Spark application completed successfully.");
                }
            }
            case "Failed" -> {
                boolean evicted = Json.text(driver, "status", "reason").equals("Evicted");
                String observed = Json.at(driver, "status").toString();
                enter(
                        app,
                        evicted ? "DriverEvicted" : "Failed",
                        "Driver has one or more failed critical container(s), refer last observed status for details.");
                write(
                        app,
                        object -> Json.child(object, "status", "currentState")
                                .set("lastObservedDriverStatus", Json.object(observed)));
            }
            default -> {
                // It has not begun.
            }
        }
    }

    private void advance(ObjectNode app, ObjectNode driver) {
        switch (state(app)) {
            case "DriverRequested" -> enter(app, "DriverStarted", "Driver has started running.");
            case "DriverStarted" -> enter(app, "DriverReady", "Driver has reached ready state.");
            case "DriverReady" -> {
                Map<String, String> labels = labels(Json.at(app, "spec", "executorSpec", "podTemplateSpec"));
                labels.put(APP, Json.name(app));
                startExecutors(
                        app,
                        driver,
                        Json.at(app, "spec", "applicationTolerations", "instanceConfig", "initExecutors")
                                .asInt(),
                        labels,
                        Json.at(app, "spec", "sparkConf", "spark.kubernetes.container.image"));
                enter(app, "RunningHealthy", "Application is running healthy.");
            }
            default -> {
                // It runs on.
            }
        }
    }

    /** After the end of a run: another one, or its resources are released. */
    private void finish(ObjectNode app) {
        JsonNode tolerations = Json.at(app, "spec", "applicationTolerations");
        boolean failed = FAILURES.contains(state(app));
        executors(app).forEach(pod -> delete(Resources.PODS, pod));
        if (again(app, tolerations.path("restartConfig"), failed)) {
            pod(app, driverName(app)).ifPresent(pod -> delete(Resources.PODS, pod));
            int next = attempt(app) + 1;
            enter(app, "ScheduledToRestart", "");
            write(app, object -> {
                ObjectNode status = Json.child(object, "status");
                status.set(
                        "previousAttemptSummary",
                        status.path("currentAttemptSummary").deepCopy());
                Json.child(status, "currentAttemptSummary", "attemptInfo").put("id", next);
            });
            return;
        }
        String retain = Json.text(tolerations, "resourceRetainPolicy");
        if (retain.equals("Always") || (retain.equals("OnFailure") && failed)) {
            enter(app, "TerminatedWithoutReleaseResources", "");
        } else {
            pod(app, driverName(app)).ifPresent(pod -> delete(Resources.PODS, pod));
            enter(app, "ResourceReleased", "");
        }
    }

    private static boolean again(ObjectNode app, JsonNode config, boolean failed) {
        boolean infrastructure = List.of("DriverStartTimedOut", "ExecutorsStartTimedOut", "SchedulingFailure")
                .contains(state(app));
        boolean wanted = switch (Json.text(config, "restartPolicy")) {
            case "Always" -> true;
            case "OnFailure" -> failed;
            case "OnInfrastructureFailure" -> infrastructure;
            default -> false;
        };
        return wanted && attempt(app) < config.path("maxRestartAttempts").asInt(3);
    }

    private void expire(ObjectNode app) {
        JsonNode ttl = Json.at(app, "spec", "applicationTolerations", "ttlAfterStopMillis");
        Instant ended = Instant.parse(Json.text(app, "status", "currentState", "lastTransitionTime"));
        if (ttl.isIntegralNumber()
                && ttl.asLong() >= 0
                && !ended.plusMillis(ttl.asLong()).isAfter(registry.clock().instant())) {
            delete(applications(), app);
        }
    }

    // Clusters

    private void stepCluster(ObjectNode cluster) {
        switch (state(cluster)) {
            case "" -> enter(cluster, "Submitted", "Spark cluster has been submitted to Kubernetes Cluster.");
            case "Submitted" -> {
                try {
                    SparkClusterParts parts = new SparkClusterParts(cluster);
                    parts.services().forEach(each -> registry.create(Resources.SERVICES, each));
                    parts.statefulSets().forEach(each -> registry.create(Resources.STATEFUL_SETS, each));
                    parts.autoscaler().ifPresent(each -> registry.create(Resources.AUTOSCALERS, each));
                    enter(cluster, "RunningHealthy", "Cluster is running healthy.");
                } catch (Refusal refusal) {
                    enter(
                            cluster,
                            "SchedulingFailure",
                            "Failed to request Spark cluster from scheduler backend.\n" + refusal.getMessage());
                }
            }
            default -> {
                // It stays as it is.
            }
        }
    }
}
