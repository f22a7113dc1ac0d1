package dev.drover.testkit.exactlyonce;

import static dev.drover.testkit.exactlyonce.Processes.JOB;
import static dev.drover.testkit.exactlyonce.Processes.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.Secret;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemRun;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a key that was used before gives, by how its last run ended and what the caller wants. */
class AttemptsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Processes processes = new Processes();
    private final Drover drover = processes.start("one");

    @AfterEach
    void everyFaultCameToPass() {
        processes.close();
        assertThat(processes.faults.unused()).isEmpty();
    }

    private JobHandle submit(JobSpec job, SubmitOptions options) {
        return submit(drover, job, options);
    }

    private JobHandle submit(Drover by, JobSpec job, SubmitOptions options) {
        return by.jobs(processes.etl).submit(job, KEY, options);
    }

    private List<MemRun> runs() {
        return processes.platform.runs();
    }

    private JobHandle endedAs(JobState outcome) throws InterruptedException {
        Duration soon = Duration.ofSeconds(30);
        JobScript script = switch (outcome) {
            case SUCCEEDED -> JobScript.succeed(soon);
            case FAILED -> JobScript.fail(soon, 1, "");
            case LOST -> JobScript.loseCapacity(soon);
            default -> JobScript.hang();
        };
        processes.platform.onJob(job -> true, script, JobScript.hang());
        JobHandle handle = submit(JOB, SubmitOptions.DEFAULT);
        if (outcome == JobState.CANCELLED) {
            handle.cancel();
        }
        assertThat(handle.await(HOUR).state()).isEqualTo(outcome);
        return handle;
    }

    private static SubmitOptions on(JobState outcome, OnEnded then) {
        SubmitOptions.Builder options = SubmitOptions.builder();
        SubmitOptions.Builder set = switch (outcome) {
            case SUCCEEDED -> options.onSucceeded(then);
            case FAILED -> options.onFailed(then);
            case CANCELLED -> options.onCancelled(then);
            default -> options.onLost(then);
        };
        return set.build();
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED", "LOST"})
    void anEndIsPutOnRecordAndReturnedUnlessAsked(JobState outcome) throws InterruptedException {
        JobHandle handle = endedAs(outcome);

        assertThat(Processes.history(drover, KEY)).containsExactly("INTENT 1", "PLACED 1", "ENDED 1 " + outcome);
        assertThat(submit(JOB, SubmitOptions.DEFAULT).id()).isEqualTo(handle.id());
        for (JobState other : List.of(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED, JobState.LOST)) {
            if (other != outcome) {
                assertThat(submit(JOB, on(other, OnEnded.RERUN)).id()).isEqualTo(handle.id());
            }
        }
        assertThat(runs()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUCCEEDED", "FAILED", "CANCELLED", "LOST"})
    void anEndIsRunAgainWhenAsked(JobState outcome) throws InterruptedException {
        JobHandle handle = endedAs(outcome);

        JobHandle next = submit(JOB, on(outcome, OnEnded.RERUN));

        assertThat(next.id()).isNotEqualTo(handle.id());
        assertThat(next.started()).isTrue();
        assertThat(next.attempt().orElseThrow().number()).isEqualTo(2);
        assertThat(submit(JOB, on(outcome, OnEnded.RERUN)).id())
                .as("it is at work")
                .isEqualTo(next.id());
        assertThat(runs()).hasSize(2);
    }

    @Test
    void attemptsAreUsedUp() throws InterruptedException {
        processes.platform.onJob(job -> true, JobScript.fail(Duration.ofSeconds(1), 1, ""));
        SubmitOptions options = SubmitOptions.rerunUnlessSucceeded(3);
        for (int i = 0; i < 5; i++) {
            submit(JOB, options).await(HOUR);
        }

        assertThat(runs()).extracting(run -> run.attempt().number()).containsExactly(1, 2, 3);
        assertThat(runs()).extracting(run -> run.attempt().name()).doesNotHaveDuplicates();
    }

    @Test
    void anotherSpecIsAConflictWithinAnAttemptAndWelcomeInTheNext() throws InterruptedException {
        endedAs(JobState.FAILED);
        JobSpec mended = JOB.toBuilder().args("--mended").build();

        assertThatThrownBy(() -> submit(mended, SubmitOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        JobHandle next = submit(mended, SubmitOptions.rerunUnlessSucceeded(2));

        assertThat(next.started()).isTrue();
        assertThat(runs().get(1).job()).isSameAs(mended);
        assertThatThrownBy(() -> submit(JOB, SubmitOptions.DEFAULT)).hasMessageContaining("attempt 2");
    }

    @Test
    void aRotatedSecretIsTheSameJob() {
        JobSpec one = JOB.toBuilder().secret("TOKEN", Secret.of("first-value")).build();
        JobSpec rotated =
                JOB.toBuilder().secret("TOKEN", Secret.of("second-value")).build();

        assertThat(submit(rotated, SubmitOptions.DEFAULT).id())
                .isEqualTo(submit(one, SubmitOptions.DEFAULT).id());
        assertThat(drover.ledger().history(KEY).toString()).doesNotContain("-value");
    }

    @Test
    void aCustomizerThatNobodyAppliesIsRefused() {
        JobSpec job = JOB.toBuilder()
                .customize(StringBuilder.class, "append", b -> b.append("x"))
                .build();

        assertThatThrownBy(() -> submit(job, SubmitOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("append");
        assertThat(runs()).isEmpty();
    }

    @Test
    void attemptsOutliveTheProcess() throws InterruptedException {
        endedAs(JobState.FAILED);
        SubmitOptions options = SubmitOptions.rerunUnlessSucceeded(2);
        JobHandle second = submit(JOB, options);
        drover.close();

        Drover other = processes.start("two");

        assertThat(submit(other, JOB, options).id()).isEqualTo(second.id());
        assertThat(submit(other, JOB, SubmitOptions.DEFAULT).attempt()).isEqualTo(second.attempt());
        assertThat(runs()).hasSize(2);
    }

    @Test
    void aRunThatItsPlatformHasForgottenEndedAsIsOnRecord() throws InterruptedException {
        endedAs(JobState.SUCCEEDED);
        processes.platform.forget(runs().get(0).id());
        Drover other = processes.start("other");

        JobHandle run = submit(other, JOB, SubmitOptions.DEFAULT);

        assertThat(run.await(Duration.ofHours(1)).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(run.completion().toCompletableFuture().join().detail().orElseThrow())
                .contains("on record");
    }

    @Test
    void withoutALedgerTheLatestAttemptIsFoundOnThePlatform() throws InterruptedException {
        endedAs(JobState.FAILED);
        JobHandle second = submit(JOB, SubmitOptions.rerunUnlessSucceeded(2));

        Drover forgetful = processes.start(processes.builder("forgetful"));

        assertThat(forgetful.jobs(processes.etl).find(KEY).orElseThrow().id()).isEqualTo(second.id());
        JobHandle adopted = submit(forgetful, JOB, SubmitOptions.DEFAULT);
        assertThat(adopted.id()).isEqualTo(second.id());
        assertThat(adopted.attempt()).isEqualTo(second.attempt());
        assertThat(Processes.history(forgetful, KEY)).endsWith("PLACED 2");
        assertThat(runs()).hasSize(2);
    }

    @Test
    void equalKeysOfOtherNamespacesAreOtherWork() {
        Drover tests = processes.start(
                processes.builder("tests").ledger(Processes.LEDGER).namespace("tests"));

        JobHandle here = submit(JOB, SubmitOptions.DEFAULT);
        JobHandle there = submit(tests, JOB, SubmitOptions.DEFAULT);

        assertThat(there.id()).isNotEqualTo(here.id());
        assertThat(Processes.history(drover, KEY)).containsExactly("INTENT 1", "PLACED 1");
        assertThat(Processes.history(tests, KEY)).containsExactly("INTENT 1", "PLACED 1");
    }
}
