package dev.drover.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobTarget;
import dev.drover.RequestKey;
import dev.drover.RootCause.Category;
import dev.drover.SubmitOptions;
import dev.drover.testkit.AllowLeaks;
import dev.drover.testkit.DroverExtension;
import dev.drover.testkit.Leak;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(DroverExtension.class)
class SparkTaskTest {
    private static final RequestKey KEY = RequestKey.ofAirflow("orders", "scheduled__2026-11-21", "report", null);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private SparkTask.Builder builder;

    @BeforeEach
    void onACluster(Drover drover, MemPlatform platform, ManualClock clock) {
        builder = SparkTask.builder(drover, KEY, Command.of("report").build())
                .on(new JobTarget.Cluster(platform.cluster("mem://eu/etl")))
                .clock(clock);
    }

    // How tries of a task follow each other

    @Test
    void tellsHowTheJobEnded(MemPlatform platform) throws Exception {
        TaskResult result = builder.build().run();

        assertThat(result.succeeded()).isTrue();
        assertThat(result.exit()).isEqualTo(ExitCode.DONE);
        assertThat(result.asMap())
                .containsEntry("exit", 0)
                .containsEntry("key", KEY.toString())
                .containsEntry("job", platform.runs().get(0).id().toString())
                .containsEntry("attempt", 1)
                .containsEntry("started", true)
                .containsEntry("state", "SUCCEEDED");
        assertThat(result.toJson())
                .startsWith("{\"exit\":0,\"key\":\"orders/scheduled__2026-11-21/report\",\"job\":\"mem://eu/etl#")
                .contains("\"attempt\":1,\"started\":true,\"state\":\"SUCCEEDED\"")
                .doesNotContain("\n");
    }

    @Test
    void theNextTryGivesTheResultOfARunThatSucceeded(MemPlatform platform) throws Exception {
        TaskResult first = builder.build().run();
        TaskResult second = builder.build().run();

        assertThat(second.job()).isEqualTo(first.job());
        assertThat(second.started()).isFalse();
        assertThat(platform.runs()).hasSize(1);
    }

    @Test
    void theNextTryRunsAJobAgainThatFailed(MemPlatform platform) throws Exception {
        platform.onJob(job -> true, JobScript.fail(HALF_AN_HOUR, 3, """
                Traceback (most recent call last):
                  File "report.py", line 15, in main
                KeyError: 'country'
                """), JobScript.succeed(HALF_AN_HOUR));

        TaskResult first = builder.build().run();
        TaskResult second = builder.build().run();

        assertThat(first.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(first.rootCause()).map(cause -> cause.category()).contains(Category.USER_CODE);
        assertThat(first.asMap()).containsEntry("exitCode", 3);
        assertThat(first.toJson()).contains("\"rootCause\":{\"category\":\"USER_CODE\"", "\"message\":\"'country'\"}");
        assertThat(second.succeeded()).isTrue();
        assertThat(second.attempt()).hasValue(2);
    }

    @Test
    void aRunThatIsLostMayHaveDoneItsWorkAndIsNotRunAgain(MemPlatform platform) throws Exception {
        platform.onJob(job -> true, JobScript.loseCapacity(HALF_AN_HOUR), JobScript.succeed(HALF_AN_HOUR));

        assertThat(builder.build().run().exit()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(builder.build().run().status().state()).isEqualTo(JobState.LOST);

        assertThat(platform.runs()).hasSize(1);
    }

    @Test
    void optionsSayOtherwise(MemPlatform platform) throws Exception {
        platform.onJob(job -> true, JobScript.fail(HALF_AN_HOUR, 1, ""), JobScript.succeed(HALF_AN_HOUR));
        builder.options(SubmitOptions.DEFAULT);

        assertThat(builder.build().run().exit()).isEqualTo(ExitCode.FAILED);
        assertThat(builder.build().run().exit()).isEqualTo(ExitCode.FAILED);

        assertThat(platform.runs()).hasSize(1);
    }

    @Test
    void anUnknownSubmissionIsSettledWithinTheDeadline(MemPlatform platform, FaultScript faults) throws Exception {
        faults.next("SubmitJob").loseResponse();
        faults.next("FindJobs").after(1).times(60).timeOut();

        TaskResult result = builder.build().run();

        assertThat(result.succeeded()).isTrue();
        assertThat(platform.runs()).hasSize(1);
    }

    @Test
    @AllowLeaks(Leak.UNUSED_FAULTS)
    void anUnknownSubmissionStaysSoAtTheDeadline(FaultScript faults) {
        faults.next("SubmitJob").loseResponse();
        faults.next("FindJobs").after(1).always().timeOut();

        assertThatThrownBy(
                        () -> builder.deadline(Duration.ofSeconds(90)).build().run())
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.UNKNOWN));
    }

    // The deadline

    @Test
    void aJobIsCancelledAtTheDeadline(MemPlatform platform, ManualClock clock) throws Exception {
        platform.onJob(job -> true, JobScript.hang());

        TaskResult result = builder.deadline(HOUR).build().run();

        assertThat(result.status().state()).isEqualTo(JobState.CANCELLED);
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(clock.instant())
                .isBetween(
                        ManualClock.START.plus(HOUR),
                        ManualClock.START.plus(HOUR).plusSeconds(35));
    }

    @Test
    @AllowLeaks(Leak.RUNS)
    void aDetachedJobGoesOnAfterTheDeadline(MemPlatform platform) {
        platform.onJob(job -> true, JobScript.hang());

        assertThatThrownBy(() -> builder.deadline(HOUR)
                        .onTermination(OnTermination.DETACH)
                        .build()
                        .run())
                .isInstanceOfSatisfying(DroverException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
                    assertThat(ExitCode.of(e)).isEqualTo(ExitCode.UNKNOWN);
                });
        assertThat(platform.runs()).singleElement().matches(MemRun::active);
    }

    @Test
    void aDeadlineIsAboveZero() {
        assertThatThrownBy(() -> builder.deadline(Duration.ZERO)).isInstanceOf(DroverException.class);
    }

    // The scheduler's own store

    private static final class KeptState implements TaskStateStore {
        private Optional<JobId> kept = Optional.empty();

        @Override
        public Optional<JobId> read() {
            return kept;
        }

        @Override
        public void write(JobId job) {
            kept = Optional.of(job);
        }
    }

    @Test
    void aStoreSparesTheLookForTheKey(MemPlatform platform) throws Exception {
        KeptState store = new KeptState();
        TaskResult first = builder.stateStore(store).build().run();
        Map<String, Long> before = platform.calls();

        TaskResult second = builder.build().run();

        assertThat(store.kept).contains(first.job());
        assertThat(second.job()).isEqualTo(first.job());
        assertThat(platform.calls().get("FindJobs")).isEqualTo(before.get("FindJobs"));
        assertThat(platform.calls().get("SubmitJob")).isEqualTo(1);
    }

    @Test
    void aStoredRunThatMayRunAgainIsPassedOver(MemPlatform platform) throws Exception {
        platform.onJob(job -> true, JobScript.fail(HALF_AN_HOUR, 1, ""), JobScript.succeed(HALF_AN_HOUR));
        KeptState store = new KeptState();
        TaskResult first = builder.stateStore(store).build().run();

        TaskResult second = builder.build().run();

        assertThat(second.succeeded()).isTrue();
        assertThat(store.kept).contains(second.job()).isNotEqualTo(Optional.of(first.job()));
    }

    @Test
    void aStoreThatFailsIsDoneWithout(MemPlatform platform) throws Exception {
        TaskStateStore broken = new TaskStateStore() {
            @Override
            public Optional<JobId> read() {
                throw new IllegalStateException("no store today");
            }

            @Override
            public void write(JobId job) {
                throw new IllegalStateException("no store today");
            }
        };

        assertThat(builder.stateStore(broken).build().run().succeeded()).isTrue();
        assertThat(builder.stateStore(broken).build().run().started()).isFalse();
        assertThat(platform.runs()).hasSize(1);
    }

    // The end of the process

    /** Starts a try that hangs, and gives it once it waits. */
    private TaskRun hanging(MemPlatform platform, ManualClock clock) throws InterruptedException {
        platform.onJob(job -> true, JobScript.hang(), JobScript.succeed(HALF_AN_HOUR));
        clock.stop();
        TaskRun run = new TaskRun(builder.build());
        Thread waiting = new Thread(() -> {
            try {
                run.toEnd();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.setDaemon(true);
        waiting.start();
        // The task, and the tracker of its cluster.
        clock.awaitWaiting(2);
        return run;
    }

    @Test
    void aTerminatedTaskCancelsItsJobAndTheNextTryRunsItAnew(MemPlatform platform, ManualClock clock) throws Exception {
        TaskDocument last = hanging(platform, clock).terminate();

        assertThat(last.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(last.fields()).containsEntry("cancelled", true).containsEntry("state", "CANCELLING");
        assertThat(clock.instant()).isEqualTo(ManualClock.START);
        // It takes its time to end: the next try waits for that, and does not take it for its own.
        clock.go();
        TaskResult next = builder.build().run();
        assertThat(next.succeeded()).isTrue();
        assertThat(next.attempt()).hasValue(2);
    }

    @Test
    @AllowLeaks(Leak.RUNS)
    void aTerminatedTaskLeavesItsJobIfItIsToDetach(MemPlatform platform, ManualClock clock) throws Exception {
        builder.onTermination(OnTermination.DETACH);

        TaskDocument last = hanging(platform, clock).terminate();

        assertThat(last.exit()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(last.fields()).containsEntry("detached", true);
        assertThat(platform.runs()).singleElement().matches(MemRun::active);
    }

    @Test
    void aPlatformThatDoesNotAnswerDoesNotHoldUpTheEnd(MemPlatform platform, FaultScript faults, ManualClock clock)
            throws Exception {
        faults.next("CancelJob").slow(Duration.ofMinutes(1));
        TaskRun run = hanging(platform, clock);

        CompletableFuture<TaskDocument> last = CompletableFuture.supplyAsync(run::terminate);
        clock.awaitWaiting(4);
        clock.advance(Duration.ofMillis(2_500));

        assertThat(last.get(30, TimeUnit.SECONDS).exit()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(last.join().fields().get("terminated")).asString().contains("did not answer in time");
        clock.go();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> platform.runs().get(0).end().isPresent());
    }

    @Test
    void aCancellationThatIsRefusedIsUnknown(MemPlatform platform, FaultScript faults, ManualClock clock)
            throws Exception {
        faults.next("CancelJob").refuse(ErrorCode.PERMISSION_DENIED);
        TaskRun run = hanging(platform, clock);

        TaskDocument last = run.terminate();

        assertThat(last.exit()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(last.fields().get("terminated")).asString().contains("PERMISSION_DENIED");
        assertThat(run.terminate().fields()).containsEntry("cancelled", true);
        clock.go();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> platform.runs().get(0).end().isPresent());
    }

    @Test
    void nothingIsSubmittedAfterTheEnd(MemPlatform platform) {
        TaskRun run = new TaskRun(builder.build());

        assertThat(run.terminate().fields()).containsEntry("terminated", "Nothing was submitted.");

        assertThatThrownBy(run::toEnd)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(platform.runs()).isEmpty();
    }

    @Test
    void aSubmissionThatIsUnderWayIsFoundByTheNextTry(MemPlatform platform, FaultScript faults, ManualClock clock)
            throws Exception {
        faults.next("SubmitJob").slow(Duration.ofSeconds(20));
        clock.stop();
        TaskRun run = new TaskRun(builder.build());
        CompletableFuture<TaskResult> end = CompletableFuture.supplyAsync(() -> {
            try {
                return run.toEnd();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        clock.awaitWaiting(1);

        CompletableFuture<TaskDocument> last = CompletableFuture.supplyAsync(run::terminate);
        clock.awaitWaiting(2);
        clock.advance(Duration.ofSeconds(1));

        assertThat(last.get(30, TimeUnit.SECONDS).exit()).isEqualTo(ExitCode.UNKNOWN);
        assertThat(last.join().fields()).containsEntry("key", KEY.toString());
        clock.go();
        assertThat(end.get(30, TimeUnit.SECONDS).started()).isTrue();
        assertThat(builder.build().run().started()).isFalse();
        assertThat(platform.runs()).hasSize(1);
    }

    @Test
    void aTaskThatHasEndedSaysSoWhenItIsTerminated() throws Exception {
        TaskRun run = new TaskRun(builder.build());
        TaskResult result = run.toEnd();

        assertThat(run.terminate().toJson()).isEqualTo(result.toJson());
    }
}
