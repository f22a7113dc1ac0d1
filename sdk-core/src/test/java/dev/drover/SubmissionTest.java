package dev.drover;

import static dev.drover.FakePlatform.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.FakePlatform.Fault;
import java.lang.Thread.State;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One accepted run per key, whatever gets lost on the way. */
class SubmissionTest {
    private static final RequestKey KEY = RequestKey.of("etl", "2026-11-21");
    private static final JobSpec JOB =
            SparkJar.of(StorageUri.parse("s3://code/app.jar"), "com.acme.Etl").build();

    private final SteppingClock clock = new SteppingClock();
    private final FakePlatform platform = new FakePlatform();
    private final Drover drover =
            Drover.builder().factories(List.of(platform)).clock(clock).build();
    private final JobSubmitter jobs = drover.jobs(CLUSTER);

    @AfterEach
    void close() {
        drover.close();
        assertThat(platform.closed).isTrue();
    }

    @Test
    void theSameKeyGivesTheSameRun() {
        JobHandle first = jobs.submit(JOB, KEY);
        JobHandle second = jobs.submit(JOB, KEY);

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(first.started()).isTrue();
        assertThat(second.started()).isFalse();
        assertThat(platform.jobs).hasSize(1);
        assertThat(jobs.submit(JOB, KEY.child("other")).id()).isNotEqualTo(first.id());
    }

    @Test
    void aSecondThreadWithTheKeyWaitsForTheFirst() throws Exception {
        AtomicReference<JobHandle> seconds = new AtomicReference<>();
        Thread second = new Thread(() -> seconds.set(jobs.submit(JOB, KEY)));
        AtomicBoolean entered = new AtomicBoolean();
        platform.beforeSubmit = () -> {
            if (entered.compareAndSet(false, true)) {
                second.start();
                // Until it waits; without sharing it would look, see nothing, submit and end.
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .until(() -> second.getState() != State.NEW && second.getState() != State.RUNNABLE);
            }
        };

        JobHandle first = jobs.submit(JOB, KEY);
        second.join();

        assertThat(platform.jobs).containsOnlyKeys(first.id());
        assertThat(seconds.get().id()).isEqualTo(first.id());
        assertThat(first.started()).isTrue();
        assertThat(seconds.get().started()).isFalse();
    }

    @Test
    void anAnswerLostAfterTheEffectGivesOneRun() {
        platform.failSubmits(Fault.LOST_AFTER);

        JobHandle handle = jobs.submit(JOB, KEY);

        assertThat(platform.jobs).containsOnlyKeys(handle.id());
        assertThat(platform.calls).containsOnlyOnce("submit");
        assertThat(handle.started()).isTrue();
    }

    @Test
    void aRequestLostOnTheWayIsSentAgainOnlyAfterTheSettleTime() {
        platform.failSubmits(Fault.LOST_BEFORE);
        var start = clock.instant();

        JobHandle handle = jobs.submit(JOB, KEY);

        assertThat(platform.jobs).containsOnlyKeys(handle.id());
        assertThat(platform.calls.stream().filter("submit"::equals)).hasSize(2);
        assertThat(Duration.between(start, clock.instant())).isGreaterThanOrEqualTo(FakePlatform.SETTLE);
    }

    @Test
    void aRunThatAppearsLateIsFoundAndNotDoubled() {
        platform.failSubmits(Fault.LOST_BEFORE);
        clock.after(Duration.ofSeconds(8), () -> platform.accept(CLUSTER, new Attempt(Attempt.Kind.JOB, KEY, 1)));

        jobs.submit(JOB, KEY);

        assertThat(platform.jobs).hasSize(1);
        assertThat(platform.calls).containsOnlyOnce("submit");
    }

    @Test
    void failuresOfLookingAfterALossDoNotLeadToASecondRun() {
        platform.failSubmits(Fault.LOST_AFTER);
        platform.afterSubmit = () -> platform.failReads(Fault.UNREACHABLE, Fault.DENIED);

        JobHandle handle = jobs.submit(JOB, KEY);

        assertThat(platform.jobs).containsOnlyKeys(handle.id());
        assertThat(platform.calls).containsExactly("find", "submit", "find", "find", "find");
    }

    @Test
    void aQueuedRunThatCannotBeToldApartIsOutcomeUnknownAndResolvedByTheNextCall() {
        platform.undecided = true;

        OutcomeUnknownException unknown =
                catchThrowableOfType(OutcomeUnknownException.class, () -> jobs.submit(JOB, KEY));

        assertThat(unknown.key()).isEqualTo(KEY);
        assertThat(unknown.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(unknown).hasMessageContaining("a run is queued").hasMessageContaining("same key");
        assertThat(platform.calls).doesNotContain("submit");

        platform.undecided = false;
        assertThat(jobs.submit(JOB, KEY).started()).isTrue();
        assertThat(platform.jobs).hasSize(1);
    }

    @Test
    void whatThePlatformRefusesIsThrownWithItsCode() {
        platform.failSubmits(Fault.REFUSED);

        DroverException refused = catchThrowableOfType(DroverException.class, () -> jobs.submit(JOB, KEY));

        assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(refused)
                .hasMessageContaining("submit etl/2026-11-21 (job, attempt 1) to fake://here/one")
                .hasMessageContaining("no more runs");
        assertThat(platform.calls).containsOnlyOnce("submit");
    }

    @Test
    void aMissingCapabilityIsFoundBeforeAnythingIsSent() {
        platform.capabilities.remove(Capability.SPARK_JAR);

        assertThatThrownBy(() -> jobs.submit(JOB, KEY))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("SPARK_JAR")
                .hasMessageContaining("PYSPARK");
        assertThat(platform.calls).isEmpty();
    }

    @Test
    void anInterruptWhileTheOutcomeIsOpenKeepsTheKeyAndTheFlag() {
        platform.undecided = true;
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> jobs.submit(JOB, KEY)).isInstanceOf(OutcomeUnknownException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void findSeesWhatOthersSubmitted() {
        assertThat(jobs.find(KEY)).isEmpty();
        JobId id = platform.accept(CLUSTER, new Attempt(Attempt.Kind.JOB, KEY, 1));

        assertThat(jobs.find(KEY))
                .hasValueSatisfying(handle -> assertThat(handle.id()).isEqualTo(id));

        platform.undecided = true;
        assertThatThrownBy(() -> jobs.find(KEY)).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void manyAreDescribedInOneCall() {
        JobHandle one = jobs.submit(JOB, KEY.child("1"));
        JobHandle two = jobs.submit(JOB, KEY.child("2"));
        platform.calls.clear();

        assertThat(jobs.describe(Set.of(one.id(), two.id(), CLUSTER.job("stranger"))))
                .containsOnlyKeys(one.id(), two.id());
        assertThat(platform.calls).containsExactly("describe");
        assertThatThrownBy(() -> jobs.describe(Set.of(JobId.parse("fake://here/two#x"))))
                .isInstanceOf(DroverException.class);
    }

    @Test
    void closedMeansClosed() {
        drover.close();

        assertThatThrownBy(() -> drover.jobs(CLUSTER))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }
}
