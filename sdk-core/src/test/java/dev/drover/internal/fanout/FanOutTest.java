package dev.drover.internal.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.PartialResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FanOutTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final DroverClock system = DroverClock.system();
    private final FanOut fanOut = new FanOut(system, threads);
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /** Its waits for futures are over as soon as something has happened. */
    private DroverClock impatientAfter(CountDownLatch event) {
        return new DroverClock() {
            @Override
            public Instant instant() {
                return Instant.EPOCH;
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                system.sleep(duration);
            }

            @Override
            public boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
                event.await();
                return future.isDone();
            }
        };
    }

    private static DroverException down(String who) {
        return new DroverException(ErrorCode.UNAVAILABLE, who + " is down.");
    }

    @Test
    void allAreAskedAndWhoFailsIsNamedInTheOrderGiven() {
        DroverException a = down("a");

        PartialResult<String, Map<String, Integer>> result =
                fanOut.ask("count", List.of("d", "c", "b", "a"), MINUTE, (source, limit) -> {
                    if (source.equals("a")) {
                        throw a;
                    }
                    if (source.equals("c")) {
                        throw new IllegalStateException("broken");
                    }
                    return source.codePointAt(0) - 'a';
                });

        assertThat(result.complete()).isFalse();
        assertThat(result.found()).containsExactly(Map.entry("d", 3), Map.entry("b", 1));
        assertThat(result.failed()).containsOnlyKeys("c", "a");
        assertThat(result.failed().keySet()).containsExactly("c", "a");
        assertThat(result.failed()).containsEntry("a", a);
        assertThat(result.failed().get("c"))
                .hasMessageContaining("broken")
                .hasCauseInstanceOf(IllegalStateException.class)
                .extracting(DroverException::code)
                .isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void classesThatDoNotFitHoldUpNobody() {
        PartialResult<String, Map<String, Integer>> result =
                fanOut.ask("count", List.of("a", "b"), MINUTE, (source, limit) -> {
                    if (source.equals("a")) {
                        throw new NoSuchMethodError("grpc");
                    }
                    return 1;
                });

        assertThat(result.found()).containsOnlyKeys("b");
        assertThat(result.failed().get("a")).hasCauseInstanceOf(NoSuchMethodError.class);
    }

    @Test
    void whoIsLateIsInterruptedAndNamedAndWhatCameBeforeIsKept() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger workers = new AtomicInteger();
        // One thread, which asks one after the other.
        FanOut impatient = new FanOut(impatientAfter(hanging), task -> {
            if (workers.getAndIncrement() == 0) {
                threads.execute(task);
            }
        });

        PartialResult<String, Map<String, Duration>> result =
                impatient.ask("count", List.of("quick", "slow", "never"), MINUTE, (source, limit) -> {
                    if (source.equals("slow")) {
                        try {
                            hanging.countDown();
                            never.await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw new DroverException(ErrorCode.CANCELLED, "Interrupted.");
                        }
                    }
                    return limit;
                });

        interrupted.await();
        assertThat(result.found()).containsExactly(Map.entry("quick", MINUTE));
        assertThat(result.failed().keySet()).containsExactly("slow", "never");
        assertThat(result.failed().get("slow"))
                .hasMessageContaining("Could not count of 'slow'")
                .hasMessageContaining("PT1M")
                .extracting(DroverException::code, DroverException::retryable)
                .containsExactly(ErrorCode.DEADLINE_EXCEEDED, true);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyAreAskedAtOnceButNotAll() {
        AtomicInteger workers = new AtomicInteger();
        FanOut counted = new FanOut(system, task -> {
            workers.incrementAndGet();
            threads.execute(task);
        });
        CountDownLatch together = new CountDownLatch(FanOut.WIDTH);
        List<Integer> sources = IntStream.range(0, 3 * FanOut.WIDTH).boxed().toList();

        PartialResult<Integer, Map<Integer, Integer>> result =
                counted.ask("count", sources, MINUTE, (source, limit) -> {
                    together.countDown();
                    awaitQuietly(together);
                    return source;
                });

        assertThat(result.complete()).isTrue();
        assertThat(result.found().keySet()).containsExactlyElementsOf(sources);
        assertThat(workers).hasValue(FanOut.WIDTH);
    }

    @Test
    void eachIsAskedOnce() {
        Queue<String> asked = new ConcurrentLinkedQueue<>();

        fanOut.ask("count", List.of("a", "b", "a"), MINUTE, (source, limit) -> asked.add(source));

        assertThat(asked).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void nobodyIsAskedForNothing() {
        assertThat(fanOut.ask("count", List.<String>of(), MINUTE, (source, limit) -> 1))
                .isEqualTo(new PartialResult<>(Map.of(), Map.of()));
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> fanOut.ask("count", List.of("a"), none, (source, limit) -> never.getCount()))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        }
    }

    @Test
    void anInterruptEndsAllAndStays() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(2);
        CountDownLatch hanging = new CountDownLatch(2);
        Thread caller = Thread.currentThread();
        threads.execute(() -> {
            awaitQuietly(hanging);
            caller.interrupt();
        });

        assertThatThrownBy(() -> fanOut.ask("count", List.of("a", "b"), MINUTE, (source, limit) -> {
                    try {
                        hanging.countDown();
                        never.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return 0;
                }))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();
        interrupted.await();
    }

    @Test
    void aClosedDroverSaysSo() {
        FanOut closed = new FanOut(system, task -> {
            throw new RejectedExecutionException("shut down");
        });

        assertThatThrownBy(() -> closed.ask("count", List.of("a"), MINUTE, (source, limit) -> 1))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED))
                .hasMessageContaining("closed");
    }
}
