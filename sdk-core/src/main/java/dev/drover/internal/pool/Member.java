package dev.drover.internal.pool;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.routing.Candidate;
import dev.drover.routing.Health;
import dev.drover.routing.PoolMember;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A cluster of a pool and how it stands. Safe for use by many threads. */
final class Member {
    private final PoolMember declared;
    private final Supplier<Optional<String>> outage;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Candidate last;
    private volatile boolean drained;
    private volatile Optional<String> trouble = Optional.empty();

    /**
     * A cluster that is up.
     *
     * @param outage what is wrong with whoever answers for it, as far as calls have shown
     */
    Member(PoolMember declared, Set<Capability> capabilities, Supplier<Optional<String>> outage) {
        this.declared = declared;
        this.outage = outage;
        Candidate.Builder builder = Candidate.builder(declared.cluster())
                .weight(declared.weight())
                .labels(declared.labels())
                .queues(declared.queues().keySet())
                .capabilities(capabilities);
        declared.sparkVersion().ifPresent(builder::sparkVersion);
        last = builder.build();
    }

    ClusterId cluster() {
        return declared.cluster();
    }

    PoolMember declared() {
        return declared;
    }

    Candidate now() {
        Candidate before = last;
        Health health = health();
        int jobs = inFlight.get();
        // At each submission all are asked, and few have changed.
        if (jobs == before.inFlight() && health.equals(before.health())) {
            return before;
        }
        Candidate now = before.withHealth(health).withInFlight(jobs);
        last = now;
        return now;
    }

    private Health health() {
        if (drained) {
            return Health.down("it is drained");
        }
        return trouble.or(outage).map(Health::down).orElseGet(Health::up);
    }

    boolean full() {
        return declared.maxInFlight().isPresent()
                && inFlight.get() >= declared.maxInFlight().getAsInt();
    }

    /** Takes a place for one more job; false if there is none. */
    boolean reserve() {
        int most = declared.maxInFlight().orElse(Integer.MAX_VALUE);
        int before = inFlight.getAndUpdate(jobs -> Math.min(most, jobs + 1));
        return before < most;
    }

    void release() {
        inFlight.decrementAndGet();
    }

    void drain(boolean on) {
        drained = on;
    }

    /** What the cluster itself was found to be in; empty if it is well. */
    void found(Optional<String> problem) {
        trouble = problem;
    }
}
