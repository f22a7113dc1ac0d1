package dev.drover.internal.guard;

import dev.drover.DroverClock;
import dev.drover.DroverListener.Refusal;
import dev.drover.DroverListener.Wait;
import dev.drover.ErrorCode;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes tokens for a call from every budget of its account that it falls under, waiting for them if the deadline allows.
 * Looks at the circuit breaker first: nobody shall wait only to be refused.
 */
final class RateLimit implements Stage {
    private static final Logger log = LoggerFactory.getLogger(RateLimit.class);

    private final Stage next;
    private final DroverClock clock;
    private final SteadyTime time;
    private final CallEvents events;

    RateLimit(Stage next, DroverClock clock, SteadyTime time, CallEvents events) {
        this.next = next;
        this.clock = clock;
        this.time = time;
        this.events = events;
    }

    @Override
    public <T> T run(GuardedCall<T> call) throws CallFailure {
        call.endpoint().breaker().peek();
        TokenBucket[] buckets = call.context().buckets(call.call());
        if (buckets.length == 0) {
            return next.run(call);
        }
        long wait = take(call, buckets);
        try {
            if (wait > 0) {
                sleep(call, wait);
            }
            return next.run(call);
        } catch (CallFailure failed) {
            if (failed.refusal().isPresent()) {
                giveBack(call, buckets, buckets.length);
            } else if (failed.failure().code() == ErrorCode.THROTTLED) {
                slowDown(call, buckets);
            }
            throw failed;
        }
    }

    private long take(GuardedCall<?> call, TokenBucket[] buckets) throws CallFailure {
        long now = call.now();
        long left = call.left();
        long longest = 0;
        for (int i = 0; i < buckets.length; i++) {
            long wait = buckets[i].take(call.cost(), now, left);
            if (wait == TokenBucket.TOO_LONG) {
                giveBack(call, buckets, i);
                throw noTokens(call, buckets[i], left, now);
            }
            longest = Math.max(longest, wait);
        }
        return longest;
    }

    private static CallFailure noTokens(GuardedCall<?> call, TokenBucket bucket, long left, long now) {
        String account = call.call().account();
        return CallFailure.refused(
                Refusal.NO_TOKENS,
                ErrorCode.THROTTLED,
                call.words() + " needs " + call.cost() + " of the budget of "
                        + (account.isEmpty() ? "its endpoint" : "account " + account) + " for '"
                        + bucket.budget().api() + "' (" + bucket.budget().burst() + " at once, now "
                        + bucket.rate(now) + " a second), and they will not be there within the "
                        + Duration.ofNanos(left)
                        + " that are left. Ask less often, or allow more time.");
    }

    private void sleep(GuardedCall<?> call, long wait) throws CallFailure {
        try {
            clock.sleep(Duration.ofNanos(wait));
            call.now(time.nanos());
        } catch (InterruptedException e) {
            throw CallFailure.interrupted("interrupted while waiting for the budget of " + call.words() + ".", e);
        }
        events.waited(call, Wait.BUDGET, wait);
    }

    private void giveBack(GuardedCall<?> call, TokenBucket[] buckets, int count) {
        long now = time.nanos();
        for (int i = 0; i < count; i++) {
            buckets[i].giveBack(call.cost(), now);
        }
    }

    private void slowDown(GuardedCall<?> call, TokenBucket[] buckets) {
        long now = time.nanos();
        for (TokenBucket bucket : buckets) {
            if (bucket.throttled(now)) {
                log.info(
                        "{} was throttled; '{}' is now called at most {} times a second",
                        call.words(),
                        bucket.budget().api(),
                        bucket.rate(now));
            }
        }
    }
}
