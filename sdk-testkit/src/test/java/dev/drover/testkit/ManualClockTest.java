package dev.drover.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.drover.DroverException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ManualClockTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static Duration passed(ManualClock clock) {
        return Duration.between(ManualClock.START, clock.instant());
    }

    @Test
    void aSleepMovesTheTimeToItsEnd() throws InterruptedException {
        ManualClock clock = ManualClock.auto();

        clock.sleep(HOUR);
        clock.sleep(Duration.ZERO);
        clock.sleep(HOUR.negated());

        assertThat(passed(clock)).isEqualTo(HOUR);
    }

    @Test
    void aWaitEndsWithItsFuture() throws Exception {
        ManualClock clock = ManualClock.auto();
        CompletableFuture<String> future = new CompletableFuture<>();
        Future<Boolean> waiting = threads.submit(() -> clock.await(future, Duration.ofDays(365)));
        clock.awaitWaiting(1);

        future.complete("done");

        assertThat(waiting.get()).isTrue();
        assertThat(clock.await(CompletableFuture.failedFuture(new IllegalStateException()), HOUR))
                .isTrue();
        assertThat(passed(clock)).isZero();
    }

    @Test
    void aLonelyWaitEndsByItself() throws InterruptedException {
        ManualClock clock = ManualClock.auto();

        assertThat(clock.await(new CompletableFuture<>(), HOUR)).isFalse();

        assertThat(passed(clock)).isEqualTo(HOUR);
    }

    @Test
    void theTimeStepsFromWaitToWaitAndStopsWhereAFutureCompletes() throws Exception {
        ManualClock clock = ManualClock.auto();
        CompletableFuture<String> end = new CompletableFuture<>();
        Future<Integer> poller = threads.submit(() -> {
            int polls = 0;
            while (passed(clock).compareTo(Duration.ofMinutes(10)) < 0) {
                clock.await(new CompletableFuture<>(), Duration.ofSeconds(30));
                polls++;
            }
            end.complete("ended");
            return polls;
        });

        assertThat(clock.await(end, Duration.ofDays(30))).isTrue();

        assertThat(poller.get()).isEqualTo(20);
        assertThat(passed(clock)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aThreadThatWorksHoldsTheTime() throws Exception {
        ManualClock clock = ManualClock.auto();
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Future<?> worker = threads.submit(() -> {
            clock.instant();
            long end = System.nanoTime() + 600_000_000;
            int sum = 0;
            while (System.nanoTime() < end) {
                sum++;
            }
            result.complete(sum);
        });

        assertThat(clock.await(result, HOUR)).isTrue();

        worker.get();
        assertThat(passed(clock)).isZero();
    }

    @Test
    void aSleeperInTheBackgroundDoesNotMoveTheTimeOfOneThatWorks() throws Exception {
        ManualClock clock = ManualClock.auto();
        clock.instant();
        Future<Duration> background = threads.submit(() -> {
            clock.sleep(HOUR);
            return passed(clock);
        });
        clock.awaitWaiting(1);

        long end = System.nanoTime() + 500_000_000;
        while (System.nanoTime() < end) {
            assertThat(passed(clock)).isZero();
        }
        clock.sleep(Duration.ofMinutes(1));
        assertThat(passed(clock)).isEqualTo(Duration.ofMinutes(1));
        assertThat(background.get()).isEqualTo(HOUR);
    }

    @Test
    void aThreadThatNeverStopsWorkingHoldsTheTimeOnlyForAWhile() throws Exception {
        ManualClock clock = ManualClock.auto();
        Future<?> busy = threads.submit(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                clock.instant();
            }
        });

        assertThat(clock.await(new CompletableFuture<>(), HOUR)).isFalse();

        busy.cancel(true);
        assertThat(passed(clock)).isEqualTo(HOUR);
    }

    @Test
    void plannedActionsRunWhenTheyAreDue() throws InterruptedException {
        ManualClock clock = ManualClock.auto();
        List<Duration> ran = new ArrayList<>();
        clock.after(Duration.ofMinutes(2), () -> ran.add(passed(clock)));
        clock.after(Duration.ofMinutes(1), () -> ran.add(passed(clock)));
        CompletableFuture<String> later = new CompletableFuture<>();
        clock.after(HOUR, () -> later.complete("x"));

        clock.sleep(Duration.ofMinutes(10));
        assertThat(ran).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2));
        assertThat(clock.await(later, Duration.ofDays(1))).isTrue();
        assertThat(passed(clock)).isEqualTo(HOUR);
    }

    @Test
    void aStoppedClockMovesOnlyWhenItIsMoved() throws Exception {
        ManualClock clock = ManualClock.stopped();
        Callable<Duration> sleeper = () -> {
            clock.sleep(HOUR);
            return passed(clock);
        };
        List<Future<Duration>> sleepers = new ArrayList<>();
        for (Callable<Duration> each : Collections.nCopies(3, sleeper)) {
            sleepers.add(threads.submit(each));
        }
        Future<Boolean> waiting = threads.submit(() -> clock.await(new CompletableFuture<>(), HOUR.multipliedBy(2)));
        clock.awaitWaiting(4);

        clock.advance(HOUR.minusNanos(1));
        assertThat(sleepers).noneMatch(Future::isDone);
        clock.advanceTo(ManualClock.START.plus(HOUR));
        for (Future<Duration> each : sleepers) {
            assertThat(each.get()).isEqualTo(HOUR);
        }
        assertThat(waiting.isDone()).isFalse();
        clock.go();
        assertThat(waiting.get()).isFalse();
    }

    @Test
    void aJumpWakesNobody() throws Exception {
        ManualClock clock = ManualClock.stopped();
        Future<?> sleeper = threads.submit(() -> {
            clock.sleep(HOUR);
            return null;
        });
        clock.awaitWaiting(1);

        clock.jump(Duration.ofDays(1));
        clock.jump(Duration.ofDays(-2));

        assertThat(passed(clock)).isEqualTo(Duration.ofDays(-1));
        assertThat(clock.steady().instant()).isEqualTo(ManualClock.START);
        assertThat(sleeper.isDone()).isFalse();
        clock.advance(HOUR);
        sleeper.get();
    }

    @Test
    void interruptsEndWaits() {
        ManualClock clock = ManualClock.auto();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> clock.sleep(HOUR)).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> clock.await(new CompletableFuture<>(), HOUR)).isInstanceOf(InterruptedException.class);
        assertThat(passed(clock)).isZero();
    }

    @Test
    void timeDoesNotPassBackwardsNorBeyondItsEnd() throws InterruptedException {
        ManualClock clock = ManualClock.auto();

        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(DroverException.class);
        assertThatThrownBy(() -> clock.advanceTo(Instant.EPOCH)).hasMessageContaining("jump");
        clock.sleep(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(clock.instant()).isAfter(ManualClock.START);
    }

    @Test
    void manyThreadsSleepAtOnce() throws Exception {
        ManualClock clock = ManualClock.auto();
        Callable<Boolean> body = () -> {
            for (int i = 0; i < 200; i++) {
                Instant before = clock.instant();
                clock.sleep(Duration.ofSeconds(1));
                assertThat(clock.instant()).isAfterOrEqualTo(before.plusSeconds(1));
                clock.await(new CompletableFuture<>(), Duration.ofMillis(1));
            }
            return true;
        };
        for (Future<Boolean> each : threads.invokeAll(Collections.nCopies(8, body))) {
            assertThat(each.get()).isTrue();
        }
    }

    @Test
    void workThatHasNotBegunHoldsTheTime() throws Exception {
        ManualClock clock = ManualClock.auto();
        CountDownLatch start = new CountDownLatch(1);
        CompletableFuture<Duration> begun = new CompletableFuture<>();
        Executor late = clock.heeding(task -> threads.execute(() -> {
            try {
                start.await();
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));

        late.execute(() -> begun.complete(passed(clock)));
        Future<?> sleeper = threads.submit(() -> {
            clock.sleep(HOUR);
            return null;
        });
        clock.awaitWaiting(1);

        assertThatThrownBy(() -> sleeper.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        start.countDown();
        assertThat(begun.get()).isZero();
        sleeper.get();
        assertThat(passed(clock)).isEqualTo(HOUR);
    }

    @Test
    void workThatIsNotTakenHoldsNothing() {
        ManualClock clock = ManualClock.auto();
        Executor full = clock.heeding(task -> {
            throw new RejectedExecutionException("full");
        });

        assertThatThrownBy(() -> full.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> clock.sleep(HOUR));
    }
}
