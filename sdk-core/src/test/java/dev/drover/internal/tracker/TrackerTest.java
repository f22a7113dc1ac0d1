package dev.drover.internal.tracker;

import static dev.drover.FakePlatform.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.FakePlatform;
import dev.drover.GuardOptions;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.SteppingClock;
import dev.drover.internal.guard.Guards;
import dev.drover.internal.guard.Listeners;
import dev.drover.spi.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The record of ends, drivers that watch, and the pauses between looks. */
@Timeout(180)
class TrackerTest {
    private static final Attempt ATTEMPT = new Attempt(Attempt.Kind.JOB, RequestKey.of("job"), 1);

    private final SteppingClock clock = new SteppingClock();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Tracker tracker(FakePlatform platform, DroverClock time, BiFunction<Attempt, JobStatus, JobStatus> ended) {
        Listeners listeners = new Listeners(List.of());
        Guards guards = new Guards(time, new Random(1), listeners, GuardOptions.DEFAULT, Duration.ofMinutes(1));
        return new Trackers(time, new Random(1), threads, listeners, ended, Optional.empty())
                .of(CLUSTER, platform, guards.around(platform, CLUSTER.location(), List.of()));
    }

    private static JobId accept(FakePlatform platform) {
        return platform.accept(CLUSTER, ATTEMPT);
    }

    @Test
    void anEndIsRecordedOnceAndBeforeTheWaitsEnd() {
        FakePlatform platform = new FakePlatform();
        JobId job = accept(platform);
        platform.set(job, JobState.SUCCEEDED);
        Tracker tracker = tracker(platform, clock, (attempt, status) -> {
            order.add("recorded " + status.state());
            throw new IllegalStateException("the ledger is full");
        });
        try (Watch one = tracker.watch(job, Optional.of(ATTEMPT));
                Watch two = tracker.watch(job, Optional.of(ATTEMPT))) {
            CompletableFuture<Void> first = one.result().thenRun(() -> order.add("ended"));
            first.join();
            two.result().join();
        }
        tracker.watch(job, Optional.of(ATTEMPT)).result().join();

        assertThat(order).containsExactly("recorded SUCCEEDED", "ended");
    }

    @Test
    void anEndThatTheRecordDidNotTakeIsBroughtAgainWhenNobodyWaitsAnyMore() throws Exception {
        FakePlatform platform = new FakePlatform();
        JobId job = accept(platform);
        platform.set(job, JobState.SUCCEEDED);
        Tracker tracker = tracker(platform, clock, (attempt, status) -> {
            order.add(attempt.key() + " " + status.state());
            if (order.size() < 5) {
                throw new DroverException(ErrorCode.QUOTA_EXCEEDED, "the disk is full");
            }
            return status;
        });
        CompletableFuture<JobStatus> wait =
                tracker.watch(job, Optional.of(ATTEMPT)).result();

        assertThat(wait.join().state()).isEqualTo(JobState.SUCCEEDED);

        tracker.stopped().get(60, TimeUnit.SECONDS);
        assertThat(order).hasSize(5).containsOnly("job SUCCEEDED");
    }

    @Test
    void anEndThatTheRecordNeverTakesIsGivenUpAfterAnHour() throws Exception {
        FakePlatform platform = new FakePlatform();
        JobId job = accept(platform);
        platform.set(job, JobState.FAILED);
        Instant begin = clock.instant();
        List<Instant> tries = new CopyOnWriteArrayList<>();
        Tracker tracker = tracker(platform, clock, (attempt, status) -> {
            tries.add(clock.instant());
            throw new DroverException(ErrorCode.UNAVAILABLE, "the ledger is down");
        });

        tracker.watch(job, Optional.of(ATTEMPT)).result().join();
        tracker.stopped().get(60, TimeUnit.SECONDS);

        assertThat(clock.instant()).isBetween(begin.plus(Unrecorded.LONGEST), begin.plus(Duration.ofMinutes(65)));
        assertThat(tries).hasSizeBetween(10, 70);
    }

    @Test
    void aRecordThatHangsIsNotWaitedForBeyondItsTime() throws InterruptedException {
        FakePlatform platform = new FakePlatform();
        JobId job = accept(platform);
        platform.set(job, JobState.SUCCEEDED);
        CountDownLatch recording = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Tracker tracker = tracker(platform, clock, (attempt, status) -> {
            recording.countDown();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return status;
        });
        Watch watch = tracker.watch(job, Optional.of(ATTEMPT));
        assertThat(recording.await(30, TimeUnit.SECONDS)).isTrue();
        clock.sleep(Endings.PATIENCE.minusMillis(1));
        assertThat(watch.result().isDone()).isFalse();
        // The loop may have begun its pause before or after the time moved.
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            clock.sleep(Duration.ofSeconds(1));
            return watch.result().isDone();
        });
    }

    @Test
    void aDriverThatWatchesIsNotPolledAndHeedsNewRunsAtOnce() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<Map<JobId, JobState>> watches = new CopyOnWriteArrayList<>();
        FakePlatform platform = new FakePlatform() {
            @Override
            public Duration watchTime() {
                return Duration.ofSeconds(20);
            }

            @Override
            public Map<JobId, JobStatus> awaitChange(
                    ClusterId cluster,
                    Set<JobId> wanted,
                    Map<JobId, JobState> known,
                    Duration atMost,
                    CallContext context) {
                watches.add(known);
                assertThat(atMost).isEqualTo(Duration.ofSeconds(20));
                Map<JobId, JobStatus> now = describe(cluster, wanted, context);
                if (now.values().stream().allMatch(status -> status.state() == known.get(status.id()))) {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return now;
            }
        };
        JobId one = accept(platform);
        Tracker tracker = tracker(platform, clock, (attempt, status) -> status);
        try (Watch first = tracker.watch(one, Optional.of(ATTEMPT))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> watches.size() == 2);
            JobId two = accept(platform);
            platform.set(two, JobState.FAILED);
            try (Watch second = tracker.watch(two, Optional.of(ATTEMPT))) {
                assertThat(second.result().get(30, TimeUnit.SECONDS).state()).isEqualTo(JobState.FAILED);
            }
            assertThat(first.result().isDone()).isFalse();
            await().atMost(Duration.ofMinutes(1)).until(() -> watches.size() == 4);
        }
        assertThat(watches.get(0)).isEmpty();
        assertThat(watches.get(1)).containsOnly(Map.entry(one, JobState.RUNNING));
    }

    @Test
    void aForeignInterruptMovesTheLoopToAnotherThread() throws Exception {
        FakePlatform platform = new FakePlatform();
        JobId job = accept(platform);
        List<Thread> loops = new CopyOnWriteArrayList<>();
        platform.afterDescribe = () -> {
            if (loops.isEmpty()) {
                Thread.currentThread().interrupt();
            } else {
                platform.set(job, JobState.SUCCEEDED);
            }
            loops.add(Thread.currentThread());
        };
        try (Watch watch = tracker(platform, clock, (attempt, status) -> status).watch(job, Optional.of(ATTEMPT))) {
            assertThat(watch.result().get(30, TimeUnit.SECONDS).state()).isEqualTo(JobState.SUCCEEDED);
        }
    }

    @Test
    void pausesGrowWithTheTimeWaitedAndShrinkWithNews() {
        Cadence cadence = new Cadence(new Random(3), Duration.ofMillis(50), Duration.ofSeconds(3), false);
        Instant start = clock.instant();
        cadence.changed(start);
        assertThat(cadence.left(start)).isZero();
        cadence.looked(start, false);
        assertThat(cadence.left(start)).isBetween(Duration.ofMillis(40), Duration.ofMillis(60));
        Instant later = start.plusSeconds(20);
        cadence.looked(later, false);
        assertThat(cadence.left(later)).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
        Instant late = start.plusSeconds(3_600);
        cadence.looked(late, false);
        assertThat(cadence.left(late)).isBetween(Duration.ofMillis(2_400), Duration.ofMillis(3_600));
        cadence.changed(late);
        assertThat(cadence.left(late)).isLessThan(Duration.ofMillis(61));
        Instant putBack = late.minusSeconds(3_000);
        assertThat(cadence.left(putBack)).isLessThan(Duration.ofMillis(61));
    }

    @Test
    void failuresAreWaitedOutEverLonger() {
        Cadence cadence = new Cadence(new Random(3), Duration.ofMillis(50), Duration.ofSeconds(3), false);
        Instant now = clock.instant();
        cadence.changed(now);
        for (int i = 0; i < 10; i++) {
            cadence.looked(now, true);
        }
        assertThat(cadence.left(now)).isGreaterThan(Duration.ofMillis(2_300));
        cadence.looked(now, false);
        assertThat(cadence.left(now)).isLessThan(Duration.ofMillis(61));
    }

    @Test
    void newsWithoutEndDoesNotMakeLooksWithoutEnd() {
        Cadence cadence = new Cadence(new Random(3), Duration.ofMillis(50), Duration.ofSeconds(3), false);
        Instant now = clock.instant();
        int looks = 0;
        while (now.isBefore(clock.instant().plusSeconds(600))) {
            cadence.changed(now);
            cadence.looked(now, false);
            looks++;
            now = now.plus(cadence.left(now));
        }
        assertThat(looks).isBetween(200, 100 + 300 + 50);
    }
}
