package dev.drover.k8s.fake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that run as processes, their logs, and the controllers that make them. */
@Timeout(180)
class FakeKubePodsTest {
    private static final String PODS = "/api/v1/namespaces/default/pods";

    @TempDir
    Path folder;

    private FakeKube kube;
    private Direct direct;
    private Kubelet kubelet;

    @BeforeAll
    static void pace() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @BeforeEach
    void start() {
        kube = new FakeKube(folder);
        direct = new Direct(kube, FakeKube.ADMIN);
        kubelet = Kubelet.in(kube, new RealMachine(folder));
    }

    @AfterEach
    void stop() {
        kube.close();
    }

    private void run(String name, String script) {
        run(name, script, "");
    }

    private void run(String name, String script, String more) {
        var pod = Json.object("{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"" + name
                + "\",\"namespace\":\"default\",\"labels\":{\"app\":\"" + name + "\"}},\"spec\":{" + more
                + "\"restartPolicy\":\"Never\",\"containers\":[{\"name\":\"main\",\"image\":\"acme\"}]}}");
        var words = ((com.fasterxml.jackson.databind.node.ObjectNode) pod.at("/spec/containers/0")).putArray("command");
        words.add("bash").add("-c").add(script);
        kube.create(pod.toString());
    }

    private JsonNode object(String kind, String name) {
        return Json.object(kube.object(kind, "default", name).orElseThrow());
    }

    private JsonNode pod(String name) {
        return object("pods", name);
    }

    private void await(String name, String phase) {
        Awaitility.await().until(() -> Json.text(pod(name), "status", "phase").equals(phase));
    }

    private String log(String name, String parameters) throws Exception {
        Direct.Seen seen = direct.get(PODS + "/" + name + "/log" + parameters);
        assertThat(seen.status()).as(seen.response().body()).isEqualTo(200);
        return seen.response().body();
    }

    private static JsonNode condition(JsonNode object, String type) {
        for (JsonNode each : Json.at(object, "status", "conditions")) {
            if (Json.text(each, "type").equals(type)) {
                return each;
            }
        }
        return Json.object();
    }

    private List<String> reasons(String name) {
        List<String> reasons = new ArrayList<>();
        kube.objects("events", "default").forEach(event -> {
            if (Json.text(Json.object(event), "involvedObject", "name").equals(name)) {
                reasons.add(Json.text(Json.object(event), "reason"));
            }
        });
        return reasons;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aPodEndsAsItsProcessDoes(int code) throws Exception {
        run("p", "echo out; echo err >&2; exit " + code);
        await("p", code == 0 ? "Succeeded" : "Failed");
        JsonNode end = Json.at(Json.at(pod("p"), "status", "containerStatuses").get(0), "state", "terminated");
        assertThat(end.path("exitCode").asInt()).isEqualTo(code);
        assertThat(Json.text(end, "reason")).isEqualTo(code == 0 ? "Completed" : "Error");
        assertThat(log("p", "").lines()).containsExactlyInAnyOrder("out", "err");
        assertThat(reasons("p")).contains("Scheduled", "Started");
    }

    @Test
    void logsAreCutAsAsked() throws Exception {
        run("p", "printf 'one\\ntwo\\nthree\\n'");
        await("p", "Succeeded");
        assertThat(log("p", "?tailLines=2")).isEqualTo("two\nthree\n");
        assertThat(log("p", "?limitBytes=5")).isEqualTo("one\nt");
        assertThat(log("p", "?tailLines=1&container=main")).isEqualTo("three\n");
        assertThat(log("p", "?sinceTime=2999-01-01T00:00:00Z")).isEmpty();
        assertThat(log("p", "?sinceTime=2020-01-01T00:00:00Z&tailLines=1")).isEqualTo("three\n");
        assertThat(log("p", "?timestamps=true&tailLines=1")).matches("\\d{4}-\\S+Z three\n");
        assertThat(Json.text(direct.get(PODS + "/p/log?container=x").json(), "message"))
                .isEqualTo("container x is not valid for pod p");
        assertThat(Json.text(direct.get(PODS + "/p/log?previous=true").json(), "message"))
                .isEqualTo("previous terminated container \"main\" in pod \"p\" not found");
        assertThat(direct.get(PODS + "/p/log?limitBytes=0").status()).isEqualTo(422);
    }

    @Test
    void aLogIsFollowedToItsEnd() throws Exception {
        new ProcessBuilder("mkfifo", folder + "/gate").start().waitFor();
        run("p", "echo one; read -r go < " + folder + "/gate; echo two");
        await("p", "Running");
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(direct.open(PODS + "/p/log?follow=true").body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("one");
            new ProcessBuilder("bash", "-c", "echo go > " + folder + "/gate")
                    .start()
                    .waitFor();
            assertThat(lines.readLine()).isEqualTo("two");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void variablesAndFilesComeFromMapsAndSecrets() throws Exception {
        kube.create("""
                {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"default"},
                 "data":{"run.sh":"echo from a file"}}""");
        kube.create("""
                {"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"default"},
                 "stringData":{"word":"sesame"}}""");
        kube.create("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default"},
                 "spec":{"restartPolicy":"Never",
                  "volumes":[{"name":"v","configMap":{"name":"m"}}],
                  "initContainers":[{"name":"init","image":"i","command":["bash","/opt/in/run.sh"],
                    "volumeMounts":[{"name":"v","mountPath":"/opt/in"}]}],
                  "containers":[{"name":"main","image":"i","command":["bash","-c"],"args":["echo $A $(B)"],
                    "env":[{"name":"A","valueFrom":{"secretKeyRef":{"name":"s","key":"word"}}},
                           {"name":"B","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]}]}}""");
        await("p", "Succeeded");
        assertThat(log("p", "")).isEqualTo("sesame p\n");
        assertThat(log("p", "?container=init")).isEqualTo("from a file\n");
    }

    @Test
    void aPodWaitsForWhatItNeeds() throws Exception {
        kube.create("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default"},
                 "spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"i","command":["true"],
                    "envFrom":[{"secretRef":{"name":"s"}}]}]}}""");
        Awaitility.await()
                .until(() -> Json.at(pod("p"), "status", "containerStatuses")
                        .toString()
                        .contains("secret \\\"s\\\" not found"));
        assertThat(Json.text(direct.get(PODS + "/p/log").json(), "message"))
                .isEqualTo("container \"main\" in pod \"p\" is waiting to start: CreateContainerConfigError");
        kube.create(
                "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"s\",\"namespace\":\"default\"}}");
        await("p", "Succeeded");
    }

    @Test
    void aPodThatNobodyTakesSaysWhy() throws Exception {
        kubelet.fate("app=p", PodFate.unschedulable());
        run("p", "true");
        Awaitility.await().until(() -> reasons("p").contains("FailedScheduling"));
        Awaitility.await().until(() -> condition(pod("p"), "PodScheduled").has("reason"));
        assertThat(Json.text(condition(pod("p"), "PodScheduled"), "reason")).isEqualTo("Unschedulable");
        assertThat(Json.text(condition(pod("p"), "PodScheduled"), "message")).contains("Insufficient cpu");
        assertThat(direct.get(PODS + "/p/log").status()).isEqualTo(204);
        kubelet.recover("app=p");
        await("p", "Succeeded");
        assertThat(reasons("p").stream().filter("FailedScheduling"::equals)).hasSize(1);
    }

    @Test
    void anImageThatIsNotThereIsWaitedFor() throws Exception {
        kubelet.fate("app=p", new PodFate.ImagePullBackOff());
        run("p", "true");
        Awaitility.await()
                .until(() -> Json.at(pod("p"), "status", "containerStatuses")
                        .toString()
                        .contains("\"reason\":\"ImagePullBackOff\""));
        assertThat(Json.text(pod("p"), "status", "phase")).isEqualTo("Pending");
        assertThat(Json.text(direct.get(PODS + "/p/log").json(), "message"))
                .endsWith("is waiting to start: trying and failing to pull image");
        kube.delete("pods", "default", "p");
        assertThat(kube.object("pods", "default", "p")).isEmpty();
    }

    @Test
    void memoryAndMachinesRunOut() {
        kubelet.fate("app=big", new PodFate.OomKilled());
        run("big", "sleep 60");
        await("big", "Failed");
        JsonNode end =
                Json.at(Json.at(pod("big"), "status", "containerStatuses").get(0), "state", "terminated");
        assertThat(end.path("exitCode").asInt()).isEqualTo(137);
        assertThat(Json.text(end, "reason")).isEqualTo("OOMKilled");
        run("moved", "sleep 60");
        await("moved", "Running");
        kubelet.evict("default", "moved");
        await("moved", "Failed");
        assertThat(Json.text(pod("moved"), "status", "reason")).isEqualTo("Evicted");
        assertThat(Json.text(condition(pod("moved"), "DisruptionTarget"), "status"))
                .isEqualTo("True");
    }

    @Test
    void aDeletedPodTakesItsProcessAlong() {
        run("p", "trap 'touch " + folder + "/asked; exit 0' TERM; touch " + folder + "/set; sleep 60 & wait");
        await("p", "Running");
        Awaitility.await().until(() -> folder.resolve("set").toFile().exists());
        try {
            direct.delete(PODS + "/p", "");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        Awaitility.await().until(() -> kube.object("pods", "default", "p").isEmpty());
        assertThat(folder.resolve("asked")).exists();
    }

    @Test
    void aContainerThatIsStartedAgainHasAPreviousLog() throws Exception {
        run(
                "p",
                "if [ -e " + folder + "/again ]; then echo second; sleep 60; fi; touch " + folder
                        + "/again; echo first; exit 1",
                "");
        await("p", "Failed");
        kube.delete("pods", "default", "p");
        java.nio.file.Files.delete(folder.resolve("again"));
        var pod = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"q\",\"namespace\":\"default\"},"
                + "\"spec\":{\"restartPolicy\":\"OnFailure\",\"containers\":[{\"name\":\"main\",\"image\":\"i\",\"command\":"
                + "[\"bash\",\"-c\",\"if [ -e " + folder + "/again ]; then echo second; sleep 60; fi; touch " + folder
                + "/again; echo first; exit 1\"]}]}}";
        kube.create(pod);
        Awaitility.await()
                .until(() -> Json.at(pod("q"), "status", "containerStatuses")
                                .path(0)
                                .path("restartCount")
                                .asInt()
                        == 1);
        Awaitility.await().until(() -> log("q", "").equals("second\n"));
        assertThat(log("q", "?previous=true")).isEqualTo("first\n");
    }

    // Jobs

    private void job(String script, String more) {
        var job =
                Json.object("{\"apiVersion\":\"batch/v1\",\"kind\":\"Job\",\"metadata\":{\"name\":\"j\",\"namespace\":"
                        + "\"default\"},\"spec\":{" + more
                        + "\"template\":{\"spec\":{\"restartPolicy\":\"Never\",\"containers\":"
                        + "[{\"name\":\"main\",\"image\":\"i\"}]}}}}");
        ((com.fasterxml.jackson.databind.node.ObjectNode) job.at("/spec/template/spec/containers/0"))
                .putArray("command")
                .add("bash")
                .add("-c")
                .add(script);
        JobController.in(kube);
        kube.create(job.toString());
    }

    private void awaitJob(String type) {
        Awaitility.await()
                .until(() -> Json.text(condition(object("jobs.batch", "j"), type), "status")
                        .equals("True"));
    }

    @Test
    void aJobCompletes() {
        job("true", "");
        awaitJob("Complete");
        JsonNode status = object("jobs.batch", "j").path("status");
        assertThat(status.path("succeeded").asInt()).isEqualTo(1);
        assertThat(status.has("active")).isFalse();
        assertThat(status.has("completionTime")).isTrue();
    }

    @Test
    @OnFakeKube("a Job that is tried again at once")
    void aJobGivesUp() {
        job("exit 2", "\"backoffLimit\":1,");
        awaitJob("Failed");
        assertThat(Json.text(condition(object("jobs.batch", "j"), "Failed"), "reason"))
                .isEqualTo("BackoffLimitExceeded");
        assertThat(Json.at(object("jobs.batch", "j"), "status", "failed").asInt())
                .isEqualTo(2);
        assertThat(kube.objects("pods", "default")).hasSize(2);
    }

    @Test
    void aJobHasNoMoreTimeThanItIsGiven() {
        job("sleep 60", "\"activeDeadlineSeconds\":1,");
        awaitJob("Failed");
        assertThat(Json.text(condition(object("jobs.batch", "j"), "Failed"), "reason"))
                .isEqualTo("DeadlineExceeded");
        Awaitility.await().until(() -> kube.objects("pods", "default").isEmpty());
    }

    @Test
    void aJobThatIsDeletedTakesItsPodAlong() throws Exception {
        job("sleep 60", "");
        Awaitility.await()
                .until(() -> kube.objects("pods", "default").stream()
                        .anyMatch(pod -> pod.contains("\"phase\":\"Running\"")));
        direct.delete("/apis/batch/v1/namespaces/default/jobs/j?propagationPolicy=Foreground", "");
        Awaitility.await().until(() -> kube.object("jobs.batch", "default", "j").isEmpty());
        assertThat(kube.objects("pods", "default")).isEmpty();
    }

    /** A real cluster's controllers take a moment until a new quota counts. */
    private void awaitQuota() {
        Awaitility.await()
                .until(() -> kube.object("resourcequotas", "default", "q")
                        .orElseThrow()
                        .contains("\"used\""));
    }

    @Test
    void aJobWithoutRoomSaysSo() {
        kube.create("""
                {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"default"},
                 "spec":{"hard":{"pods":"0"}}}""");
        awaitQuota();
        job("true", "");
        Awaitility.await()
                .until(() -> kube.objects("events", "default").stream()
                        .anyMatch(event -> event.contains("\"FailedCreate\"") && event.contains("exceeded quota: q")));
    }

    // Stateful sets

    @Test
    void aStatefulSetGrowsInOrderAndShrinksFromTheEnd() throws Exception {
        kubelet.fate("app=w", new PodFate.NotReady());
        WorkloadController.in(kube);
        kube.create("""
                {"apiVersion":"apps/v1","kind":"StatefulSet","metadata":{"name":"w","namespace":"default"},
                 "spec":{"replicas":2,"serviceName":"w","selector":{"matchLabels":{"app":"w"}},
                  "template":{"metadata":{"labels":{"app":"w"}},
                   "spec":{"containers":[{"name":"main","image":"i","command":["sleep","60"]}]}}}}""");
        await("w-0", "Running");
        assertThat(WorkloadController.ready(Json.object(pod("w-0").toString()))).isFalse();
        assertThat(kube.object("pods", "default", "w-1")).isEmpty();
        kubelet.recover("app=w");
        kube.delete("pods", "default", "w-0");
        Awaitility.await()
                .until(() -> Json.at(object("statefulsets.apps", "w"), "status", "readyReplicas")
                                .asInt()
                        == 2);
        direct.patch(
                "/apis/apps/v1/namespaces/default/statefulsets/w/scale", Patches.MERGE, "{\"spec\":{\"replicas\":1}}");
        Awaitility.await().until(() -> kube.object("pods", "default", "w-1").isEmpty());
        assertThat(kube.object("pods", "default", "w-0")).isPresent();
    }
}
