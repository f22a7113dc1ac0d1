package dev.drover.standalone.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Command;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.spi.Lookup;
import dev.drover.standalone.rest.FakeSpark.FakeDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneJobDriverTest {
    private static final ClusterId CLUSTER = ClusterId.parse("spark://127.0.0.1:7077");
    private static final Attempt ATTEMPT = new Attempt(Attempt.Kind.JOB, RequestKey.of("etl", "monday"), 1);
    private static final JobSpec JOB =
            Command.of("true").driver(Resources.of(1, 1024)).build();
    private static final JobSpec JAR =
            SparkJar.of(StorageUri.parse("file:/x.jar"), "com.acme.Etl").build();

    @TempDir
    Path staging;

    private final FakeSpark spark = new FakeSpark();
    private final CountingContext context = CountingContext.create();

    @AfterEach
    void stop() {
        spark.close();
    }

    /** One JVM's driver; another one remembers nothing of what this one saw. */
    private StandaloneJobDriver driver() {
        return driver(Optional.of(StorageUri.of(staging).asPrefix()));
    }

    private StandaloneJobDriver driver(Optional<StorageUri> place) {
        StandaloneCluster cluster = new StandaloneCluster(
                MasterEndpoints.of(spark.uri(), spark.uri(), Optional.empty()),
                new JobDefaults(Map.of(), place, Optional.empty()));
        return new StandaloneJobDriver(
                id -> cluster,
                uri -> new FolderStorage(),
                new SparkHttp(Duration.ofSeconds(5), Duration.ofSeconds(10), InstantSource.system()));
    }

    private JobStatus status(JobId job) {
        return driver().describe(CLUSTER, Set.of(job), CountingContext.create()).get(job);
    }

    private FakeDriver ended(String id, String state) {
        return spark.add(id, new FakeDriver(state, FakeSpark.WORKER, AgentJar.mainClass(ATTEMPT)));
    }

    @Test
    void stagesTheAgentOnceAndSubmitsWithOneCall() throws IOException {
        StandaloneJobDriver driver = driver();
        JobId first = driver.submit(CLUSTER, JOB, ATTEMPT, context);
        driver.submit(CLUSTER, JOB, new Attempt(Attempt.Kind.JOB, RequestKey.of("other"), 1), context);

        assertThat(context.calls()).containsExactly("POST /v1/submissions/create", "POST /v1/submissions/create");
        assertThat(spark.driverIds()).first().isEqualTo(first.nativeId());
        try (Stream<Path> files = Files.list(staging)) {
            assertThat(files)
                    .singleElement()
                    .satisfies(file -> assertThat(file.toString())
                            .isEqualTo(spark.submissions()
                                    .get(0)
                                    .path("appResource")
                                    .asText()
                                    .substring("file:".length())));
        }
    }

    @Test
    void aListIsOneCallAndShowsWhatTheAgentRuns() {
        StandaloneJobDriver driver = driver();
        JobId own = driver.submit(CLUSTER, JOB, ATTEMPT, CountingContext.create());
        FakeDriver failed = ended("driver-20200101000000-0001", "FAILED");
        failed.submittedAt = failed.submittedAt.minusSeconds(60);
        FakeDriver sameTime = ended("driver-20200101000000-0002", "FINISHED");
        sameTime.submittedAt = failed.submittedAt;
        spark.add("driver-others", new FakeDriver("RUNNING", FakeSpark.WORKER, "com.acme.Etl"));
        spark.add(
                "driver-training",
                new FakeDriver("FINISHED", FakeSpark.WORKER, "dev.drover.standalone.agent.TrainingMain"));

        List<JobStatus> runs = driver.list(CLUSTER, JobQuery.RECENT, context);

        assertThat(runs)
                .extracting(run -> run.id().nativeId(), JobStatus::state)
                .containsExactly(
                        tuple(own.nativeId(), JobState.RUNNING),
                        tuple("driver-20200101000000-0002", JobState.SUCCEEDED),
                        tuple("driver-20200101000000-0001", JobState.FAILED));
        assertThat(runs.get(0).name()).contains(ATTEMPT.name(20));
        assertThat(runs.get(0).submittedAt()).contains(spark.driver(own.nativeId()).submittedAt);
        assertThat(context.calls()).containsExactly("GET /json/");
        assertThat(driver.list(CLUSTER, JobQuery.builder().activeOnly().build(), context))
                .extracting(JobStatus::id)
                .containsExactly(own);
        assertThat(driver.list(CLUSTER, JobQuery.builder().limit(1).build(), context))
                .hasSize(1);
    }

    @Test
    void aMasterThatRecoversIsNotListed() {
        spark.masterStatus = "RECOVERING";

        assertThat(catchThrowableOfType(DroverException.class, () -> driver().list(CLUSTER, JobQuery.RECENT, context))
                        .code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void withoutTheAgentRunsCannotBeTold() {
        assertThat(driver(Optional.empty()).capabilities(CLUSTER, context)).doesNotContain(Capability.LIST_JOBS);
        assertThat(driver().capabilities(CLUSTER, context)).contains(Capability.LIST_JOBS);
    }

    @Test
    void findsTheRunWhoseAnswerWasLost() {
        spark.nextAnswer(answer -> answer.withFault(Fault.CONNECTION_RESET_BY_PEER));

        DroverException lost =
                catchThrowableOfType(DroverException.class, () -> driver().submit(CLUSTER, JOB, ATTEMPT, context));

        assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
        CountingContext finding = CountingContext.create();
        assertThat(found(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), finding)))
                .extracting(found -> found.id().nativeId(), JobStatus::state)
                .containsExactly(tuple(spark.driverIds().get(0), JobState.RUNNING));
        assertThat(finding.calls()).containsExactly("GET /json/", "GET /log/");
    }

    @Test
    void findsTheRunWhoseAnswerADeadNetworkSwallowed() throws IOException {
        try (DroppingProxy proxy = new DroppingProxy(spark.uri())) {
            MasterEndpoints through = MasterEndpoints.of(proxy.uri(), spark.uri(), Optional.empty());
            StandaloneCluster cluster = new StandaloneCluster(
                    through,
                    new JobDefaults(Map.of(), Optional.of(StorageUri.of(staging).asPrefix()), Optional.empty()));
            StandaloneJobDriver driver = new StandaloneJobDriver(
                    id -> cluster,
                    uri -> new FolderStorage(),
                    new SparkHttp(Duration.ofSeconds(5), Duration.ofSeconds(10), InstantSource.system()));
            proxy.dropAnswers(1);

            DroverException lost =
                    catchThrowableOfType(DroverException.class, () -> driver.submit(CLUSTER, JOB, ATTEMPT, context));

            assertThat(lost.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(proxy.dropped()).isEqualTo(1);
            assertThat(spark.driverIds()).hasSize(1);
            assertThat(found(driver.find(CLUSTER, ATTEMPT, Optional.of(JOB), context)))
                    .hasSize(1);
            assertThat(driver.submit(CLUSTER, JOB, ATTEMPT, context).nativeId())
                    .isEqualTo(spark.driverIds().get(1));
        }
    }

    @Test
    void readsALogOnceAndNeverForWhatItSubmittedItself() {
        StandaloneJobDriver driver = driver();
        JobId own = driver.submit(CLUSTER, JOB, ATTEMPT, CountingContext.create());
        CountingContext finding = CountingContext.create();

        assertThat(found(driver.find(CLUSTER, ATTEMPT, Optional.of(JOB), finding)))
                .extracting(JobStatus::id)
                .containsExactly(own);
        assertThat(finding.calls()).containsExactly("GET /json/");

        StandaloneJobDriver other = driver();
        other.find(CLUSTER, ATTEMPT, Optional.of(JOB), CountingContext.create());
        CountingContext again = CountingContext.create();
        other.find(CLUSTER, ATTEMPT, Optional.of(JOB), again);
        assertThat(again.calls()).containsExactly("GET /json/");
    }

    @Test
    void aRunThatTheMasterForgotIsStillFoundByWhoSubmittedIt() {
        StandaloneJobDriver driver = driver();
        JobId own = driver.submit(CLUSTER, JOB, ATTEMPT, context);
        spark.driver(own.nativeId()).state = "FINISHED";
        spark.forget(own.nativeId());

        assertThat(found(driver.find(CLUSTER, ATTEMPT, Optional.of(JOB), context)))
                .extracting(JobStatus::state)
                .containsExactly(JobState.UNKNOWN);
        assertThat(driver.describe(CLUSTER, Set.of(own), context)).isEmpty();
    }

    @Test
    void manyForeignDriversCostNoFurtherCalls() {
        for (int i = 0; i < 200; i++) {
            Attempt other = new Attempt(Attempt.Kind.JOB, RequestKey.of("other" + i), 1);
            if (!AgentJar.mainClass(other).equals(AgentJar.mainClass(ATTEMPT))) {
                spark.add("driver-" + i, new FakeDriver("SUBMITTED", null, AgentJar.mainClass(other)));
            }
        }
        spark.add("driver-foreign", new FakeDriver("SUBMITTED", null, "com.acme.Etl"));

        assertThat(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context)).isInstanceOf(Lookup.NotSeen.class);
        assertThat(context.calls()).containsExactly("GET /json/");
    }

    @Test
    void aQueuedDriverThatMayBeItLeavesItOpen() {
        spark.room = false;
        driver().submit(CLUSTER, JOB, ATTEMPT, context);

        Lookup<JobStatus> lookup = driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context);
        assertThat(lookup)
                .isInstanceOfSatisfying(
                        Lookup.Undecided.class,
                        undecided -> assertThat(undecided.why())
                                .contains(spark.driverIds().get(0), "SUBMITTED"));

        JobSpec larger = Command.of("true").driver(Resources.of(2, 1024)).build();
        assertThat(driver().find(CLUSTER, ATTEMPT, Optional.of(larger), context))
                .isInstanceOf(Lookup.NotSeen.class);
        Attempt next = new Attempt(Attempt.Kind.JOB, ATTEMPT.key(), 2);
        assertThat(driver().find(CLUSTER, next, Optional.of(JOB), context)).isInstanceOf(Lookup.NotSeen.class);
    }

    @Test
    void whatThisJvmSubmittedUnderAnotherKeyIsNotIt() {
        spark.room = false;
        StandaloneJobDriver driver = driver(Optional.empty());
        driver.submit(CLUSTER, JAR, ATTEMPT, context);
        Attempt other = new Attempt(Attempt.Kind.JOB, RequestKey.of("other"), 1);

        assertThat(driver.find(CLUSTER, other, Optional.of(JAR), context)).isInstanceOf(Lookup.NotSeen.class);
        assertThat(driver(Optional.empty()).find(CLUSTER, other, Optional.of(JAR), context))
                .isInstanceOf(Lookup.Undecided.class);
        JobSpec otherClass =
                SparkJar.of(StorageUri.parse("file:/x.jar"), "com.acme.Other").build();
        assertThat(driver(Optional.empty()).find(CLUSTER, other, Optional.of(otherClass), context))
                .isInstanceOf(Lookup.NotSeen.class);
    }

    @Test
    void foundBeatsOpenAndTheOldestComesFirst() {
        ended("driver-3", "SUBMITTED").worker = null;
        ended("driver-2", "RUNNING").stderr = FakeSpark.launchCommand(JobTranslation.requestId(ATTEMPT), "");
        ended("driver-1", "FINISHED").stderr = FakeSpark.launchCommand(JobTranslation.requestId(ATTEMPT), "");
        ended("driver-0", "FINISHED").stderr = FakeSpark.launchCommand("someone-else", "");

        assertThat(found(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context)))
                .extracting(found -> found.id().nativeId())
                .containsExactly("driver-1", "driver-2");
    }

    @Test
    void aWorkerThatDoesNotAnswerIsAskedOnce() {
        for (int i = 0; i < 5; i++) {
            ended("driver-" + i, "RUNNING").stderr = FakeSpark.launchCommand("x", "");
        }
        spark.nextAnswer(answer -> answer);
        spark.nextAnswer(answer -> answer.withStatus(500));

        assertThat(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context)).isInstanceOf(Lookup.Undecided.class);
        assertThat(context.calls()).containsExactly("GET /json/", "GET /log/");
    }

    @Test
    void theKeyIsFoundBehindALongClassPath() {
        ended("driver-1", "RUNNING").stderr = ("Launch Command: \"java\" \"-cp\" \"" + "/a/b.jar:".repeat(20_000)
                        + "\" \"-Dspark.drover.requestId=" + JobTranslation.requestId(ATTEMPT) + "\"\n")
                .getBytes(UTF_8);

        assertThat(found(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context)))
                .hasSize(1);
    }

    @Test
    void driversThatNeverStartedOrWhoseWorkerIsGone() {
        ended("driver-1", "KILLED").worker = null;
        ended("driver-2", "ERROR");
        assertThat(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context)).isInstanceOf(Lookup.NotSeen.class);

        spark.workerState = "DEAD";
        assertThat(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context)).isInstanceOf(Lookup.Undecided.class);
    }

    @Test
    void aDriverThatEndedWhileTheMasterWasDownIsFoundByItsLog() {
        ended("driver-1", "ERROR").worker = null;
        assertThat(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context))
                .as("no log tells whose it is")
                .isInstanceOf(Lookup.Undecided.class);

        spark.driver("driver-1").stderr =
                FakeSpark.launchCommand(JobTranslation.requestId(ATTEMPT), "drover: exit code 0\n");
        assertThat(found(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context)))
                .extracting(JobStatus::state)
                .containsExactly(JobState.SUCCEEDED);

        spark.driver("driver-1").stderr = FakeSpark.launchCommand("another", "drover: exit code 0\n");
        assertThat(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context)).isInstanceOf(Lookup.NotSeen.class);
    }

    @Test
    void aMasterThatRecoversLeavesItOpen() {
        spark.masterStatus = "RECOVERING";

        assertThat(driver().find(CLUSTER, ATTEMPT, Optional.of(JOB), context)).isInstanceOf(Lookup.Undecided.class);
        DroverException error = catchThrowableOfType(
                DroverException.class, () -> driver().describe(CLUSTER, Set.of(CLUSTER.job("driver-1")), context));
        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error.retryable()).isTrue();
    }

    @Test
    void describesTwoHundredRunsWithOneCall() {
        Set<JobId> jobs = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            ended("driver-" + i, i % 2 == 0 ? "RUNNING" : "FINISHED");
            jobs.add(CLUSTER.job("driver-" + i));
        }
        jobs.add(CLUSTER.job("driver-unknown"));

        Map<JobId, JobStatus> found = driver().describe(CLUSTER, jobs, context);

        assertThat(found).hasSize(200).doesNotContainKey(CLUSTER.job("driver-unknown"));
        assertThat(found.get(CLUSTER.job("driver-1")).exitCode()).hasValue(0);
        assertThat(found.get(CLUSTER.job("driver-2")).exitCode()).isEmpty();
        assertThat(context.calls()).containsExactly("GET /json/");
    }

    @Test
    void exitCodeIsInTheLastMarkerAndReadOnce() {
        ended("driver-1", "FAILED").stderr =
                FakeSpark.launchCommand("x", "drover: exit code 1\nnot drover: exit code 2\ndrover: exit code 137\n");
        StandaloneJobDriver driver = driver();
        JobId job = CLUSTER.job("driver-1");

        assertThat(driver.describe(CLUSTER, Set.of(job), context).get(job).exitCode())
                .hasValue(137);
        assertThat(driver.describe(CLUSTER, Set.of(job), context).get(job).exitCode())
                .hasValue(137);
        assertThat(context.calls()).containsExactly("GET /json/", "GET /log/", "GET /json/");
    }

    @Test
    void aStateIsKnownEvenWhereItsExitCodeIsNot() {
        ended("driver-1", "FAILED");
        assertThat(status(CLUSTER.job("driver-1")).exitCode()).isEmpty();
        assertThat(status(CLUSTER.job("driver-1")).state()).isEqualTo(JobState.FAILED);

        spark.workerState = "DEAD";
        assertThat(status(CLUSTER.job("driver-1")).state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void saysWhyADriverCouldNotStart() {
        ended("driver-1", "ERROR").message = "java.io.FileNotFoundException: /x.jar";
        assertThat(status(CLUSTER.job("driver-1")).detail())
                .hasValueSatisfying(detail -> assertThat(detail).contains("FileNotFoundException: /x.jar"));

        ended("driver-2", "ERROR").worker = "worker-that-was-lost";
        assertThat(status(CLUSTER.job("driver-2")).detail()).hasValue("its worker was lost");
    }

    @Test
    void aDriverThatEndedWhileTheMasterWasDownEndedAsItsLogSays() {
        ended("driver-1", "ERROR").worker = null;
        assertThat(status(CLUSTER.job("driver-1")).state())
                .as("no worker has its log")
                .isEqualTo(JobState.LOST);
        assertThat(driver().list(CLUSTER, JobQuery.RECENT, context))
                .extracting(JobStatus::state)
                .containsExactly(JobState.LOST);

        spark.driver("driver-1").stderr = FakeSpark.launchCommand("x", "drover: exit code 0\n");
        assertThat(status(CLUSTER.job("driver-1")).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(status(CLUSTER.job("driver-1")).exitCode()).hasValue(0);

        spark.driver("driver-1").stderr = FakeSpark.launchCommand("x", "drover: exit code 3\n");
        assertThat(status(CLUSTER.job("driver-1")).state()).isEqualTo(JobState.FAILED);
        assertThat(status(CLUSTER.job("driver-1")).exitCode()).hasValue(3);

        spark.workerState = "DEAD";
        assertThat(status(CLUSTER.job("driver-1")).state()).isEqualTo(JobState.LOST);
    }

    @Test
    void saysWhatAQueuedDriverWaitsFor() {
        spark.room = false;
        JobId job = driver().submit(
                        CLUSTER,
                        Command.of("true").driver(Resources.of(2, 1024)).build(),
                        ATTEMPT,
                        context);

        assertThat(status(job).state()).isEqualTo(JobState.QUEUED);
        assertThat(status(job).detail())
                .hasValue("waits for a worker with 2 cores and 1024 MiB free; the 1 worker"
                        + " alive has at most 1 core and 512 MiB free. Wait for other jobs to end, "
                        + "ask for less, or add workers.");

        spark.workerCores = 1;
        assertThat(status(job).detail())
                .hasValueSatisfying(detail -> assertThat(detail).contains("even when idle"));
        spark.workerState = "DEAD";
        assertThat(status(job).detail())
                .hasValueSatisfying(detail -> assertThat(detail).contains("no worker is alive"));
    }

    @Test
    void cancelIsRepeatableAndTellsUnknownRuns() {
        StandaloneJobDriver driver = driver();
        JobId job = driver.submit(CLUSTER, JOB, ATTEMPT, context);
        driver.cancel(job, context);
        driver.cancel(job, context);

        assertThat(status(job).state()).isEqualTo(JobState.CANCELLED);
        spark.driver(job.nativeId()).state = "RUNNING";
        assertThat(driver.describe(CLUSTER, Set.of(job), context).get(job).state())
                .isEqualTo(JobState.CANCELLING);
        DroverException error =
                catchThrowableOfType(DroverException.class, () -> driver.cancel(CLUSTER.job("driver-none"), context));
        assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void readsLogsToTheirEnd() {
        FakeDriver running = ended("driver-1", "RUNNING");
        running.stdout = "häuser".getBytes(UTF_8);
        StandaloneJobDriver driver = driver();
        JobId job = CLUSTER.job("driver-1");

        assertThat(driver.logSources(job, context)).containsExactly(Source.STDERR, Source.STDOUT);
        assertThat(driver.readLog(job, Source.STDOUT, 0, 4, context)).isEqualTo(new Page("häu", 4, More.NOW));
        assertThat(driver.readLog(job, Source.STDOUT, 4, 100, context)).isEqualTo(new Page("ser", 7, More.LATER));
        running.state = "FINISHED";
        assertThat(driver.readLog(job, Source.STDOUT, 7, 100, context)).isEqualTo(new Page("", 7, More.END));
        assertThat(driver.logLength(job, Source.STDOUT, context)).isEqualTo(7);

        CountingContext later = CountingContext.create();
        driver.readLog(job, Source.STDOUT, 0, 100, later);
        assertThat(later.calls()).containsExactly("GET /log/");
    }

    @Test
    void logsThatAreNotThere() {
        ended("driver-1", "SUBMITTED").worker = null;
        JobId queued = CLUSTER.job("driver-1");
        assertThat(driver().logSources(queued, context)).isEmpty();
        assertThat(driver().logLength(queued, Source.STDERR, context)).isZero();
        assertThat(driver().readLog(queued, Source.STDERR, 0, 10, context)).isEqualTo(new Page("", 0, More.LATER));
        spark.driver("driver-1").state = "KILLED";
        assertThat(driver().readLog(queued, Source.STDERR, 0, 10, context)).isEqualTo(new Page("", 0, More.NEVER));
        ended("driver-2", "ERROR");
        assertThat(driver().readLog(CLUSTER.job("driver-2"), Source.STDERR, 0, 10, context)
                        .more())
                .isEqualTo(More.NEVER);
        spark.workerState = "DEAD";
        assertThat(readFails("driver-2").code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(readFails("driver-2")).hasMessageContaining("is gone");
        assertThat(readFails("driver-none").code()).isEqualTo(ErrorCode.NOT_FOUND);
    }

    private DroverException readFails(String id) {
        return catchThrowableOfType(
                DroverException.class, () -> driver().readLog(CLUSTER.job(id), Source.STDERR, 0, 10, context));
    }

    @Test
    void metricsAreAtTheUiThatTheDriverLogged() {
        ended("driver-1", "RUNNING").stderr = FakeSpark.launchCommand(
                "x", "26/11/21 10:15:19 INFO Utils: Successfully started service 'SparkUI' on port 4041.\n");

        assertThat(driver().metrics(CLUSTER.job("driver-1"), context))
                .extracting(MetricsTarget::role, t -> t.uri().toString())
                .containsExactly(tuple("executors", "http://127.0.0.1:4041/metrics/executors/prometheus"));
        spark.driver("driver-1").state = "FINISHED";
        assertThat(driver().metrics(CLUSTER.job("driver-1"), context)).isEmpty();
    }

    private static List<JobStatus> found(Lookup<JobStatus> lookup) {
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found<JobStatus>) lookup).matches();
    }
}
