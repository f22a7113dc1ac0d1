package dev.drover.testkit.fault;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The calls that a fault is meant for: one, unless {@link #times} or {@link #always} says otherwise. The last method of
 * the chain says what goes wrong and adds the rule to the script. Not safe for use by many threads.
 */
public final class FaultTarget {
    private final FaultScript script;
    private final StringBuilder words;
    private Predicate<MemCall> matches;
    private int skip;
    private OptionalInt times = OptionalInt.of(1);

    FaultTarget(FaultScript script, Optional<MemApi> api) {
        this.script = script;
        this.matches = call -> api.isEmpty() || api.get().toString().equals(call.api());
        this.words = new StringBuilder(api.map(MemApi::toString).orElse("any call"));
    }

    // Which calls

    /** Only calls to this place: a cluster, or a location and all clusters and objects in it. */
    public FaultTarget on(String where) {
        return and(call -> isIn(where, call), " on " + where);
    }

    /** Only calls about this cluster. */
    public FaultTarget on(ClusterId cluster) {
        return and(call -> call.cluster().filter(cluster::equals).isPresent(), " on " + cluster);
    }

    /** Only calls of this pretended process. */
    public FaultTarget from(String client) {
        return and(call -> call.client().equals(client), " from " + client);
    }

    /** Only calls that carry or look for this key. */
    public FaultTarget key(RequestKey key) {
        return and(call -> call.key().filter(key::equals).isPresent(), " for key " + key);
    }

    /** Lets the first matching calls go well. */
    public FaultTarget after(int calls) {
        skip = calls;
        words.append(" after ").append(calls);
        return this;
    }

    /**
     * Not only one call, but this many.
     *
     * @throws DroverException INVALID_ARGUMENT if less than 1
     */
    public FaultTarget times(int calls) {
        if (calls < 1) {
            throw DroverException.invalid("A fault comes to pass at least once, not " + calls + " times.");
        }
        times = OptionalInt.of(calls);
        return this;
    }

    /** Not only one call, but all. */
    public FaultTarget always() {
        times = OptionalInt.empty();
        return this;
    }

    private FaultTarget and(Predicate<MemCall> more, String said) {
        matches = matches.and(more);
        words.append(said);
        return this;
    }

    private static boolean isIn(String where, MemCall call) {
        return isIn(where, call.request().endpoint())
                || call.cluster()
                        .filter(cluster -> isIn(where, cluster.toString()))
                        .isPresent();
    }

    private static boolean isIn(String where, String place) {
        return place.equals(where) || place.startsWith(where + "/");
    }

    // What goes wrong

    /** See {@link Fault.Throttle}. */
    public void throttle() {
        fails(new Fault.Throttle(Optional.empty()));
    }

    /** See {@link Fault.Throttle}; the platform asks to wait this long. */
    public void throttle(Duration retryAfter) {
        fails(new Fault.Throttle(Optional.of(retryAfter)));
    }

    /** See {@link Fault.Refuse}. */
    public void refuse(ErrorCode code) {
        fails(new Fault.Refuse(code));
    }

    /** See {@link Fault.Unreachable}. */
    public void unreachable() {
        fails(new Fault.Unreachable());
    }

    /** See {@link Fault.TimeOut}. */
    public void timeOut() {
        fails(new Fault.TimeOut());
    }

    /** See {@link Fault.LoseResponse}. */
    public void loseResponse() {
        fails(new Fault.LoseResponse());
    }

    /** See {@link Fault.LandLate}. */
    public void landLate(Duration after) {
        fails(new Fault.LandLate(after));
    }

    /** See {@link Fault.StaleRead}. */
    public void staleRead(Duration age) {
        fails(new Fault.StaleRead(age));
    }

    /** See {@link Fault.Slow}. */
    public void slow(Duration delay) {
        fails(new Fault.Slow(delay));
    }

    /** See {@link Fault.PauseClient}. */
    public void pauseClient(Duration length) {
        fails(new Fault.PauseClient(length));
    }

    /** See {@link Fault.CannotTell}. */
    public void cannotTell(Duration askAgainAfter) {
        fails(new Fault.CannotTell(askAgainAfter));
    }

    /** See {@link Fault.CrashBeforeSending}. */
    public void crashBeforeSending(Supplier<? extends Error> crash) {
        fails(new Fault.CrashBeforeSending(crash));
    }

    /** See {@link Fault.CrashAfterEffect}. */
    public void crashAfterEffect(Supplier<? extends Error> crash) {
        fails(new Fault.CrashAfterEffect(crash));
    }

    /** Any of them. */
    public void fails(Fault fault) {
        script.add(rule(fault, Optional.empty()));
    }

    FaultRule rule(Fault fault, Optional<Instant> end) {
        return new FaultRule(matches, fault, skip, times, end, words.toString());
    }
}
