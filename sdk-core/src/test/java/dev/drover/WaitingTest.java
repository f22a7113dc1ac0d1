package dev.drover;

import static dev.drover.FakePlatform.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.FakePlatform.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waiting for jobs and clusters, through trouble and to the end. */
class WaitingTest {
    private static final RequestKey KEY = RequestKey.of("etl");
    private static final JobSpec JOB =
            SparkJar.of(StorageUri.parse("s3://code/app.jar"), "com.acme.Etl").build();

    private final SteppingClock clock = new SteppingClock();
    private final FakePlatform platform = new FakePlatform();
    private final List<JobState> seen = new ArrayList<>();
    private final Drover drover = Drover.builder()
            .factories(List.of(platform))
            .clock(clock)
            .listener(new DroverListener() {
                @Override
                public void jobChanged(JobStatus status) {
                    seen.add(status.state());
                    throw new IllegalStateException("a listener that throws does no harm");
                }
            })
            .build();
    private final JobSubmitter jobs = drover.jobs(CLUSTER);

    @AfterEach
    void close() {
        drover.close();
    }

    @Test
    void waitsThroughTroubleToTheEnd() throws InterruptedException {
        JobHandle handle = jobs.submit(JOB, KEY);
        platform.failReads(Fault.UNREACHABLE, Fault.LOST_BEFORE);
        clock.after(Duration.ofMinutes(5), () -> platform.set(handle.id(), JobState.SUCCEEDED));

        assertThat(handle.await(Duration.ofHours(1)).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(seen).containsExactly(JobState.RUNNING, JobState.SUCCEEDED);
        assertThat(platform.calls.size()).as("polls in five minutes").isBetween(100, 220);
    }

    @Test
    void aDeadlineLeavesTheJobAloneAndSaysWhereItStands() {
        JobHandle handle = jobs.submit(JOB, KEY);

        DroverException late = catchThrowableOfType(DroverException.class, () -> handle.await(Duration.ofSeconds(30)));

        assertThat(late.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(late).hasMessageContaining("it is RUNNING").hasMessageContaining("goes on");
        assertThat(platform.calls).doesNotContain("cancel");
        assertThat(handle.status().state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void anInterruptEndsTheWaitAndLeavesTheJobAlone() {
        JobHandle handle = jobs.submit(JOB, KEY);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> handle.await(Duration.ofHours(1))).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(platform.calls).doesNotContain("cancel");
    }

    @Test
    void troubleThatDoesNotPassEndsTheWaitAtOnce() {
        JobHandle handle = jobs.submit(JOB, KEY);
        platform.failReads(Fault.DENIED);

        assertThatThrownBy(() -> handle.await(Duration.ofHours(1)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED));
    }

    @Test
    void aRunThatThePlatformForgotIsLostButOnlyAfterAWhile() throws InterruptedException {
        JobHandle handle = jobs.submit(JOB, KEY);
        platform.jobs.clear();
        var start = clock.instant();

        JobStatus end = handle.await(Duration.ofHours(1));

        assertThat(end.state()).isEqualTo(JobState.LOST);
        assertThat(Duration.between(start, clock.instant())).isGreaterThanOrEqualTo(FakePlatform.SETTLE);
        assertThatThrownBy(() -> handle.awaitSuccess(Duration.ofHours(1)))
                .isInstanceOf(JobFailedException.class)
                .hasMessageContaining("LOST_CAPACITY");
    }

    @Test
    void aRestartThatForgetsForAMomentIsWaitedOut() throws InterruptedException {
        JobHandle handle = jobs.submit(JOB, KEY);
        JobStatus before = platform.jobs.remove(handle.id());
        clock.after(Duration.ofSeconds(4), () -> platform.jobs.put(handle.id(), before));
        clock.after(Duration.ofSeconds(20), () -> platform.set(handle.id(), JobState.SUCCEEDED));

        assertThat(handle.await(Duration.ofHours(1)).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void anUnknownIdIsNotFound() {
        JobHandle stranger = drover.job(CLUSTER.job("stranger"));

        for (var look : List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                stranger::status, () -> stranger.await(Duration.ofHours(1)))) {
            assertThatThrownBy(look)
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                    .hasMessageContaining("stranger");
        }
    }

    @Test
    void aHandleIsPickedUpByIdAlone() throws InterruptedException {
        JobHandle handle = jobs.submit(JOB, KEY);
        platform.set(handle.id(), JobState.SUCCEEDED);

        JobHandle again = drover.job(JobId.parse(handle.id().toString()));

        assertThat(again.awaitSuccess(Duration.ofSeconds(1)).id()).isEqualTo(handle.id());
        assertThat(again.attempt()).isEmpty();
    }

    @Test
    void failureCarriesTheRootCause() {
        JobHandle handle = jobs.submit(JOB, KEY);
        platform.jobs.computeIfPresent(
                handle.id(),
                (id, old) -> JobStatus.of(id, JobState.FAILED, "FAILED", old.observedAt())
                        .withExitCode(3));
        platform.stderr =
                "Exception in thread \"main\" java.lang.IllegalStateException: bad day\n\tat com.acme.Etl.main(Etl.java:7)\n";

        JobFailedException failed =
                catchThrowableOfType(JobFailedException.class, () -> handle.awaitSuccess(Duration.ofSeconds(1)));

        assertThat(failed.code()).isEqualTo(ErrorCode.FAILED);
        assertThat(failed.rootCause().category()).isEqualTo(RootCause.Category.USER_CODE);
        assertThat(failed)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("java.lang.IllegalStateException: bad day");
    }

    @Test
    void aLogThatCannotBeReadDoesNotHideTheFailure() {
        JobHandle handle = jobs.submit(JOB, KEY);
        platform.set(handle.id(), JobState.FAILED);
        platform.stderr = "x";
        platform.afterDescribe =
                () -> platform.failReads(Fault.UNREACHABLE, Fault.UNREACHABLE, Fault.UNREACHABLE, Fault.UNREACHABLE);

        JobFailedException failed =
                catchThrowableOfType(JobFailedException.class, () -> handle.awaitSuccess(Duration.ofSeconds(1)));

        assertThat(failed.rootCause().message())
                .contains("log could not be read")
                .contains("connection refused");
    }

    @Test
    void anEphemeralClusterIsEndedByItsOwnerOnly() throws InterruptedException {
        ClusterSpec spec = ClusterSpec.builder().build();
        clock.after(
                Duration.ofMillis(10),
                () -> platform.clusters
                        .keySet()
                        .forEach(id -> platform.set(id, ClusterState.READY, java.util.Optional.empty())));
        try (EphemeralCluster owner = drover.ephemeralCluster("fake://here", spec, KEY, Duration.ofMinutes(1))) {
            try (EphemeralCluster guest = drover.ephemeralCluster("fake://here", spec, KEY, Duration.ofMinutes(1))) {
                assertThat(guest.cluster().id()).isEqualTo(owner.cluster().id());
            }
            assertThat(platform.clusters).hasSize(1);
        }
        assertThat(platform.clusters).isEmpty();
    }

    @Test
    void aClusterThatFailsToStartIsEndedAndSaysWhy() {
        clock.after(
                Duration.ofMillis(10),
                () -> platform.clusters
                        .keySet()
                        .forEach(id ->
                                platform.set(id, ClusterState.FAILED, java.util.Optional.of("worker 2: no disk"))));

        DroverException failed = catchThrowableOfType(
                DroverException.class,
                () -> drover.ephemeralCluster(
                        "fake://here", ClusterSpec.builder().build(), KEY, Duration.ofMinutes(1)));

        assertThat(failed.code()).isEqualTo(ErrorCode.FAILED);
        assertThat(failed).hasMessageContaining("worker 2: no disk");
        assertThat(platform.clusters).isEmpty();
    }

    @Test
    void aClusterThatNeverBecomesReadyIsEndedAtTheDeadline() {
        DroverException late = catchThrowableOfType(
                DroverException.class,
                () -> drover.ephemeralCluster(
                        "fake://here", ClusterSpec.builder().build(), KEY, Duration.ofMinutes(1)));

        assertThat(late.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED);
        assertThat(platform.clusters).isEmpty();
    }

    @Test
    void creatingIsOncePerKeyEvenWhenTheAnswerIsLost() {
        platform.failSubmits(Fault.LOST_AFTER);
        ClusterProvider clusters = drover.clusters("fake://here");

        ClusterHandle one = clusters.create(ClusterSpec.builder().build(), KEY);
        ClusterHandle two = clusters.create(ClusterSpec.builder().build(), KEY);

        assertThat(one.id()).isEqualTo(two.id());
        assertThat(platform.calls).containsOnlyOnce("create");
        assertThat(clusters.find(KEY)).isPresent();
        one.resize(5);
        assertThat(platform.calls).contains("resize 5");
        assertThatThrownBy(() -> one.resize(0)).isInstanceOf(DroverException.class);
    }
}
