package dev.drover.testkit.fault;

import dev.drover.DroverException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What goes wrong in a test, in the order in which it was written: of all rules that match a call and are not used up,
 * the first one decides.
 *
 * <pre>{@code
 * faults.next("SubmitJob").loseResponse();
 * faults.next("DescribeJobs").from("process-2").times(3).throttle(Duration.ofSeconds(5));
 * faults.down("mem://eu", Duration.ofMinutes(2));
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class FaultScript implements FaultSource {
    private final InstantSource time;
    private final List<FaultRule> rules = new ArrayList<>();

    /** An empty script whose spans of time are measured by this. */
    public FaultScript(InstantSource time) {
        this.time = time;
    }

    /**
     * The next call of an operation; narrow it down, then say what goes wrong.
     *
     * @param api such as {@code SubmitJob}; see {@link MemApi}
     * @throws DroverException INVALID_ARGUMENT for an operation that there is not
     */
    public FaultTarget next(String api) {
        return next(MemApi.of(api));
    }

    /** {@link #next(String)} by constant. */
    public FaultTarget next(MemApi api) {
        return new FaultTarget(this, Optional.of(api));
    }

    /** The next call of any operation. */
    public FaultTarget next() {
        return new FaultTarget(this, Optional.empty());
    }

    /**
     * Lets nobody reach a place from now on.
     *
     * @param where a location with everything in it, such as {@code mem://eu}, or one cluster, such as
     *     {@code mem://eu/etl}
     * @param length for how long
     */
    public void down(String where, Duration length) {
        Instant end = time.instant().plus(length);
        add(next().on(where).always().rule(new Fault.Unreachable(), Optional.of(end)));
    }

    synchronized void add(FaultRule rule) {
        rules.add(rule);
    }

    @Override
    public synchronized Optional<Fault> faultOf(MemCall call) {
        Instant now = time.instant();
        for (FaultRule rule : rules) {
            Optional<Fault> fault = rule.meet(call, now);
            if (fault.isPresent()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    /** The rules that never came to pass as often as they were meant to, in words: such a test proves nothing. */
    public synchronized List<String> unused() {
        return rules.stream().filter(FaultRule::unused).map(FaultRule::toString).toList();
    }
}
