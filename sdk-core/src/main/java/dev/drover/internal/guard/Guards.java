package dev.drover.internal.guard;

import dev.drover.BreakerStatus;
import dev.drover.Breakers;
import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.GuardOptions;
import dev.drover.Location;
import dev.drover.spi.Provider;
import dev.drover.spi.RateBudget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** What all guards of one Drover share: the chain, the endpoints, the time. Safe for use by many threads. */
public final class Guards {
    private final DroverClock clock;
    private final SteadyTime time;
    private final Listeners listeners;
    private final GuardOptions options;
    private final Duration operationTimeout;
    private final Endpoints endpoints;
    private final Observe chain;
    private final Map<String, Budgets> budgets = new ConcurrentHashMap<>();

    public Guards(
            DroverClock clock,
            RandomGenerator random,
            Listeners listeners,
            GuardOptions options,
            Duration operationTimeout) {
        this.clock = clock;
        this.listeners = listeners;
        this.options = options;
        this.operationTimeout = operationTimeout;
        this.time = new SteadyTime(clock);
        this.endpoints = new Endpoints(options, clock, time, listeners);
        CallEvents events = new CallEvents(listeners, time);
        FullJitter jitter = new FullJitter(random, options.backoffBase(), options.backoffCap());
        Stage bulkhead = new Bulkhead(new CircuitBreaking(new Deadline(events)), clock, time, events);
        Stage limited = new RateLimit(bulkhead, clock, time, events);
        this.chain = new Observe(new Retry(limited, clock, time, jitter, options.maxTries(), events), events);
    }

    /**
     * The guard of one provider.
     *
     * @param declared the budgets of its platform, the same for every location of a scheme
     */
    public Guard around(Provider provider, Location where, List<RateBudget> declared) {
        Budgets shared = budgets.computeIfAbsent(where.scheme(), scheme -> new Budgets(declared, options));
        return new Guard(this, provider, where, shared);
    }

    /** The circuit breakers of all endpoints. */
    public Breakers breakers() {
        return endpoints;
    }

    /**
     * The circuit breaker that refuses calls to a cluster now: that of any endpoint which operations on it have called.
     * Empty if all would let a call through, be it as a trial.
     */
    public Optional<BreakerStatus> openBreaker(ClusterId cluster) {
        return endpoints.openFor(cluster);
    }

    DroverClock clock() {
        return clock;
    }

    SteadyTime time() {
        return time;
    }

    Listeners listeners() {
        return listeners;
    }

    Duration operationTimeout() {
        return operationTimeout;
    }

    Endpoints endpoints() {
        return endpoints;
    }

    Observe chain() {
        return chain;
    }
}
