package dev.drover.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.drover.spi.RateBudget;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens: how many, in which order, and how a throttled account slows down. */
class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long FOREVER = SteadyTime.LONGEST;

    @Test
    void isFullAtFirstAndRefilledEvenly() {
        TokenBucket bucket = new TokenBucket(new RateBudget("*", 3, 2));

        assertThat(IntStream.range(0, 6)
                        .mapToLong(i -> bucket.take(1, 0, FOREVER))
                        .toArray())
                .containsExactly(0, 0, 0, SECOND / 2, SECOND, 3 * SECOND / 2);
        assertThat(bucket.take(1, 2 * SECOND, FOREVER))
                .as("what was borrowed is paid")
                .isZero();
        assertThat(bucket.take(3, 100 * SECOND, FOREVER))
                .as("never above its size")
                .isZero();
        assertThat(bucket.take(1, 100 * SECOND, FOREVER)).isEqualTo(SECOND / 2);
    }

    @Test
    void takesNothingIfTheWaitIsTooLong() {
        TokenBucket bucket = new TokenBucket(new RateBudget("*", 1, 1));
        bucket.take(1, 0, 0);

        assertThat(bucket.take(1, 0, SECOND - 1)).isEqualTo(TokenBucket.TOO_LONG);
        assertThat(bucket.take(1, 0, SECOND)).isEqualTo(SECOND);
        bucket.giveBack(1, 0);
        assertThat(bucket.take(1, 0, SECOND)).as("given back").isEqualTo(SECOND);
    }

    @Test
    void moreThanTheBucketHoldsWaitsUntilItWouldHaveBeenMade() {
        TokenBucket bucket = new TokenBucket(new RateBudget("*", 10, 1));

        assertThat(bucket.take(25, 0, FOREVER)).isEqualTo(15 * SECOND);
        assertThat(bucket.take(Integer.MAX_VALUE, 0, 60 * SECOND)).isEqualTo(TokenBucket.TOO_LONG);
    }

    @ParameterizedTest
    @CsvSource({"1, 1e-300", "2147483647, 1e-300", "1, 1e300", "2147483647, 1e300", "1, 4.9e-324"})
    void ratesBeyondReasonDoNotOverflow(int burst, double perSecond) {
        TokenBucket bucket = new TokenBucket(new RateBudget("*", burst, perSecond));
        for (long now : new long[] {0, SteadyTime.LONGEST, SteadyTime.LONGEST}) {
            for (int tokens : new int[] {1, Integer.MAX_VALUE}) {
                long wait = bucket.take(tokens, now, FOREVER);
                assertThat(wait).isGreaterThanOrEqualTo(TokenBucket.TOO_LONG);
                bucket.throttled(now);
            }
        }
    }

    @Test
    void halvesOncePerSecondAndRecoversButNeverAboveTheDeclaredRate() {
        TokenBucket bucket = new TokenBucket(new RateBudget("*", 10, 8));

        assertThat(bucket.throttled(0)).isTrue();
        assertThat(bucket.throttled(SECOND / 2)).as("under way together").isFalse();
        assertThat(bucket.rate(0)).isEqualTo(4);
        assertThat(bucket.take(1, 0, FOREVER)).as("the platform said: empty").isEqualTo(SECOND / 4);
        assertThat(bucket.rate(25 * SECOND)).isCloseTo(6, within(1e-9));
        for (int i = 1; i < 100; i++) {
            bucket.throttled(i * SECOND);
        }
        assertThat(bucket.rate(99 * SECOND)).as("a sixteenth is kept").isEqualTo(0.5);
        assertThat(bucket.rate(99 * SECOND + 94 * SECOND)).isEqualTo(8);
        bucket.take(1, 300 * SECOND, FOREVER);
        assertThat(bucket.rate(100_000 * SECOND)).isEqualTo(8);
    }

    @Test
    void throttlingNeverMakesTokens() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 2_000; round++) {
            TokenBucket bucket =
                    new TokenBucket(new RateBudget("*", 1 + random.nextInt(20), 0.1 + random.nextDouble() * 20));
            long now = 0;
            for (int step = 0; step < 20; step++) {
                now += random.nextLong(3 * SECOND);
                if (random.nextInt(3) > 0) {
                    bucket.take(1 + random.nextInt(3), now, FOREVER);
                }
                long before = peek(bucket, now);
                bucket.throttled(now);
                assertThat(peek(bucket, now)).as("round " + round).isGreaterThanOrEqualTo(before);
            }
        }
    }

    private static long peek(TokenBucket bucket, long now) {
        long wait = bucket.take(1, now, FOREVER);
        bucket.giveBack(1, now);
        return wait;
    }

    @Test
    void sixtyFourThreadsGetEachPlaceOnce() throws Exception {
        TokenBucket bucket = new TokenBucket(new RateBudget("*", 100, 1000));
        int each = 1_000;
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            CountDownLatch go = new CountDownLatch(1);
            var waits = IntStream.range(0, 64)
                    .<Future<long[]>>mapToObj(t -> threads.submit(() -> {
                        go.await();
                        return IntStream.range(0, each)
                                .mapToLong(i -> bucket.take(1, 0, FOREVER))
                                .toArray();
                    }))
                    .toList();
            go.countDown();
            long[] all = new long[64 * each];
            int at = 0;
            for (Future<long[]> of : waits) {
                long[] mine = of.get();
                assertThat(mine).as("in the order in which one thread asked").isSorted();
                System.arraycopy(mine, 0, all, at, each);
                at += each;
            }
            Arrays.sort(all);
            for (int i = 0; i < all.length; i++) {
                assertThat(all[i]).isEqualTo(Math.max(0, (i - 99) * 1_000_000L));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
