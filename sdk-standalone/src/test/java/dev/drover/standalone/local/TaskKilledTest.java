package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverListener;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.JobTarget;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.task.OnTermination;
import dev.drover.task.SparkTask;
import dev.drover.task.TaskProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks in processes of their own, as Airflow starts and ends them, on a real Spark cluster: real signals, real jobs. */
@Timeout(300)
class TaskKilledTest {
    private static final RequestKey CLUSTER = RequestKey.of("tasks");
    /** No other process of a test sleeps for as long. */
    private static final String SECONDS = "307";
    /** What a task that is told to end may take for it. */
    private static final long MOST_SECONDS = 3;

    private static final String RUNNING = "the job is RUNNING";

    private static Sandbox sandbox;
    private static Drover drover;
    private static ClusterId cluster;

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();
    private String dag = "";

    @BeforeAll
    static void open() throws InterruptedException {
        sandbox = new Sandbox();
        drover = drover(sandbox.runs());
        ClusterHandle made =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), CLUSTER);
        made.awaitReady(Sandbox.PATIENCE);
        cluster = made.id();
    }

    @AfterAll
    static void close() throws Exception {
        drover.close();
        sandbox.close();
    }

    @BeforeEach
    void aDagOfItsOwn(TestInfo test) {
        dag = test.getDisplayName();
    }

    @AfterEach
    void endWhatIsLeft() {
        processes.forEach(Process::destroyForcibly);
        drover.jobs(cluster).find(key(dag)).ifPresent(JobHandle::cancel);
    }

    private static Drover drover(Path runs) {
        return builder(runs).build();
    }

    private static Drover.Builder builder(Path runs) {
        return Drover.builder()
                .configure(
                        Sandbox.HERE,
                        LocalOptions.builder().runs(runs).cache(Sandbox.cache()).build())
                .ledger("file://" + runs + "-ledger/")
                .operationTimeout(Duration.ofSeconds(10))
                .clockSkew(Duration.ZERO);
    }

    private static RequestKey key(String dag) {
        return RequestKey.ofAirflow(dag, "scheduled__2026-11-21", "report", null);
    }

    /** One process, and what it says. */
    private record Try(Process process, BufferedReader said) {

        /** Until it waits for its job, and the job runs. */
        void awaitRunning() throws IOException {
            String line = said.readLine();
            while (!RUNNING.equals(line)) {
                assertThat(line).as("a line of the task").isNotNull();
                line = said.readLine();
            }
        }
    }

    /** Starts a try of the task. */
    private Try task(String how, String script) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        TaskKilledTest.class.getName(),
                        sandbox.runs().toString(),
                        dag,
                        how,
                        folder.toString(),
                        script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return new Try(process, process.inputReader(StandardCharsets.UTF_8));
    }

    /** The process that is killed. */
    public static void main(String[] args) throws InterruptedException {
        Path runs = Path.of(args[0]);
        RequestKey key = key(args[1]);
        String how = args[2];
        Path folder = Path.of(args[3]);
        JobSpec job = Command.of("sh")
                .args("-c", args[4], folder.toString())
                .driver(Resources.of(1, 512))
                .build();
        if (how.equals("embedded")) {
            try (Drover other = telling(runs)) {
                System.out.println(task(other, key, job).build().run().toJson());
            }
            return;
        }
        TaskProcess process =
                TaskProcess.printingTo(System.out).xcom(folder.resolve(how.equals("lost") ? "none/x.json" : "x.json"));
        System.exit(process.run(() -> telling(runs), other -> {
            SparkTask.Builder task = task(other, key, job);
            return switch (how) {
                case "detach" -> task.onTermination(OnTermination.DETACH).build();
                case "elsewhere" -> task.on(new JobTarget.Declared("nowhere")).build();
                default -> task.build();
            };
        }));
    }

    private static Drover telling(Path runs) {
        return builder(runs)
                .listener(new DroverListener() {
                    @Override
                    public void jobChanged(JobStatus status) {
                        // Only while the test waits for it: the last line is the task's.
                        if (status.state() == JobState.RUNNING) {
                            System.out.println(RUNNING);
                        }
                    }
                })
                .build();
    }

    private static SparkTask.Builder task(Drover other, RequestKey key, JobSpec job) {
        ClusterHandle found = other.clusters(Sandbox.HERE).find(CLUSTER).orElseThrow();
        return SparkTask.builder(other, key, job)
                .on(new JobTarget.Cluster(found.id()))
                .deadline(Sandbox.PATIENCE);
    }

    /** Leaves a line for each time it runs. */
    private static final String WORK = "echo began >> \"$0/work\"";

    private static final String LONG_WORK = WORK + "; exec sleep " + SECONDS;

    private List<String> work() throws IOException {
        Path file = folder.resolve("work");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void awaitWork(int times) {
        await().atMost(Sandbox.PATIENCE).untilAsserted(() -> assertThat(work()).hasSize(times));
    }

    /** The JSON of the last line, after the process has ended with a code. */
    private static JsonNode lastLine(Try task, int exit) throws Exception {
        List<String> lines = task.said().lines().toList();
        assertThat(task.process().waitFor(Sandbox.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(task.process().exitValue()).as(lines.toString()).isEqualTo(exit);
        assertThat(lines).isNotEmpty();
        JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(last.path("exit").asInt(-1)).isEqualTo(exit);
        return last;
    }

    /** SIGTERM; gives the last line of the process, which must have ended in time. */
    private static JsonNode terminated(Try task, int exit) throws Exception {
        task.process().toHandle().destroy();
        assertThat(task.process().waitFor(MOST_SECONDS, TimeUnit.SECONDS))
                .as("ended in time")
                .isTrue();
        return lastLine(task, exit);
    }

    private static JobHandle job(JsonNode said) {
        return drover.job(JobId.parse(said.path("job").asText()));
    }

    @Test
    void theLastLineAndTheXComFileSayHowItWent() throws Exception {
        JsonNode last = lastLine(task("cancel", WORK), 0);

        assertThat(last.path("state").asText()).isEqualTo("SUCCEEDED");
        assertThat(last.path("key").asText()).isEqualTo(key(dag).toString());
        assertThat(new ObjectMapper().readTree(folder.resolve("x.json").toFile()))
                .isEqualTo(last);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("work", "x.json");
        }
        JsonNode again = lastLine(task("cancel", WORK), 0);
        assertThat(again.path("job")).isEqualTo(last.path("job"));
        assertThat(again.path("started").asBoolean()).isFalse();
        assertThat(work()).hasSize(1);
    }

    @Test
    void sigtermCancelsTheJobInTimeAndTheNextTryRunsItAnew() throws Exception {
        Try first = task("cancel", LONG_WORK);
        first.awaitRunning();
        awaitWork(1);

        JsonNode last = terminated(first, 1);

        assertThat(last.path("cancelled").asBoolean()).isTrue();
        assertThat(job(last).await(Sandbox.PATIENCE).state()).isEqualTo(JobState.CANCELLED);
        await().atMost(Sandbox.PATIENCE).until(() -> sleepers() == 0);
        JsonNode next = lastLine(task("cancel", WORK), 0);
        assertThat(next.path("attempt").asInt()).isEqualTo(2);
        assertThat(work()).hasSize(2);
    }

    private static long sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process -> Sandbox.commandLine(process).startsWith("sleep\0" + SECONDS)
                        || Sandbox.commandLine(process).startsWith("sleep " + SECONDS))
                .count();
    }

    @Test
    void sigtermLeavesTheJobAndTheNextTryAttaches() throws Exception {
        Try first = task("detach", LONG_WORK);
        first.awaitRunning();
        awaitWork(1);

        JsonNode last = terminated(first, 4);

        assertThat(last.path("detached").asBoolean()).isTrue();
        assertThat(job(last).status().state()).isEqualTo(JobState.RUNNING);
        Try second = task("cancel", LONG_WORK);
        second.awaitRunning();
        assertThat(terminated(second, 1).path("job")).isEqualTo(last.path("job"));
        assertThat(work()).hasSize(1);
    }

    @Test
    void sigkillLeavesOneJobToWhichTheNextTryAttaches() throws Exception {
        Try first = task("cancel", WORK + "; sleep 8");
        awaitWork(1);

        first.process().destroyForcibly().waitFor();
        JsonNode second = lastLine(task("cancel", WORK + "; sleep 8"), 0);

        assertThat(second.path("started").asBoolean()).isFalse();
        assertThat(second.path("attempt").asInt()).isEqualTo(1);
        assertThat(work()).hasSize(1);
    }

    @Test
    void aTaskInsideAnotherProgramCancelsItsJobInTime() throws Exception {
        Try task = task("embedded", LONG_WORK);
        task.awaitRunning();
        awaitWork(1);
        JobHandle job = drover.jobs(cluster).find(key(dag)).orElseThrow();

        task.process().toHandle().destroy();

        assertThat(task.process().waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(task.process().exitValue()).isEqualTo(128 + 15);
        assertThat(job.await(Sandbox.PATIENCE).state()).isEqualTo(JobState.CANCELLED);
    }

    @ParameterizedTest
    @CsvSource({"cancel, exit 3, 1, FAILED", "lost, true, 2, INVALID_ARGUMENT", "elsewhere, true, 3, NOT_FOUND"})
    void theExitCodeSaysWhatCanBeDoneNext(String how, String script, int exit, String said) throws Exception {
        JsonNode last = lastLine(task(how, script), exit);

        assertThat(last.path(exit == 1 ? "state" : "error").toString()).contains(said);
    }
}
