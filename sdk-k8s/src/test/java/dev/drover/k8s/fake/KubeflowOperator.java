package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The kubeflow operator, as its <a
 * href="https://github.com/kubeflow/spark-operator/blob/master/api/v1beta2/sparkapplication_types.go">types</a> and
 * documentation tell its states: an application is submitted, has a driver pod, and ends with it.
 */
public final class KubeflowOperator extends SparkOperator {
    private static final String APP = "sparkoperator.k8s.io/app-name";
    private static final String AMOUNT = "(?i)\\d+([kmgtp]b?)?";

    /** Puts the operator into a cluster that knows its kind. */
    public static KubeflowOperator in(FakeKube kube) {
        return kube.actor(new KubeflowOperator(kube.registry(), kube.resources()));
    }

    private KubeflowOperator(Registry registry, Resources resources) {
        super(registry, resources, "kubeflow-operator", "sparkoperator.k8s.io", APP);
    }

    /** Puts an application into a state, known or not, and leaves it there. */
    public void put(String namespace, String name, String state) {
        freeze(namespace, name);
        write(registry.get(applications(), namespace, name), app -> {
            Json.child(app, "status", "driverInfo");
            Json.child(app, "status", "applicationState").put("state", state);
        });
    }

    private static String state(ObjectNode app) {
        return Json.text(app, "status", "applicationState", "state");
    }

    @Override
    boolean timed(ObjectNode app) {
        return List.of("COMPLETED", "FAILED", "PENDING_RERUN", "SUBMISSION_FAILED")
                .contains(state(app));
    }

    @Override
    void step(ObjectNode app) {
        boolean suspend = Json.at(app, "spec", "suspend").asBoolean();
        switch (state(app)) {
            case "" -> {
                if (suspend) {
                    enter(app, "SUSPENDED", "");
                } else {
                    tell(
                            app,
                            "Normal",
                            "SparkApplicationAdded",
                            "SparkApplication " + Json.name(app) + " was added, enqueuing it for submission");
                    submit(app);
                }
            }
            case "RESUMING" -> submit(app);
            case "PENDING_RERUN" -> {
                if (driver(app).isEmpty() && waited(app, "onFailureRetryInterval")) {
                    submit(app);
                }
            }
            case "SUBMISSION_FAILED" -> afterFailedSubmission(app);
            case "SUBMITTED", "RUNNING", "UNKNOWN" -> {
                if (suspend) {
                    tell(
                            app,
                            "Normal",
                            "SparkApplicationSuspending",
                            "SparkApplication " + Json.name(app) + " is suspending");
                    enter(app, "SUSPENDING", "");
                } else {
                    followDriver(app);
                }
            }
            case "SUSPENDING" -> {
                driver(app).filter(pod -> !Json.deleting(pod)).ifPresent(pod -> delete(Resources.PODS, pod));
                if (driver(app).isEmpty()) {
                    enter(app, "SUSPENDED", "");
                }
            }
            case "SUSPENDED" -> {
                if (!suspend) {
                    enter(app, "RESUMING", "");
                }
            }
            case "SUCCEEDING" -> {
                boolean again = Json.text(app, "spec", "restartPolicy", "type").equals("Always");
                finish(app, again, "COMPLETED");
            }
            case "FAILING" -> finish(app, mayRetry(app, "onFailureRetries", "executionAttempts"), "FAILED");
            case "COMPLETED", "FAILED" -> expire(app);
            default -> {
                // Somebody else's state.
            }
        }
    }

    private void enter(ObjectNode app, String state, String message) {
        write(app, object -> {
            Json.child(object, "status", "driverInfo");
            ObjectNode current =
                    Json.child(object, "status", "applicationState").put("state", state);
            if (message.isEmpty()) {
                current.remove("errorMessage");
            } else {
                current.put("errorMessage", message);
            }
        });
    }

    private Optional<ObjectNode> driver(ObjectNode app) {
        return pod(app, driverName(app));
    }

    private static String driverName(ObjectNode app) {
        return Json.some(app, "spec", "driver", "podName").orElse(Json.name(app) + "-driver");
    }

    private void submit(ObjectNode app) {
        String submission = UUID.randomUUID().toString();
        String id = "spark-" + submission.replace("-", "");
        Optional<String> failure = badAmount(app);
        if (failure.isEmpty()) {
            try {
                registry.create(Resources.PODS, new KubeflowDriver(app, driverName(app), id, submission).pod());
            } catch (Refusal refusal) {
                failure = Optional.of("failed to run spark-submit: Exception in thread \"main\""
                        + " io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: POST at:"
                        + " https://kubernetes.default.svc/api/v1/namespaces/" + Json.namespace(app)
                        + "/pods. Message: " + refusal.getMessage() + ".");
            }
        }
        Optional<String> why = failure;
        write(app, object -> {
            ObjectNode status = Json.child(object, "status");
            status.put("lastSubmissionAttemptTime", now()).putNull("terminationTime");
            status.put("submissionAttempts", status.path("submissionAttempts").asInt() + 1);
            Json.child(status, "driverInfo");
            if (why.isPresent()) {
                Json.child(status, "applicationState")
                        .put("state", "SUBMISSION_FAILED")
                        .put("errorMessage", why.get());
                return;
            }
            status.put("submissionID", submission).put("sparkApplicationId", id);
            status.put("executionAttempts", status.path("executionAttempts").asInt() + 1);
            Json.child(status, "driverInfo")
                    .put("podName", driverName(app))
                    .put("webUIServiceName", Json.name(app) + "-ui-svc")
                    .put("webUIAddress", "10.96.0.10:4040")
                    .put("webUIPort", 4040);
            ObjectNode state = Json.child(status, "applicationState").put("state", "SUBMITTED");
            state.remove("errorMessage");
        });
        why.ifPresentOrElse(
                message -> tell(
                        app,
                        "Warning",
                        "SparkApplicationSubmissionFailed",
                        "failed to submit SparkApplication " + Json.name(app) + ": " + message),
                () -> {
                    service(app);
                    tell(
                            app,
                            "Normal",
                            "SparkApplicationSubmitted",
                            "SparkApplication " + Json.name(app) + " was submitted successfully");
                });
    }

    /** The resource takes any text; it is spark-submit that cannot read it. */
    private static Optional<String> badAmount(ObjectNode app) {
        for (String role : List.of("driver", "executor")) {
            Optional<String> memory = Json.some(app, "spec", role, "memory").filter(text -> !text.matches(AMOUNT));
            if (memory.isPresent()) {
                return Optional.of("failed to run spark-submit: Exception in thread \"main\""
                        + " java.lang.NumberFormatException: Size must be specified as bytes (b), kibibytes (k),"
                        + " mebibytes (m), gibibytes (g), tebibytes (t), or pebibytes(p). E.g. 50b, 100k, or 250m. Failed"
                        + " to parse byte string: " + memory.get());
            }
        }
        return Optional.empty();
    }

    private void service(ObjectNode app) {
        ObjectNode service = Owned.by(app, Json.object());
        Json.meta(service).put("name", Json.name(app) + "-ui-svc");
        ObjectNode spec = service.putObject("spec");
        spec.putObject("selector").put(APP, Json.name(app)).put("spark-role", "driver");
        spec.putArray("ports").addObject().put("name", "spark-driver-ui-port").put("port", 4040);
        try {
            registry.create(Resources.SERVICES, service);
        } catch (Refusal refusal) {
            // It is there from the attempt before.
        }
    }

    private void followDriver(ObjectNode app) {
        Optional<ObjectNode> driver = driver(app);
        if (driver.filter(pod -> !Json.deleting(pod)).isEmpty()) {
            tell(app, "Warning", "SparkDriverNotFound", "Driver " + driverName(app) + " was not found");
            write(app, object -> Json.child(object, "status").put("terminationTime", now()));
            enter(app, "FAILING", "driver pod not found");
            return;
        }
        ObjectNode pod = driver.get();
        switch (Json.text(pod, "status", "phase")) {
            case "Running" -> {
                if (state(app).equals("RUNNING")) {
                    seeExecutors(app);
                } else {
                    tell(app, "Normal", "SparkDriverRunning", "Driver " + Json.name(pod) + " is running");
                    enter(app, "RUNNING", "");
                    Map<String, String> labels = labels(Json.at(app, "spec", "executor", "template"));
                    labels.put(APP, Json.name(app));
                    startExecutors(
                            app,
                            pod,
                            Json.at(app, "spec", "executor", "instances").asInt(1),
                            labels,
                            Json.at(app, "spec", "image"));
                }
            }
            case "Succeeded" -> {
                tell(app, "Normal", "SparkDriverCompleted", "Driver " + Json.name(pod) + " completed");
                over(app, pod, "SUCCEEDING", "");
            }
            case "Failed" -> {
                tell(app, "Warning", "SparkDriverFailed", "Driver " + Json.name(pod) + " failed");
                over(app, pod, "FAILING", why(pod));
            }
            default -> {
                // It has not begun.
            }
        }
    }

    private static String why(ObjectNode driver) {
        JsonNode end = end(driver);
        if (!end.isMissingNode()) {
            return "driver container failed with ExitCode: "
                    + end.path("exitCode").asInt() + ", Reason: " + Json.text(end, "reason");
        }
        return "driver container status missing";
    }

    private void over(ObjectNode app, ObjectNode driver, String state, String message) {
        seeExecutors(app);
        executors(app).forEach(pod -> delete(Resources.PODS, pod));
        write(
                app,
                object -> Json.child(object, "status")
                        .put(
                                "terminationTime",
                                Json.some(end(driver), "finishedAt").orElse(now())));
        enter(app, state, message);
    }

    private void seeExecutors(ObjectNode app) {
        write(
                app,
                object -> executors(app)
                        .forEach(pod -> Json.child(object, "status", "executorState")
                                .put(
                                        Json.name(pod),
                                        switch (Json.text(pod, "status", "phase")) {
                                            case "Running" -> "RUNNING";
                                            case "Succeeded" -> "COMPLETED";
                                            case "Failed" -> "FAILED";
                                            default -> "PENDING";
                                        })));
    }

    private void finish(ObjectNode app, boolean again, String state) {
        if (again) {
            driver(app).ifPresent(pod -> delete(Resources.PODS, pod));
            tell(
                    app,
                    "Warning",
                    "SparkApplicationPendingRerun",
                    "SparkApplication " + Json.name(app) + " is pending rerun");
            enter(app, "PENDING_RERUN", Json.text(app, "status", "applicationState", "errorMessage"));
            return;
        }
        boolean well = state.equals("COMPLETED");
        tell(
                app,
                well ? "Normal" : "Warning",
                well ? "SparkApplicationCompleted" : "SparkApplicationFailed",
                "SparkApplication " + Json.name(app) + (well ? " completed" : " failed"));
        enter(app, state, Json.text(app, "status", "applicationState", "errorMessage"));
    }

    private static boolean mayRetry(ObjectNode app, String limit, String attempts) {
        JsonNode policy = Json.at(app, "spec", "restartPolicy");
        return switch (Json.text(policy, "type")) {
            case "Always" -> true;
            case "OnFailure" ->
                Json.at(app, "status", attempts).asInt() <= policy.path(limit).asInt();
            default -> false;
        };
    }

    private void afterFailedSubmission(ObjectNode app) {
        if (!mayRetry(app, "onSubmissionFailureRetries", "submissionAttempts")) {
            finish(app, false, "FAILED");
        } else if (waited(app, "onSubmissionFailureRetryInterval")) {
            submit(app);
        }
    }

    private boolean waited(ObjectNode app, String interval) {
        long seconds = Json.at(app, "spec", "restartPolicy", interval).asLong();
        Instant last = Instant.parse(Json.text(app, "status", "lastSubmissionAttemptTime"));
        return !last.plusSeconds(seconds).isAfter(registry.clock().instant());
    }

    private void expire(ObjectNode app) {
        JsonNode ttl = Json.at(app, "spec", "timeToLiveSeconds");
        Optional<Instant> ended = Json.some(app, "status", "terminationTime").map(Instant::parse);
        boolean over = ttl.isIntegralNumber()
                && ended.filter(at -> !at.plusSeconds(ttl.asLong())
                                .isAfter(registry.clock().instant()))
                        .isPresent();
        if (over) {
            delete(applications(), app);
        }
    }
}
