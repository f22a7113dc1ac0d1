package dev.drover.internal.guard;

import dev.drover.DroverListener.Progress;
import dev.drover.Location;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeOperation;
import dev.drover.spi.Provider;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One operation: every native call goes through the chain here, and every error becomes a user's error there. */
final class GuardedContext implements CallContext {
    private final Guards shared;
    private final Provider provider;
    private final Location where;
    private final Budgets budgets;
    private final String what;
    private final Subject subject;
    private final Duration timeout;
    private final Instant deadline;
    private final long endNanos;
    private volatile @Nullable Marks marks;
    private volatile @Nullable Endpoint last;

    GuardedContext(
            Guards shared,
            Provider provider,
            Location where,
            Budgets budgets,
            String what,
            Subject subject,
            Duration timeout) {
        this.shared = shared;
        this.provider = provider;
        this.where = where;
        this.budgets = budgets;
        this.what = what;
        this.subject = subject;
        this.timeout = timeout;
        Instant now = shared.clock().instant();
        this.deadline = now.plus(timeout);
        this.endNanos = shared.time().nanos(now) + SteadyTime.nanosOf(timeout);
    }

    @Override
    public <T> T call(NativeCall call, NativeOperation<T> operation) {
        String name = call.endpoint().isEmpty() ? where.toString() : call.endpoint();
        long now = shared.time().nanos();
        Endpoint endpoint = last;
        if (endpoint == null || !endpoint.name().equals(name)) {
            endpoint = shared.endpoints().named(name);
            called(endpoint, now);
        }
        return shared.chain().run(new GuardedCall<>(this, call, operation, endpoint, now));
    }

    private void called(Endpoint endpoint, long now) {
        last = endpoint;
        endpoint.used(now);
        subject.cluster().ifPresent(cluster -> shared.endpoints().serves(cluster, endpoint));
    }

    @Override
    public CallContext renewed() {
        return new GuardedContext(shared, provider, where, budgets, what, subject, timeout);
    }

    Failure classify(NativeCall call, Throwable error) {
        return provider.classify(call, error);
    }

    TokenBucket[] buckets(NativeCall call) {
        return budgets.of(call, where);
    }

    Location where() {
        return where;
    }

    String what() {
        return what;
    }

    Subject subject() {
        return subject;
    }

    /** What log lines show of the subject; null if there is none. */
    @Nullable
    Marks marks() {
        Marks known = marks;
        if (known == null && !subject.equals(Subject.NONE)) {
            known = Marks.of(subject);
            marks = known;
        }
        return known;
    }

    /** What is left until the deadline, by the steady time; zero if it is over. */
    long leftNanos(long now) {
        return Math.max(0, endNanos - now);
    }

    @Override
    public Instant deadline() {
        return deadline;
    }

    @Override
    public Duration remaining() {
        return Duration.ofNanos(leftNanos(shared.time().nanos()));
    }

    @Override
    public Instant now() {
        return shared.clock().instant();
    }

    @Override
    public void progress(String message) {
        shared.listeners().tell(l -> l.progressed(new Progress(what, message)));
    }
}
