package dev.drover.k8s.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What both operators make of an application, seen through the store. */
@Timeout(180)
class FakeOperatorsTest {
    private static final String KUBEFLOW = "sparkapplications.sparkoperator.k8s.io";
    private static final String APACHE = "sparkapplications.spark.apache.org";

    @TempDir
    Path folder;

    private FakeKube kube;
    private Kubelet kubelet;
    private final List<List<String>> commands = new CopyOnWriteArrayList<>();
    private final List<String> states = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
        kube = new FakeKube(folder);
        kubelet = Kubelet.in(kube, new Machine() {
            @Override
            public Run start(List<String> command, Map<String, String> environment, Map<String, byte[]> files) {
                commands.add(command);
                return new IdleRun();
            }

            @Override
            public void close() {}
        });
        kube.installOperators();
        Consumer<Change> states = change -> {
            if (change.resource().plural().equals("sparkapplications")) {
                String state = Json.text(change.last(), "status", "applicationState", "state")
                        + Json.text(change.last(), "status", "currentState", "currentStateSummary");
                if (!state.isEmpty()
                        && (this.states.isEmpty()
                                || !this.states.get(this.states.size() - 1).equals(state))) {
                    this.states.add(state);
                }
            }
        };
        kube.registry().store().follow(kube.registry().store().version(), states);
    }

    @AfterEach
    void stop() {
        kube.close();
    }

    private void kubeflow(String more) {
        kube.create("""
                {"apiVersion":"sparkoperator.k8s.io/v1beta2","kind":"SparkApplication",
                 "metadata":{"name":"pi","namespace":"default"},
                 "spec":{%s"type":"Scala","sparkVersion":"4.0.0","mainClass":"acme.Pi","mainApplicationFile":"local:///pi.jar",
                         "arguments":["10","a b"],"sparkConf":{"spark.eventLog.enabled":"true"},
                         "deps":{"jars":["s3://a/x.jar","s3://a/y.jar"]},
                         "driver":{"memory":"1g"},"executor":{"instances":2}}}""".formatted(more));
    }

    private void apache(String more) {
        kube.create("""
                {"apiVersion":"spark.apache.org/v1","kind":"SparkApplication",
                 "metadata":{"name":"pi","namespace":"default"},
                 "spec":{"mainClass":"acme.Pi","jars":"local:///pi.jar","driverArgs":["10"],%s
                         "runtimeVersions":{"sparkVersion":"4.0.0"},
                         "sparkConf":{"spark.kubernetes.container.image":"acme/spark"}}}""".formatted(more));
    }

    private JsonNode object(String kind, String name) {
        return Json.object(kube.object(kind, "default", name).orElseThrow());
    }

    private void await(String state) {
        Awaitility.await().until(() -> states.contains(state));
    }

    private void awaitPod(String name, String phase) {
        Awaitility.await()
                .until(() -> kube.object("pods", "default", name)
                        .filter(pod ->
                                Json.text(Json.object(pod), "status", "phase").equals(phase))
                        .isPresent());
    }

    private boolean gone(String kind, String name) {
        return kube.object(kind, "default", name).isEmpty();
    }

    private List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        kube.objects("events", "default").forEach(event -> reasons.add(Json.text(Json.object(event), "reason")));
        return reasons;
    }

    @Test
    void kubeflowRunsAnApplicationToItsEnd() {
        KubeflowOperator.in(kube);
        kubeflow("");
        await("RUNNING");
        Awaitility.await()
                .until(() -> Json.at(object(KUBEFLOW, "pi"), "status", "executorState")
                                .size()
                        == 2);
        assertThat(commands.get(0))
                .containsExactly(
                        "spark-submit",
                        "--name",
                        "pi",
                        "--class",
                        "acme.Pi",
                        "--jars",
                        "s3://a/x.jar,s3://a/y.jar",
                        "--driver-memory",
                        "1g",
                        "--conf",
                        "spark.eventLog.enabled=true",
                        "local:///pi.jar",
                        "10",
                        "a b");
        JsonNode status = object(KUBEFLOW, "pi").path("status");
        assertThat(Json.text(status, "driverInfo", "podName")).isEqualTo("pi-driver");
        assertThat(Json.text(object("pods", "pi-driver"), "metadata", "labels", "spark-app-selector"))
                .isEqualTo(Json.text(status, "sparkApplicationId"));
        kubelet.end("default", "pi-driver", 0);
        await("COMPLETED");
        assertThat(states).containsExactly("SUBMITTED", "RUNNING", "SUCCEEDING", "COMPLETED");
        assertThat(reasons())
                .contains(
                        "SparkApplicationAdded",
                        "SparkApplicationSubmitted",
                        "SparkDriverRunning",
                        "SparkApplicationCompleted");
        // The driver's log stays to be read; the executors do not.
        Awaitility.await().until(() -> kube.objects("pods", "default").size() == 1);
        assertThat(gone("pods", "pi-driver")).isFalse();
    }

    @Test
    void kubeflowSaysHowADriverFailed() {
        KubeflowOperator.in(kube);
        kubelet.fate("spark-role=driver", new PodFate.OomKilled());
        kubeflow("");
        await("FAILED");
        assertThat(Json.text(object(KUBEFLOW, "pi"), "status", "applicationState", "errorMessage"))
                .isEqualTo("driver container failed with ExitCode: 137, Reason: OOMKilled");
        assertThat(states).contains("FAILING").doesNotContain("PENDING_RERUN");
    }

    @Test
    void kubeflowTriesAgainIfToldSo() {
        KubeflowOperator.in(kube);
        kubeflow("\"restartPolicy\":{\"type\":\"OnFailure\",\"onFailureRetries\":1},");
        awaitPod("pi-driver", "Running");
        kubelet.end("default", "pi-driver", 1);
        await("PENDING_RERUN");
        Awaitility.await().until(() -> states.stream().filter("RUNNING"::equals).count() == 2);
        kubelet.end("default", "pi-driver", 1);
        await("FAILED");
        assertThat(Json.at(object(KUBEFLOW, "pi"), "status", "executionAttempts")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void kubeflowCannotSubmitWithoutRoom() {
        KubeflowOperator.in(kube);
        kube.create("""
                {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"default"},
                 "spec":{"hard":{"pods":"0"}}}""");
        kubeflow("");
        await("FAILED");
        assertThat(states).containsExactly("SUBMISSION_FAILED", "FAILED");
        assertThat(Json.text(object(KUBEFLOW, "pi"), "status", "applicationState", "errorMessage"))
                .startsWith("failed to run spark-submit")
                .contains("pods \"pi-driver\" is forbidden: exceeded quota: q");
    }

    @Test
    void kubeflowMissesADriverThatSomebodyHasDeleted() {
        KubeflowOperator.in(kube);
        kubeflow("");
        await("RUNNING");
        kube.delete("pods", "default", "pi-driver");
        await("FAILED");
        assertThat(Json.text(object(KUBEFLOW, "pi"), "status", "applicationState", "errorMessage"))
                .isEqualTo("driver pod not found");
    }

    @Test
    void kubeflowSuspendsAndResumes() {
        KubeflowOperator.in(kube);
        kubeflow("");
        await("RUNNING");
        kube.edit(KUBEFLOW, "default", "pi", app -> app.replace("\"spec\":{", "\"spec\":{\"suspend\":true,"));
        await("SUSPENDED");
        assertThat(gone("pods", "pi-driver")).isTrue();
        kube.edit(KUBEFLOW, "default", "pi", app -> app.replace("\"suspend\":true", "\"suspend\":false"));
        await("RESUMING");
        awaitPod("pi-driver", "Running");
        assertThat(states)
                .containsSubsequence("RUNNING", "SUSPENDING", "SUSPENDED", "RESUMING", "SUBMITTED", "RUNNING");
    }

    @Test
    void kubeflowForgetsInTime() {
        KubeflowOperator.in(kube);
        kubeflow("\"timeToLiveSeconds\":1,");
        await("RUNNING");
        kubelet.end("default", "pi-driver", 0);
        await("COMPLETED");
        Awaitility.await().until(() -> gone(KUBEFLOW, "pi") && gone("pods", "pi-driver"));
    }

    @Test
    void whatIsDeletedTakesItsPodsAlong() {
        KubeflowOperator.in(kube);
        kubeflow("");
        await("RUNNING");
        Awaitility.await().until(() -> kube.objects("pods", "default").size() == 3);
        kube.delete(KUBEFLOW, "default", "pi");
        Awaitility.await().until(() -> kube.objects("pods", "default").isEmpty());
        assertThat(gone("services", "pi-ui-svc")).isTrue();
    }

    @Test
    void aStateThatNobodyKnowsStays() {
        KubeflowOperator operator = KubeflowOperator.in(kube);
        kubeflow("");
        await("RUNNING");
        operator.put("default", "pi", "PONDERING");
        kubelet.end("default", "pi-driver", 0);
        awaitPod("pi-driver", "Succeeded");
        assertThat(Json.text(object(KUBEFLOW, "pi"), "status", "applicationState", "state"))
                .isEqualTo("PONDERING");
    }

    @Test
    void apacheKeepsAHistoryAndReleasesWhatItTook() {
        ApacheOperator.in(kube);
        apache("\"applicationTolerations\":{\"instanceConfig\":{\"initExecutors\":1}},");
        await("RunningHealthy");
        assertThat(commands.get(0))
                .containsExactly(
                        "spark-submit",
                        "--class",
                        "acme.Pi",
                        "--conf",
                        "spark.kubernetes.container.image=acme/spark",
                        "local:///pi.jar",
                        "10");
        kubelet.end("default", "pi-0-driver", 0);
        await("ResourceReleased");
        List<String> history = new ArrayList<>();
        Json.at(object(APACHE, "pi"), "status", "stateTransitionHistory")
                .forEach(each -> history.add(Json.text(each, "currentStateSummary")));
        assertThat(history)
                .containsExactly(
                        "Submitted",
                        "DriverRequested",
                        "DriverStarted",
                        "DriverReady",
                        "RunningHealthy",
                        "Succeeded",
                        "ResourceReleased");
        Awaitility.await().until(() -> kube.objects("pods", "default").isEmpty());
    }

    @Test
    void apacheTellsEvictionFromFailure() {
        ApacheOperator.in(kube);
        kubelet.fate("spark-role=driver", PodFate.evicted());
        apache("\"applicationTolerations\":{\"resourceRetainPolicy\":\"OnFailure\"},");
        await("TerminatedWithoutReleaseResources");
        assertThat(states).contains("DriverEvicted").doesNotContain("Failed");
        assertThat(gone("pods", "pi-0-driver")).isFalse();
    }

    @Test
    void apacheCannotScheduleWithoutRoomAndForgetsInTime() {
        ApacheOperator.in(kube);
        kube.create("""
                {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"default"},
                 "spec":{"hard":{"pods":"0"}}}""");
        apache("\"applicationTolerations\":{\"ttlAfterStopMillis\":1},");
        await("ResourceReleased");
        assertThat(states).containsExactly("Submitted", "SchedulingFailure", "ResourceReleased");
        Awaitility.await().until(() -> gone(APACHE, "pi"));
    }

    @Test
    void apacheStartsAnotherAttempt() {
        ApacheOperator.in(kube);
        apache(
                "\"applicationTolerations\":{\"restartConfig\":{\"restartPolicy\":\"OnFailure\",\"maxRestartAttempts\":1}},");
        await("RunningHealthy");
        kubelet.end("default", "pi-0-driver", 1);
        awaitPod("pi-1-driver", "Running");
        Awaitility.await()
                .until(() -> states.stream().filter("RunningHealthy"::equals).count() == 2);
        kubelet.end("default", "pi-1-driver", 1);
        await("ResourceReleased");
        assertThat(states)
                .containsSubsequence("Failed", "ScheduledToRestart", "DriverRequested", "Failed", "ResourceReleased");
    }

    @Test
    void apacheMakesAClusterOfStatefulSets() {
        ApacheOperator.in(kube);
        WorkloadController.in(kube);
        kube.create("""
                {"apiVersion":"spark.apache.org/v1","kind":"SparkCluster","metadata":{"name":"c","namespace":"default"},
                 "spec":{"runtimeVersions":{"sparkVersion":"4.0.0"},
                  "clusterTolerations":{"instanceConfig":{"initWorkers":2,"minWorkers":1,"maxWorkers":3}}}}""");
        awaitPod("c-worker-1", "Running");
        awaitPod("c-master-0", "Running");
        assertThat(Json.text(
                        object("sparkclusters.spark.apache.org", "c"), "status", "currentState", "currentStateSummary"))
                .isEqualTo("RunningHealthy");
        assertThat(gone("services", "c-master-svc")).isFalse();
        assertThat(gone("horizontalpodautoscalers.autoscaling", "c-worker-hpa")).isFalse();
        kube.delete("sparkclusters.spark.apache.org", "default", "c");
        Awaitility.await().until(() -> kube.objects("pods", "default").isEmpty());
    }
}
