package dev.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.JobSubmitter;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.RootCause.Category;
import dev.drover.Secret;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.SubmitOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract of jobs. A provider extends this class and supplies a ready cluster with room for one driver of a core
 * and 512 MiB. What the cluster cannot do is tested to be refused with UNSUPPORTED; nothing is skipped.
 */
@ExtendWith(ConformanceReport.class)
@TestInstance(Lifecycle.PER_CLASS)
public abstract class JobConformance {
    private static final String NASTY = "it's \"quoted\" $HOME `id` %s {{x}} \\ * äöü€ ;&|";

    private static final JobQuery EVERYTHING =
            JobQuery.builder().limit(JobQuery.MOST).build();

    private JobSubmitter jobs;
    private StorageUri jar;
    private Shown shown;

    /** The Drover that the tests go through; kept open by the subclass. */
    protected abstract Drover drover();

    /** Configured like the first; what the tests build from it shares nothing else with it, as in another JVM. */
    protected abstract Drover.Builder builder();

    /** A cluster that is ready. */
    protected abstract ClusterId cluster();

    /** A prefix that the tests can write to and the cluster can read; its storage must be fit for a ledger. */
    protected abstract StorageUri codeFolder();

    /** How long a small job may take. */
    protected Duration patience() {
        return Duration.ofMinutes(2);
    }

    /** A queue of the cluster's scheduler, where it has queues. */
    protected String queue() {
        return "default";
    }

    /** Whether the platform takes empty arguments; one that does not must refuse them before anything is sent. */
    protected boolean passesEmptyArguments() {
        return true;
    }

    /** Whether drivers can be given variables; a platform that cannot must refuse them before anything is sent. */
    protected boolean passesEnvironment() {
        return true;
    }

    /** A run that somebody else submits to the cluster, past Drover; empty, as by default, where tests cannot. */
    protected Optional<JobId> submitByOthers() {
        return Optional.empty();
    }

    /** The time that passes on the cluster; by default the machine's. */
    protected DroverClock clock() {
        return DroverClock.system();
    }

    /** Before each test, so that it comes after whatever a subclass does before all. */
    @BeforeEach
    final void uploadApplication(Shown noted) {
        shown = noted;
        jobs = drover().jobs(cluster());
        jar = ConformanceJar.upload(drover().storage(codeFolder()), codeFolder());
    }

    /** The conformance application with these arguments; subclasses may add what their clusters need. */
    protected SparkJar.Builder app(String... args) {
        return SparkJar.of(jar, ConformanceJar.MAIN_CLASS).args(args).driver(Resources.of(1, 512));
    }

    private static RequestKey key() {
        return RequestKey.random();
    }

    private Drover newDrover() {
        return builder().build();
    }

    private Drover newDroverWithLedger() {
        return builder().ledger(codeFolder().asPrefix().resolve("ledger/")).build();
    }

    private JobHandle submit(String... args) {
        return jobs.submit(app(args).build(), key());
    }

    private String stdout(JobHandle handle) {
        return String.join("\n", handle.logs().tail(Source.STDOUT, 10_000));
    }

    @Test
    void aJobSucceedsAndItsArgumentsArriveAsTheyAre() throws InterruptedException {
        assertThat(has(Capability.SPARK_JAR)).isTrue();
        if (!passesEmptyArguments()) {
            assertThatThrownBy(() -> submit("echo", ""))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        }
        String empty = passesEmptyArguments() ? "" : "-";
        JobHandle handle = submit("echo", "plain", empty, NASTY, "two\nlines", "--flag=x y");

        JobStatus end = handle.awaitSuccess(patience());

        assertThat(end.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(end.id()).isEqualTo(handle.id());
        assertThat(handle.started()).isTrue();
        assertThat(handle.attempt()).isPresent();
        assertThat(stdout(handle))
                .contains("argument 0 [plain]", "argument 1 [" + empty + "]", "argument 2 [" + NASTY + "]")
                .contains("argument 3 [two\nlines]", "argument 4 [--flag=x y]", "arguments 5");
    }

    @Test
    void theExitCodeIsSurfaced() throws InterruptedException {
        JobStatus end = submit("exit", "3").await(patience());

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        if (has(Capability.EXIT_CODE)) {
            assertThat(end.exitCode()).hasValue(3);
        } else {
            assertThat(end.exitCode()).isEmpty();
        }
    }

    @Test
    void aFailureCarriesTheInnermostException() {
        JobHandle handle = submit("throw", "no such day");

        JobFailedException failed =
                catchThrowableOfType(JobFailedException.class, () -> handle.awaitSuccess(patience()));

        assertThat(failed.code()).isEqualTo(ErrorCode.FAILED);
        assertThat(failed.status().state()).isEqualTo(JobState.FAILED);
        assertThat(failed.rootCause().category()).isEqualTo(Category.USER_CODE);
        assertThat(failed.rootCause().exception()).contains("java.lang.UnsupportedOperationException");
        assertThat(failed.rootCause().message()).isEqualTo("no such day");
        assertThat(failed.rootCause().lines()).isNotEmpty();
    }

    @Test
    void aWrongMainClassIsNamed() {
        SparkJar wrong = SparkJar.of(jar, "com.acme.Missing")
                .driver(Resources.of(1, 512))
                .build();

        JobFailedException failed = catchThrowableOfType(
                JobFailedException.class, () -> jobs.submit(wrong, key()).awaitSuccess(patience()));

        assertThat(failed.rootCause().category()).isEqualTo(Category.MISSING_CLASS);
        assertThat(failed.rootCause().message()).contains("com.acme.Missing");
    }

    @Test
    void aMissingJarIsNamed() {
        StorageUri nowhere = codeFolder().resolve("no-such.jar");

        DroverException failed = catchThrowableOfType(
                DroverException.class,
                () -> jobs.submit(
                                SparkJar.of(nowhere, "com.acme.Etl")
                                        .driver(Resources.of(1, 512))
                                        .build(),
                                key())
                        .awaitSuccess(patience()));

        assertThat(failed.code()).isIn(ErrorCode.FAILED, ErrorCode.NOT_FOUND);
        assertThat(failed).hasMessageContaining("no-such.jar");
    }

    @Test
    void theSameKeyGivesTheSameRun() throws InterruptedException {
        RequestKey key = key();
        JobSpec job = app("echo", "once").build();

        JobHandle first = jobs.submit(job, key);
        first.awaitSuccess(patience());
        JobHandle second = jobs.submit(job, key);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.started()).isFalse();
    }

    @Test
    void theSameKeyGivesTheSameRunInTheNextProcess() throws InterruptedException {
        RequestKey key = key();
        JobSpec job = app("exit", "4").build();
        JobId first;
        try (Drover one = newDrover()) {
            JobHandle run = one.jobs(cluster()).submit(job, key);
            assertThat(run.started()).isTrue();
            run.await(patience());
            first = run.id();
        }

        try (Drover next = newDrover()) {
            JobHandle found = next.jobs(cluster()).submit(job, key);
            assertThat(found.id()).isEqualTo(first);
            assertThat(found.started()).isFalse();
            assertThat(found.await(patience()).state()).isEqualTo(JobState.FAILED);
        }
    }

    @Test
    void aSharedLedgerGivesTheSameRunAndSaysHowItEnded() throws InterruptedException {
        RequestKey key = key();
        JobSpec job = app("echo", "once").build();
        JobId first;
        try (Drover one = newDroverWithLedger()) {
            JobHandle run = one.jobs(cluster()).submit(job, key);
            assertThat(run.started()).isTrue();
            run.awaitSuccess(patience());
            first = run.id();
        }

        try (Drover next = newDroverWithLedger()) {
            JobHandle found = next.jobs(cluster()).submit(job, key);
            assertThat(found.id()).isEqualTo(first);
            assertThat(found.started()).isFalse();
            assertThat(next.ledger().history(key))
                    .extracting(LedgerEntry::state, LedgerEntry::id, LedgerEntry::outcome)
                    .containsExactly(
                            tuple(State.INTENT, Optional.empty(), Optional.empty()),
                            tuple(State.PLACED, Optional.of(first.toString()), Optional.empty()),
                            tuple(State.ENDED, Optional.of(first.toString()), Optional.of(JobState.SUCCEEDED)));
        }
    }

    @Test
    void aFailedAttemptIsFollowedByTheNextAndASuccessIsKept() throws InterruptedException {
        RequestKey key = key();
        SubmitOptions twice = SubmitOptions.rerunUnlessSucceeded(2);
        JobSpec mended = app("echo", "mended").build();
        try (Drover one = newDroverWithLedger()) {
            JobSubmitter withLedger = one.jobs(cluster());
            JobHandle failed = withLedger.submit(app("exit", "5").build(), key, twice);
            assertThat(completed(failed)).isEqualTo(JobState.FAILED);

            JobHandle again = withLedger.submit(mended, key, twice);
            assertThat(again.started()).isTrue();
            assertThat(again.id()).isNotEqualTo(failed.id());
            assertThat(again.attempt().map(Attempt::number)).contains(2);
            assertThat(completed(again)).isEqualTo(JobState.SUCCEEDED);

            JobHandle kept = withLedger.submit(mended, key, twice);
            assertThat(kept.id()).isEqualTo(again.id());
            assertThat(kept.started()).isFalse();
            assertThat(one.ledger().history(key))
                    .filteredOn(line -> line.state() == State.ENDED)
                    .extracting(line -> line.attempt().number(), LedgerEntry::outcome)
                    .containsExactly(tuple(1, Optional.of(JobState.FAILED)), tuple(2, Optional.of(JobState.SUCCEEDED)));
        }
    }

    private JobState completed(JobHandle handle) throws InterruptedException {
        CompletableFuture<JobStatus> end = handle.completion().toCompletableFuture();
        assertThat(clock().await(end, patience())).as("completion in time").isTrue();
        return end.join().state();
    }

    @Test
    void manyThreadsWithOneKeyGiveOneRun() throws Exception {
        RequestKey key = key();
        JobSpec job = app("echo", "once").build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Set<JobId> ids = new HashSet<>();
            Callable<JobHandle> submit = () -> jobs.submit(job, key);
            for (Future<JobHandle> handle : threads.invokeAll(Collections.nCopies(8, submit))) {
                ids.add(handle.get().id());
            }
            assertThat(ids).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
        jobs.find(key).orElseThrow().awaitSuccess(patience());
    }

    @Test
    void anotherProcessFindsARunByItsKeyAndByItsId() throws InterruptedException {
        RequestKey key = key();
        JobSpec job = app("hang").build();
        JobHandle running = jobs.submit(job, key);
        awaitOutput(running, "hanging");

        try (Drover other = newDrover()) {
            assertThat(other.jobs(cluster()).find(key))
                    .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(running.id()));
            assertThat(other.jobs(cluster()).find(key())).isEmpty();
            JobHandle again = other.jobs(cluster()).submit(job, key);
            assertThat(again.id()).isEqualTo(running.id());
            assertThat(again.started()).isFalse();

            JobHandle byId = other.job(JobId.parse(running.id().toString()));
            assertThat(byId.status().state()).isEqualTo(JobState.RUNNING);
            byId.cancel();
            assertThat(byId.await(patience()).state()).isEqualTo(JobState.CANCELLED);
        }
        assertThat(running.await(patience()).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void cancellingIsRepeatableAndAnInterruptIsNoCancel() throws InterruptedException {
        JobHandle handle = submit("hang");
        awaitOutput(handle, "hanging");

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> handle.await(patience())).isInstanceOf(InterruptedException.class);
        assertThat(handle.status().state()).isEqualTo(JobState.RUNNING);
        assertThatThrownBy(() -> handle.await(Duration.ofMillis(1)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));

        handle.cancel();
        assertThat(handle.await(patience()).state()).isEqualTo(JobState.CANCELLED);
        handle.cancel();
        assertThatThrownBy(() -> handle.awaitSuccess(patience()))
                .isInstanceOfSatisfying(
                        JobFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    @Test
    void anUnknownJobIsNotFound() {
        JobHandle stranger = drover().job(cluster().job("no-such-job"));

        for (ThrowingCallable call : List.<ThrowingCallable>of(stranger::status, stranger::cancel)) {
            assertThatThrownBy(call)
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                    .hasMessageContaining("no-such-job");
        }
    }

    @Test
    void manyAreDescribedAtOnceAndStrangersLeftOut() throws InterruptedException {
        JobHandle one = submit("echo", "1");
        JobHandle two = submit("exit", "1");
        one.await(patience());
        two.await(patience());

        Map<JobId, JobStatus> statuses =
                jobs.describe(Set.of(one.id(), two.id(), cluster().job("no-such-job")));

        assertThat(statuses).containsOnlyKeys(one.id(), two.id());
        assertThat(statuses.values())
                .extracting(JobStatus::id, JobStatus::state)
                .contains(tuple(one.id(), JobState.SUCCEEDED), tuple(two.id(), JobState.FAILED));
    }

    @Test
    void aRunIsListedWhileItGoesOnAndAfterwardsAndThoseOfOthersAreNot() throws InterruptedException {
        if (!has(Capability.LIST_JOBS)) {
            assertThatThrownBy(() -> jobs.list(JobQuery.RECENT))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                    .hasMessageContaining(Capability.LIST_JOBS.name());
            return;
        }
        JobQuery active = JobQuery.builder().limit(JobQuery.MOST).activeOnly().build();
        Optional<JobId> foreign = submitByOthers();
        JobHandle running = submit("hang");
        awaitOutput(running, "hanging");

        try (Drover other = newDrover()) {
            for (JobQuery query : List.of(EVERYTHING, active)) {
                assertThat(other.jobs(cluster()).list(query))
                        .filteredOn(run -> run.id().equals(running.id()))
                        .extracting(JobStatus::state, JobStatus::endedAt)
                        .containsExactly(tuple(JobState.RUNNING, Optional.empty()));
            }
        }
        running.cancel();
        running.await(patience());

        List<JobStatus> all = jobs.list(EVERYTHING);
        assertThat(all)
                .filteredOn(run -> run.id().equals(running.id()))
                .extracting(JobStatus::state)
                .containsExactly(JobState.CANCELLED);
        assertThat(jobs.list(active)).extracting(JobStatus::id).doesNotContain(running.id());
        foreign.ifPresent(id -> assertThat(all).extracting(JobStatus::id).doesNotContain(id));
    }

    @Test
    void aListIsBoundedAndBeginsWithTheNewest() throws InterruptedException {
        if (!has(Capability.LIST_JOBS)) {
            return;
        }
        JobId one = submit("echo", "1").await(patience()).id();
        JobId two = submit("echo", "2").await(patience()).id();

        List<JobStatus> all = jobs.list(EVERYTHING);
        List<JobStatus> newest =
                jobs.list(JobQuery.builder().limit(all.size() - 1).build());

        assertThat(all).extracting(JobStatus::id).contains(one, two).doesNotHaveDuplicates();
        List<Instant> times = submitted(all);
        assertThat(times).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(submitted(newest)).isEqualTo(times.subList(0, times.size() - 1));
        Instant latest = times.get(0);
        assertThat(jobs.list(JobQuery.builder().since(latest).build()))
                .isNotEmpty()
                .allSatisfy(run -> assertThat(run.submittedAt().orElse(latest)).isAfterOrEqualTo(latest));
        assertThat(jobs.list(JobQuery.builder()
                        .states(Set.of(JobState.SUCCEEDED))
                        .limit(JobQuery.MOST)
                        .build()))
                .allSatisfy(run -> assertThat(run.state()).isEqualTo(JobState.SUCCEEDED))
                .extracting(JobStatus::id)
                .contains(one, two);
    }

    private static List<Instant> submitted(List<JobStatus> runs) {
        return runs.stream().map(run -> run.submittedAt().orElse(Instant.MIN)).toList();
    }

    @Test
    void theEnvironmentReachesTheDriver() throws InterruptedException {
        JobSpec job = app("env", "GREETING").env("GREETING", NASTY).build();
        if (!passesEnvironment()) {
            assertThatThrownBy(() -> jobs.submit(job, key()))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
            return;
        }
        JobHandle handle = jobs.submit(job, key());

        handle.awaitSuccess(patience());

        assertThat(stdout(handle)).contains("env GREETING=" + NASTY);
    }

    @Test
    void secretsReachTheDriverAndNoLog() throws InterruptedException {
        JobSpec job = app("env", "API_TOKEN")
                .secret("API_TOKEN", Secret.of("s3cr3t-äß"))
                .build();
        if (refused(Capability.SECRETS, job)) {
            return;
        }
        JobHandle secret = jobs.submit(job, key());

        secret.awaitSuccess(patience());
        assertThat(stdout(secret)).contains("env API_TOKEN=s3cr3t-äß");
        // What the application itself prints is there too, where the platform keeps both in one log.
        assertThat(secret.logs().tail(Source.STDERR, 10_000))
                .filteredOn(line -> !line.equals("env API_TOKEN=s3cr3t-äß"))
                .noneMatch(line -> line.contains("s3cr3t"));
    }

    @Test
    void sparkPropertiesReachTheDriver() throws InterruptedException {
        JobHandle handle = jobs.submit(
                app("property", "spark.conformance.probe")
                        .conf("spark.conformance.probe", "a b=c")
                        .build(),
                key());

        handle.awaitSuccess(patience());

        assertThat(stdout(handle)).contains("property spark.conformance.probe=a b=c");
    }

    @Test
    void aLogIsReadPageByPage() throws InterruptedException {
        JobHandle handle = submit("lines", "2000");
        handle.awaitSuccess(patience());

        StringBuilder all = new StringBuilder();
        long offset = 0;
        Page page;
        do {
            page = handle.logs().read(Source.STDOUT, offset, 4_001);
            assertThat(page.nextOffset()).isGreaterThanOrEqualTo(offset);
            all.append(page.text());
            offset = page.nextOffset();
        } while (page.more() == More.NOW);

        assertThat(page.more()).isEqualTo(More.END);
        assertThat(all.toString().lines())
                .containsSubsequence(IntStream.range(0, 2000)
                        .mapToObj(i -> "line " + i + " äöü€")
                        .toList());
        assertThat(handle.logs().tail(Source.STDOUT, 2)).containsExactly("line 1998 äöü€", "line 1999 äöü€");
        assertThat(handle.logs().sources()).contains(Source.STDOUT, Source.STDERR);
        assertThatThrownBy(() -> handle.logs().read(Source.STDOUT, -1, 10)).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> handle.logs().read(Source.STDOUT, 0, JobLogs.MAX_PAGE + 1))
                .isInstanceOf(DroverException.class);
    }

    @Test
    void aCommandRunsWithoutAShell() throws InterruptedException {
        Command echo = Command.of("printf")
                .args("[%s]\\n", "a b", NASTY)
                .driver(Resources.of(1, 512))
                .build();
        if (refused(Capability.COMMAND, echo)) {
            return;
        }
        JobHandle handle = jobs.submit(echo, key());
        assertThat(handle.awaitSuccess(patience()).exitCode()).hasValue(0);
        assertThat(stdout(handle)).contains("[a b]", "[" + NASTY + "]");

        JobStatus failed = jobs.submit(
                        Command.of("bash")
                                .args("-c", "exit 2")
                                .driver(Resources.of(1, 512))
                                .build(),
                        key())
                .await(patience());
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.exitCode()).hasValue(2);
    }

    @Test
    void aQueueIsTakenOrRefused() throws InterruptedException {
        JobSpec queued = app("echo", "queued").queue(queue()).build();
        if (!refused(Capability.QUEUES, queued)) {
            jobs.submit(queued, key()).awaitSuccess(patience());
        }
    }

    @Test
    void sqlPrintsItsResults() throws InterruptedException {
        SparkSql sql = SparkSql.text("CREATE TEMP VIEW v AS SELECT id, id * 2 AS twice FROM range(3);\n"
                        + "-- a comment; with a semicolon\nSELECT 'a;b' AS text, sum(twice) AS total FROM v")
                .driver(Resources.of(1, 512))
                .build();
        if (refused(Capability.SPARK_SQL, sql)) {
            return;
        }
        JobHandle handle = jobs.submit(sql, key());
        handle.awaitSuccess(patience());
        assertThat(stdout(handle)).contains("total").contains("a;b").contains("6");

        JobFailedException failed = catchThrowableOfType(
                JobFailedException.class,
                () -> jobs.submit(
                                SparkSql.text("SELECT * FROM no_such_table")
                                        .driver(Resources.of(1, 512))
                                        .build(),
                                key())
                        .awaitSuccess(patience()));
        assertThat(failed.rootCause().category()).isEqualTo(Category.MISSING_INPUT);
        assertThat(failed.rootCause().message()).contains("no_such_table");
    }

    private boolean has(Capability capability) {
        return shown.note(capability, drover().capabilities(cluster()).contains(capability));
    }

    /** Whether the cluster lacks it; then it must say so before anything is sent. */
    private boolean refused(Capability capability, JobSpec job) {
        if (has(capability)) {
            return false;
        }
        assertThatThrownBy(() -> jobs.submit(job, key()))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining(capability.name());
        return true;
    }

    private void awaitOutput(JobHandle handle, String text) throws InterruptedException {
        Instant end = clock().instant().plus(patience());
        while (!stdoutSoFar(handle).contains(text)) {
            assertThat(clock().instant()).as("time to see '" + text + "'").isBefore(end);
            clock().sleep(Duration.ofMillis(50));
        }
    }

    private String stdoutSoFar(JobHandle handle) {
        return handle.status().state() == JobState.RUNNING ? stdout(handle) : "";
    }
}
