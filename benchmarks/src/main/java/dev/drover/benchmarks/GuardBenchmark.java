package dev.drover.benchmarks;

import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.DroverListener;
import dev.drover.GuardOptions;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.Guards;
import dev.drover.internal.guard.Listeners;
import dev.drover.internal.guard.Subject;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeOperation;
import dev.drover.spi.Provider;
import dev.drover.spi.RateBudget;
import dev.drover.spi.Safety;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What the guard adds to a native call that succeeds, beside Resilience4j's decorators stacked by hand in the same order:
 * {@code java -jar benchmarks/target/benchmarks.jar GuardBenchmark -prof gc}. Nothing waits: budgets and places abound.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GuardBenchmark {
    private static final ClusterId CLUSTER = ClusterId.parse("bench://here/one");
    private static final Duration LONG = Duration.ofDays(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final RateBudget PLENTY = new RateBudget(RateBudget.ALL, Integer.MAX_VALUE, 1e9);

    private final NativeCall call = new NativeCall("Describe", Safety.READ, "api.here", "acme", 1, TIMEOUT);
    private final Guard guard = guard(List.of());
    private final Guard told = guard(List.of(new DroverListener() {}));
    private final CallContext context = guard.begin("describe cluster one", Subject.of(CLUSTER), LONG);
    private final CallContext toldContext = told.begin("describe cluster one", Subject.of(CLUSTER), LONG);

    private final CircuitBreaker breaker = CircuitBreaker.of(
            "api.here",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(20)
                    .minimumNumberOfCalls(10)
                    .build());
    private final Bulkhead bulkhead = Bulkhead.of(
            "api.here", BulkheadConfig.custom().maxConcurrentCalls(64).build());
    private final RateLimiter limiter = RateLimiter.of(
            "acme",
            RateLimiterConfig.custom()
                    .limitForPeriod(1_000_000_000)
                    .limitRefreshPeriod(Duration.ofSeconds(1))
                    .build());
    private final Retry retry =
            Retry.of("api.here", RetryConfig.custom().maxAttempts(4).build());

    private long answer;
    private final NativeOperation<Long> operation = timeout -> answer + timeout.toSeconds();
    private final Callable<Long> callable = () -> operation.run(TIMEOUT);
    private final Callable<Long> stackedOnce = stack(callable);

    private static Guard guard(List<DroverListener> listeners) {
        Guards guards = new Guards(
                DroverClock.system(),
                new SplittableRandom(1),
                new Listeners(listeners),
                GuardOptions.DEFAULT,
                Duration.ofMinutes(1));
        return guards.around(new NoProvider(), CLUSTER.location(), List.of(PLENTY));
    }

    private Callable<Long> stack(Callable<Long> bare) {
        return Retry.decorateCallable(
                retry,
                RateLimiter.decorateCallable(
                        limiter, Bulkhead.decorateCallable(bulkhead, CircuitBreaker.decorateCallable(breaker, bare))));
    }

    /** The native operation alone. */
    @Benchmark
    public long bare() throws Exception {
        return operation.run(TIMEOUT) + answer++;
    }

    /** Through the guard. */
    @Benchmark
    public long guarded() {
        return context.call(call, operation) + answer++;
    }

    /** Through the guard, as an operation of its own. */
    @Benchmark
    public long guardedOperation() {
        return guard.begin("describe cluster one", Subject.of(CLUSTER)).call(call, operation) + answer++;
    }

    /** Through the guard, with a listener that is told all. */
    @Benchmark
    public long guardedAndTold() {
        return toldContext.call(call, operation) + answer++;
    }

    /** Four decorators around each call, as a driver would write it whose calls differ. */
    @Benchmark
    public long stackedByHand() throws Exception {
        return stack(() -> operation.run(TIMEOUT)).call() + answer++;
    }

    /** Four decorators around one call, made once. */
    @Benchmark
    public long stackedByHandOnce() throws Exception {
        return stackedOnce.call() + answer++;
    }

    /** Nothing fails here. */
    private static final class NoProvider implements Provider {
        @Override
        public Failure classify(NativeCall call, Throwable error) {
            return Failure.lost(error.toString());
        }

        @Override
        public void close() {}
    }
}
