package dev.drover.internal.guard;

import dev.drover.BreakerStatus;
import dev.drover.BreakerStatus.State;
import dev.drover.DroverClock;
import dev.drover.DroverListener.BreakerChanged;
import dev.drover.DroverListener.Refusal;
import dev.drover.ErrorCode;
import dev.drover.GuardOptions;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The circuit breaker of one endpoint: Resilience4j counts and decides; this class tells when it changed. It does not
 * listen to Resilience4j's events, which would cost objects in every call. Safe for use by many threads.
 */
final class Breaker {
    private static final Logger log = LoggerFactory.getLogger(Breaker.class);

    private final String endpoint;
    private final CircuitBreaker circuit;
    private final DroverClock clock;
    private final SteadyTime time;
    private final Listeners listeners;
    private final Duration openFor;
    private final Set<Breaker> notClosed;
    private volatile Standing standing;

    /** A state from when it began until another took its place; each is told apart, also from an equal one. */
    static final class Standing {
        private final State state;
        private final Instant since;
        private final long tryAgainAt;

        private Standing(State state, Instant since, long tryAgainAt) {
            this.state = state;
            this.since = since;
            this.tryAgainAt = tryAgainAt;
        }
    }

    /**
     * One that is closed.
     *
     * @param notClosed where it is as long as it is open or tried out
     */
    Breaker(
            String endpoint,
            GuardOptions options,
            DroverClock clock,
            SteadyTime time,
            Listeners listeners,
            Set<Breaker> notClosed) {
        this.endpoint = endpoint;
        this.clock = clock;
        this.time = time;
        this.listeners = listeners;
        this.openFor = options.breakerOpen();
        this.notClosed = notClosed;
        this.circuit = CircuitBreaker.of(
                endpoint,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(options.breakerWindow())
                        .minimumNumberOfCalls(options.breakerMinimumCalls())
                        .failureRateThreshold((float) (options.breakerFailureRate() * 100))
                        .waitDurationInOpenState(openFor)
                        .permittedNumberOfCallsInHalfOpenState(options.breakerTrials())
                        .clock(new SteadyClock(time))
                        .build());
        this.standing = new Standing(State.CLOSED, clock.instant(), 0);
    }

    /** Refuses a call that {@link #enter} would refuse for being open; takes nothing. */
    void peek() throws CallFailure {
        if (open()) {
            throw refusal();
        }
    }

    private boolean open() {
        Standing now = standing;
        return now.state == State.OPEN && time.nanos() < now.tryAgainAt;
    }

    /**
     * Lets a call through or refuses it.
     *
     * @return what to hand over when it has ended
     */
    Standing enter() throws CallFailure {
        boolean permitted = circuit.tryAcquirePermission();
        Standing now = noticed();
        if (!permitted) {
            throw refusal();
        }
        return now;
    }

    /** The endpoint did what it was asked for. */
    void succeeded(Standing entered) {
        if (current(entered)) {
            // Without a duration: slow calls do not count.
            circuit.onSuccess(0, TimeUnit.NANOSECONDS);
            noticed();
        }
    }

    /** The endpoint is in trouble. */
    void failed(Standing entered, CallFailure failure) {
        if (current(entered)) {
            circuit.onError(0, TimeUnit.NANOSECONDS, failure);
            noticed();
        }
    }

    /** The endpoint refused the request: no failure, but in a trial a sign of life. */
    void answered(Standing entered) {
        if (entered.state == State.HALF_OPEN) {
            succeeded(entered);
        }
    }

    /** The call says nothing of the endpoint. */
    void released(Standing entered) {
        if (current(entered)) {
            circuit.releasePermission();
        }
    }

    /** Whether the state is still that in which the call began; stragglers must not decide a trial. */
    private boolean current(Standing entered) {
        return standing == entered;
    }

    void reset() {
        circuit.reset();
        noticed();
    }

    boolean closed() {
        return standing.state == State.CLOSED;
    }

    BreakerStatus status() {
        return status(standing);
    }

    private BreakerStatus status(Standing of) {
        float rate = circuit.getMetrics().getFailureRate();
        return new BreakerStatus(
                endpoint,
                of.state,
                rate < 0 ? OptionalDouble.empty() : OptionalDouble.of(rate / 100.0),
                of.since,
                of.state == State.OPEN ? Optional.of(of.since.plus(openFor)) : Optional.empty());
    }

    /** The status, if the breaker refuses every call now. */
    Optional<BreakerStatus> refusing() {
        return open() ? Optional.of(status()) : Optional.empty();
    }

    private Standing noticed() {
        Standing before = standing;
        State state = state(circuit.getState());
        return state == before.state ? before : changed(before, state);
    }

    private Standing changed(Standing before, State state) {
        long tryAgainAt = state == State.OPEN ? time.nanos() + SteadyTime.nanosOf(openFor) : 0;
        Standing after = new Standing(state, clock.instant(), tryAgainAt);
        if (!replace(before, after)) {
            return standing;
        }
        BreakerStatus status = status(after);
        log.info("The circuit breaker of {} is {}, was {}", endpoint, state, before.state);
        listeners.tell(l -> l.breakerChanged(new BreakerChanged(before.state, status)));
        return after;
    }

    private synchronized boolean replace(Standing before, Standing after) {
        if (standing != before) {
            return false;
        }
        if (after.state == State.CLOSED) {
            notClosed.remove(this);
        } else {
            notClosed.add(this);
        }
        standing = after;
        return true;
    }

    private static State state(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
        };
    }

    private CallFailure refusal() {
        BreakerStatus now = status();
        String rate = now.failureRate().isPresent()
                ? String.format(
                        Locale.ROOT,
                        " (%.0f %% of its last calls failed)",
                        now.failureRate().getAsDouble() * 100)
                : "";
        String state = now.nextTry().isPresent()
                ? "is open since " + now.since() + rate + " and lets a trial through at "
                        + now.nextTry().get()
                : "is trying it out since " + now.since() + ", and all trial calls are under way";
        return CallFailure.refused(
                Refusal.BREAKER_OPEN,
                ErrorCode.UNAVAILABLE,
                "the circuit breaker of " + endpoint + " " + state
                        + ". Use another cluster or wait; if the endpoint is well again, call breakers().reset(\""
                        + endpoint + "\") on the Drover.");
    }
}
