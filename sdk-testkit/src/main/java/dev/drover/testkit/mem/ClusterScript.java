package dev.drover.testkit.mem;

import java.time.Duration;
import java.util.Optional;

/** What becomes of a pretended cluster that is created. Immutable. */
public final class ClusterScript {
    private final Optional<Duration> after;
    private final Optional<String> problem;

    private ClusterScript(Optional<Duration> after, Optional<String> problem) {
        this.after = after;
        this.problem = problem;
    }

    /** Starts for this long, then is ready. */
    public static ClusterScript ready(Duration after) {
        return new ClusterScript(Optional.of(after), Optional.empty());
    }

    /** Starts for this long, then fails with this problem. */
    public static ClusterScript fail(Duration after, String problem) {
        return new ClusterScript(Optional.of(after), Optional.of(problem));
    }

    /** Starts for ever. */
    public static ClusterScript neverReady() {
        return new ClusterScript(Optional.empty(), Optional.empty());
    }

    Optional<Duration> after() {
        return after;
    }

    Optional<String> problem() {
        return problem;
    }
}
