package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.DynamicAllocation;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobLogs.Source;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.OutcomeUnknownException;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SchedulerMode;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.standalone.SparkMasterOptions;
import dev.drover.standalone.rest.DroppingProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Jobs on real Spark when something goes wrong: room, answers, processes. */
@TestInstance(Lifecycle.PER_CLASS)
class JobsThroughTroubleTest {
    private static final Duration PATIENCE = Sandbox.PATIENCE;
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private Sandbox sandbox;
    private Drover drover;
    private ClusterHandle cluster;

    @BeforeAll
    void makeCluster() throws Exception {
        sandbox = new Sandbox();
        drover = sandbox.drover();
        cluster = Sandbox.ready(drover, twoWorkers());
    }

    @AfterAll
    void end() throws Exception {
        drover.close();
        sandbox.awaitNoProcesses();
        sandbox.close();
    }

    private static ClusterSpec twoWorkers() {
        return ClusterSpec.builder().workers(2, Resources.of(2, 2048)).build();
    }

    /** Runs until it is ended, with a name in its command line. */
    private static Command.Builder sleeper(String name) {
        return Command.of("sleep").args("86400").env("SLEEPER", name).driver(Resources.of(1, 512));
    }

    private static SparkSql longQuery() {
        return SparkSql.text("SELECT count(*) FROM range(100000) a JOIN range(100000) b ON a.id % 7 <> b.id % 11")
                .driver(Resources.of(1, 512))
                .executor(Resources.of(1, 512))
                .executors(2)
                .build();
    }

    private static void awaitRunning(JobHandle job) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> job.status().state() == JobState.RUNNING);
    }

    private static void awaitEnd(ClusterHandle cluster) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> catchThrowableOfType(DroverException.class, cluster::describe) != null);
    }

    /** Executors and drivers of the cluster's jobs. Their command lines do not name the cluster, their folders do. */
    private List<ProcessHandle> jobProcesses(String mainClass) {
        return ProcessHandle.allProcesses()
                .filter(process -> Sandbox.commandLine(process).contains(mainClass))
                .filter(process -> worksIn(process, sandbox.folder(cluster)))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path folder) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
                    .startsWith(folder);
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void aJobThatFitsNowhereSaysWhatItWaitsFor() {
        JobHandle job = cluster.jobs()
                .submit(Command.of("true").driver(Resources.of(64, 512)).build(), RequestKey.random());

        DroverException late = catchThrowableOfType(DroverException.class, () -> job.await(Duration.ofMillis(500)));

        assertThat(late.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(late).hasMessageContaining("QUEUED").hasMessageContaining("64 cores");
        job.cancel();
        assertThat(job.status().state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void cancellingEndsTheDriverAndItsExecutors() throws Exception {
        JobHandle job = cluster.jobs().submit(longQuery(), RequestKey.random());
        Awaitility.await().atMost(PATIENCE).until(() -> jobProcesses(EXECUTOR).size() == 2);
        List<MetricsTarget> metrics = Awaitility.await().atMost(PATIENCE).until(job::metrics, m -> !m.isEmpty());
        assertThat(get(metrics.get(0).uri()).body()).contains("metrics_executor_");

        job.cancel();

        assertThat(job.await(PATIENCE).state()).isEqualTo(JobState.CANCELLED);
        Awaitility.await().atMost(PATIENCE).until(() -> jobProcesses(EXECUTOR).isEmpty());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> jobProcesses("DriverWrapper").isEmpty());
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aLostAnswerGivesOneDriver() throws Exception {
        MasterOfSandbox master = MasterOfSandbox.of(sandbox, cluster);
        try (DroppingProxy proxy = new DroppingProxy(master.rest());
                Drover user = user(master, proxy.uri(), Duration.ofMinutes(1))) {
            proxy.dropAnswers(1);
            int before = drivers(master);

            JobHandle job = user.jobs(master.id()).submit(echo("one"), RequestKey.random());

            assertThat(proxy.dropped()).isEqualTo(1);
            job.awaitSuccess(PATIENCE);
            assertThat(drivers(master)).isEqualTo(before + 1);
        }
    }

    @Test
    void aLostAnswerOfAQueuedDriverIsUnknownUntilItRuns() throws Exception {
        ClusterHandle small = Sandbox.ready(
                drover, ClusterSpec.builder().workers(1, Resources.of(1, 1024)).build());
        MasterOfSandbox master = MasterOfSandbox.of(sandbox, small);
        JobHandle occupant = small.jobs().submit(sleeper("occupant").build(), RequestKey.random());
        awaitRunning(occupant);
        RequestKey key = RequestKey.random();
        try (DroppingProxy proxy = new DroppingProxy(master.rest());
                Drover user = user(master, proxy.uri(), Duration.ofSeconds(2));
                Drover another = user(master, proxy.uri(), Duration.ofSeconds(2))) {
            proxy.dropAnswers(1);
            OutcomeUnknownException unknown = catchThrowableOfType(
                    OutcomeUnknownException.class, () -> user.jobs(master.id()).submit(echo("x"), key));
            assertThat(unknown.key()).isEqualTo(key);
            assertThatThrownBy(() -> another.jobs(master.id()).submit(echo("x"), key))
                    .isInstanceOf(OutcomeUnknownException.class);
            assertThat(drivers(master))
                    .as("occupant and the one that is queued")
                    .isEqualTo(2);

            occupant.cancel();

            JobHandle job = Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(OutcomeUnknownException.class)
                    .until(() -> another.jobs(master.id()).submit(echo("x"), key), handle -> true);
            assertThat(job.started()).isFalse();
            job.awaitSuccess(PATIENCE);
            assertThat(drivers(master)).isEqualTo(2);
        }
        small.terminate();
    }

    private static JobSpec echo(String word) {
        return Command.of("echo").args(word).driver(Resources.of(1, 512)).build();
    }

    private Drover user(MasterOfSandbox master, URI rest, Duration timeout) {
        SparkMasterOptions options = master.options()
                .rest(rest)
                .staging(StorageUri.of(sandbox.runs().resolve("staging")))
                .authenticate(true)
                .build();
        return Drover.builder()
                .configure(master.location(), options)
                .operationTimeout(timeout)
                .build();
    }

    /** How many the master has accepted, by its own word. */
    private static int drivers(MasterOfSandbox master) throws Exception {
        String state = get(URI.create(master.ui() + "/json/")).body();
        return state.split("\"mainclass\"", -1).length - 1;
    }

    @Test
    void aRunIsPickedUpFromAProcessThatIsGone() throws Exception {
        Path written = sandbox.runs().resolve("job-id.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Submitter.class.getName(),
                sandbox.runs().toString(),
                cluster.id().toString(),
                written.toString()));
        Process other = new ProcessBuilder(command).inheritIO().start();
        assertThat(other.waitFor()).isEqualTo(137);

        JobHandle job = drover.job(JobId.parse(Files.readString(written)));
        assertThat(job.awaitSuccess(PATIENCE).exitCode()).hasValue(0);
        assertThat(job.logs().tail(Source.STDOUT, 10)).contains("done");
    }

    /** Submits, writes the run's id down and dies hard. */
    static final class Submitter {

        public static void main(String[] args) throws Exception {
            LocalOptions options = Sandbox.options(Path.of(args[0])).build();
            Drover drover = Sandbox.drover(options);
            JobHandle job = drover.jobs(ClusterId.parse(args[1]))
                    .submit(
                            Command.of("bash")
                                    .args("-c", "sleep 1; echo done")
                                    .driver(Resources.of(1, 512))
                                    .build(),
                            RequestKey.random());
            Files.writeString(Path.of(args[2]), job.id().toString());
            Runtime.getRuntime().halt(137);
        }
    }

    @Test
    void aWorkerThatIsKilledFailsItsJobWithAReason() throws Exception {
        ClusterHandle fragile = Sandbox.ready(drover, Sandbox.workers(1).build());
        JobHandle job = fragile.jobs().submit(sleeper("fragile").build(), RequestKey.random());
        awaitRunning(job);

        sandbox.processes().stream()
                .filter(process -> Sandbox.commandLine(process).contains(DaemonScripts.WORKER)
                        && Sandbox.commandLine(process).contains(fragile.id().name()))
                .forEach(ProcessHandle::destroyForcibly);

        JobFailedException failed = catchThrowableOfType(JobFailedException.class, () -> job.awaitSuccess(PATIENCE));
        assertThat(failed).hasMessageContaining("worker was lost");
        assertThat(Sandbox.awaitState(fragile, ClusterState.DEGRADED).problem()).isPresent();
        fragile.terminate();
    }

    @Test
    void aProgramEndsWithItsDriverEvenIfThatIsKilled() throws Exception {
        JobHandle job = cluster.jobs().submit(sleeper("orphan").build(), RequestKey.random());
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> jobProcesses("86400").stream()
                        .anyMatch(process -> Sandbox.commandLine(process).startsWith("sleep")));

        jobProcesses("DriverWrapper").forEach(ProcessHandle::destroyForcibly);

        assertThat(job.await(PATIENCE).state()).isEqualTo(JobState.FAILED);
        Awaitility.await().atMost(PATIENCE).until(() -> jobProcesses("86400").isEmpty());
    }

    @Test
    void aMasterThatIsGoneIsUnavailableAndAWaitEndsAtItsDeadline() throws Exception {
        ClusterHandle gone = Sandbox.ready(drover, Sandbox.workers(1).build());
        MasterOfSandbox master = MasterOfSandbox.of(sandbox, gone);
        gone.terminate();
        awaitEnd(gone);
        try (Drover user = Drover.builder()
                .configure(
                        master.location(),
                        SparkMasterOptions.builder()
                                .rest(master.rest())
                                .ui(master.ui())
                                .build())
                .operationTimeout(Duration.ofSeconds(3))
                .build()) {
            JobSpec job = SparkJar.of(StorageUri.parse("file:///x.jar"), "X").build();

            DroverException down = catchThrowableOfType(
                    DroverException.class, () -> user.jobs(master.id()).submit(job, RequestKey.random()));
            assertThat(down.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(down.effect()).isEqualTo(Effect.NONE);
            assertThat(down).hasMessageContaining(master.location().toString());

            JobHandle handle = user.job(master.id().job("driver-20261121000000-0000"));
            assertThatThrownBy(handle::status)
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            assertThatThrownBy(() -> handle.await(Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
        }
    }

    @Test
    void pythonIsRefusedWhereSparkHasNone() {
        JobSpec python = PySpark.script(StorageUri.parse("file:///etl.py")).build();

        assertThatThrownBy(() -> cluster.jobs().submit(python, RequestKey.random()))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("PYSPARK");
    }

    @Test
    void executorsDoTheWork() throws InterruptedException {
        SparkSql sql = SparkSql.text("SELECT count(*) AS n FROM range(0, 1000000, 1, 8)")
                .driver(Resources.of(1, 512))
                .executor(Resources.of(1, 512))
                .executors(1)
                .build();

        JobHandle job = cluster.jobs().submit(sql, RequestKey.random());
        JobStatus end = job.awaitSuccess(PATIENCE);

        assertThat(end.exitCode()).hasValue(0);
        assertThat(String.join("\n", job.logs().tail(Source.STDOUT, 20))).contains("1000000");
    }

    @Test
    void executorsComeAndGoWithTheLoad() throws InterruptedException {
        SparkSql sql = SparkSql.text("SELECT count(*) AS n FROM range(0, 1000000, 1, 8);"
                        + " SET spark.dynamicAllocation.maxExecutors; SET spark.scheduler.mode")
                .driver(Resources.of(1, 512))
                .executor(Resources.of(1, 512))
                .dynamicAllocation(DynamicAllocation.between(0, 2))
                .scheduler(SchedulerMode.FAIR)
                .build();

        JobHandle job = cluster.jobs().submit(sql, RequestKey.random());

        job.awaitSuccess(PATIENCE);
        assertThat(String.join("\n", job.logs().tail(Source.STDOUT, 40)))
                .contains("1000000", "spark.dynamicAllocation.maxExecutors", "FAIR");
        assertThat(String.join("\n", job.logs().tail(Source.STDERR, 2000))).contains("ExecutorAllocationManager");
    }
}
