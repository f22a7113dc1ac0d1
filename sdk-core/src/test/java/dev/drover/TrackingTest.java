package dev.drover;

import static dev.drover.FakePlatform.CLUSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.spi.CallContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waits share one loop per cluster, which stops when nobody waits. */
@Timeout(180)
class TrackingTest {
    private final SteppingClock clock = new SteppingClock();
    private final List<Set<JobId>> rounds = Collections.synchronizedList(new ArrayList<>());
    private final List<JobStatus> told = new CopyOnWriteArrayList<>();
    private final CountDownLatch allWatched = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger running = new AtomicInteger();
    private final FakePlatform platform = new FakePlatform() {
        @Override
        public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> wanted, CallContext context) {
            rounds.add(wanted);
            try {
                allWatched.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (wanted.stream().anyMatch(id -> id.nativeId().equals("garbage"))) {
                throw DroverException.invalid("'garbage' is no id");
            }
            if (wanted.contains(CLUSTER.job("oops"))) {
                throw new IllegalStateException("oops");
            }
            return super.describe(cluster, wanted, context);
        }
    };
    private final Executor counting = task -> threads.execute(() -> {
        running.incrementAndGet();
        try {
            task.run();
        } finally {
            running.decrementAndGet();
        }
    });
    private volatile Runnable onTold = () -> {};
    private final Drover drover = open(clock, counting);

    private Drover open(DroverClock time, Executor executor) {
        return Drover.builder()
                .factories(List.of(platform))
                .clock(time)
                .executor(executor)
                .listener(new DroverListener() {
                    @Override
                    public void jobChanged(JobStatus status) {
                        told.add(status);
                        onTold.run();
                    }
                })
                .build();
    }

    @AfterEach
    void close() {
        allWatched.countDown();
        drover.close();
        threads.shutdownNow();
    }

    private JobHandle accept(String name) {
        return drover.job(platform.accept(CLUSTER, new Attempt(Attempt.Kind.JOB, RequestKey.of(name), 1)));
    }

    private void idle() {
        await().atMost(Duration.ofMinutes(1)).until(() -> running.get() == 0);
    }

    @Test
    void aThousandWaitsCostOneCallARound() {
        List<CompletableFuture<JobStatus>> ends = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            JobHandle handle = accept("job" + i);
            ends.add(handle.completion().toCompletableFuture());
            ends.add(handle.completion().toCompletableFuture());
        }
        clock.after(
                Duration.ofMinutes(1),
                () -> platform.jobs.keySet().forEach(id -> platform.set(id, JobState.SUCCEEDED)));
        allWatched.countDown();

        ends.forEach(end -> assertThat(end.join().state()).isEqualTo(JobState.SUCCEEDED));

        assertThat(rounds.size()).as("rounds in a minute").isBetween(50, 130);
        assertThat(rounds.get(rounds.size() - 1)).hasSize(1_000);
        assertThat(told).hasSize(2_000);
        assertThat(told.subList(0, 1_000)).allMatch(status -> status.state() == JobState.RUNNING);
        idle();
    }

    @Test
    void moreRunsThanABatchHoldsAreAskedForInSeveral() {
        List<CompletableFuture<JobStatus>> ends = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            JobHandle handle = accept("job" + i);
            platform.set(handle.id(), JobState.FAILED);
            ends.add(handle.completion().toCompletableFuture());
        }
        allWatched.countDown();
        ends.forEach(CompletableFuture::join);

        assertThat(List.copyOf(rounds)).allMatch(round -> round.size() <= 1_000);
        assertThat(rounds.size()).isLessThan(6);
    }

    @Test
    void oneStrangeIdDoesNotEndTheWaitsOfOthers() {
        CompletableFuture<JobStatus> stranger =
                drover.job(CLUSTER.job("garbage")).completion().toCompletableFuture();
        List<CompletableFuture<JobStatus>> ends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            JobHandle handle = accept("job" + i);
            platform.set(handle.id(), JobState.SUCCEEDED);
            ends.add(handle.completion().toCompletableFuture());
        }
        allWatched.countDown();

        ends.forEach(end -> assertThat(end.join().state()).isEqualTo(JobState.SUCCEEDED));
        assertThatThrownBy(stranger::join)
                .hasRootCauseInstanceOf(DroverException.class)
                .hasMessageContaining("garbage");
    }

    @Test
    void theLoopStopsWhenTheLastStageIsEndedAndStartsAgain() throws InterruptedException {
        allWatched.countDown();
        JobHandle handle = accept("job");
        CompletableFuture<JobStatus> mine = handle.completion().toCompletableFuture();
        CompletableFuture<JobStatus> other = handle.completion().toCompletableFuture();

        mine.cancel(false);
        assertThat(other.isDone()).isFalse();
        other.complete(JobStatus.of(handle.id(), JobState.LOST, "mine", clock.instant()));
        idle();
        int before = rounds.size();
        platform.set(handle.id(), JobState.SUCCEEDED);

        assertThat(handle.await(Duration.ofHours(1)).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(rounds.size()).isBetween(before + 1, before + 2);
        idle();
    }

    @Test
    void aStageThatIsDroppedStopsTheLoopUnlessSomethingHangsOnIt() {
        allWatched.countDown();
        JobHandle handle = accept("job");
        AtomicInteger called = new AtomicInteger();
        assertThat(isDone(handle.completion())).isFalse();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            System.gc();
            return running.get() == 0;
        });

        var unused = handle.completion().thenAccept(end -> called.incrementAndGet());
        System.gc();
        platform.set(handle.id(), JobState.SUCCEEDED);
        await().atMost(Duration.ofMinutes(1)).until(() -> called.get() == 1);
    }

    /** Asks without attaching anything, as assertThat would. */
    private static boolean isDone(CompletionStage<JobStatus> stage) {
        return ((CompletableFuture<JobStatus>) stage).isDone();
    }

    @Test
    void waitsStartedAndStoppedByManyThreadsAllEnd() throws Exception {
        allWatched.countDown();
        JobHandle handle = accept("job");
        platform.set(handle.id(), JobState.SUCCEEDED);
        List<CompletableFuture<Void>> workers = new ArrayList<>();
        for (int worker = 0; worker < 4; worker++) {
            workers.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 500; i++) {
                            handle.completion().toCompletableFuture().join();
                        }
                    },
                    threads));
        }
        for (CompletableFuture<Void> worker : workers) {
            worker.get(30, TimeUnit.SECONDS);
        }
        idle();
        assertThat(told).hasSize(1);
    }

    @Test
    void aBlockingListenerOrCallbackHoldsUpNobodyForLong() throws Exception {
        allWatched.countDown();
        CountDownLatch never = new CountDownLatch(1);
        JobHandle one = accept("one");
        JobHandle two = accept("two");
        var unused = one.completion().thenAccept(end -> uninterruptibly(never));
        platform.set(one.id(), JobState.SUCCEEDED);
        clock.after(Duration.ofMinutes(1), () -> platform.set(two.id(), JobState.SUCCEEDED));
        assertThat(two.await(Duration.ofHours(1)).state()).isEqualTo(JobState.SUCCEEDED);

        onTold = () -> uninterruptibly(never);
        JobHandle three = accept("three");
        platform.set(three.id(), JobState.FAILED);
        CompletableFuture<JobStatus> end = three.completion().toCompletableFuture();
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            clock.sleep(Duration.ofSeconds(1));
            return end.isDone();
        });
        assertThat(end.join().state()).isEqualTo(JobState.FAILED);
        never.countDown();
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closingEndsEveryWaitAndTheLoop() {
        allWatched.countDown();
        Drover real = open(DroverClock.system(), counting);
        JobId id = accept("job").id();
        JobHandle handle = real.job(id);
        CompletableFuture<JobStatus> end = handle.completion().toCompletableFuture();
        await().atMost(Duration.ofMinutes(1)).until(() -> !told.isEmpty());

        real.close();

        assertThatThrownBy(end::join).hasMessageContaining("CANCELLED").hasMessageContaining("goes on");
        idle();
        assertThatThrownBy(() -> handle.await(Duration.ofHours(1)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    @Test
    void aNewRunWakesALoopThatPausesForLong() throws Exception {
        allWatched.countDown();
        CountDownLatch asleep = new CountDownLatch(1);
        DroverClock stuck = new DroverClock() {
            @Override
            public java.time.Instant instant() {
                return clock.instant();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                if (asleep.getCount() == 0) {
                    clock.sleep(duration);
                    return;
                }
                clock.sleep(Duration.ofMinutes(10));
                if (rounds.size() > 3) {
                    asleep.countDown();
                    new CountDownLatch(1).await();
                }
            }

            @Override
            public boolean await(CompletableFuture<?> future, Duration timeout) throws InterruptedException {
                return clock.await(future, timeout);
            }
        };
        try (Drover slow = open(stuck, counting)) {
            CompletableFuture<JobStatus> first =
                    slow.job(accept("one").id()).completion().toCompletableFuture();
            assertThat(asleep.await(30, TimeUnit.SECONDS)).isTrue();
            JobId two = accept("two").id();
            platform.set(two, JobState.SUCCEEDED);
            assertThat(slow.job(two).completion().toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isNotNull();
            assertThat(first.isDone()).isFalse();
        }
    }

    @Test
    void aClockThatLeapsDoesNotMakeARunLost() {
        allWatched.countDown();
        JobHandle handle = accept("job");
        JobStatus running = platform.jobs.get(handle.id());
        AtomicInteger looks = new AtomicInteger();
        platform.afterDescribe = () -> {
            switch (looks.incrementAndGet()) {
                case 1 -> platform.jobs.remove(handle.id());
                case 2, 3 -> clock.leap(Duration.ofHours(1));
                case 4 -> {
                    clock.leap(Duration.ofHours(-1));
                    platform.jobs.put(handle.id(), running);
                    clock.after(Duration.ofSeconds(20), () -> platform.set(handle.id(), JobState.SUCCEEDED));
                }
                default -> {}
            }
        };

        assertThat(handle.completion().toCompletableFuture().join().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void anExecutorThatTakesNothingEndsTheWaits() {
        try (Drover refused = open(clock, task -> {
            throw new RejectedExecutionException("full");
        })) {
            CompletableFuture<JobStatus> end =
                    refused.job(accept("job").id()).completion().toCompletableFuture();
            assertThatThrownBy(end::join).hasMessageContaining("executor takes no more tasks");
        }
    }

    @Test
    void aDriverThatThrowsWhatItMustNotEndsTheWaitAsABug() {
        allWatched.countDown();
        CompletableFuture<JobStatus> end =
                drover.job(CLUSTER.job("oops")).completion().toCompletableFuture();
        assertThatThrownBy(end::join).hasMessageContaining("INTERNAL").hasMessageContaining("bug of the provider");
        idle();
    }

    @Test
    void noTimeAsksOnce() throws InterruptedException {
        allWatched.countDown();
        JobHandle handle = accept("job");
        assertThatThrownBy(() -> handle.await(Duration.ZERO)).hasMessageContaining("it is RUNNING");
        platform.set(handle.id(), JobState.SUCCEEDED);
        assertThat(handle.await(Duration.ZERO).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(rounds).hasSize(2);
    }
}
