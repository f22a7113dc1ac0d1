package dev.drover.spi;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes and finds clusters at the location that its {@link Provider} was opened for. Safe for use by many threads.
 */
public interface ClusterDriver {

    /** How long after a create whose answer was lost the cluster may still appear. */
    Duration settle();

    /** Whether {@link #create} may be repeated for the same attempt: see {@link JobDriver#submitSafety()}. */
    default Safety createSafety() {
        return Safety.UNSAFE;
    }

    /**
     * Refuses what this platform cannot make, by {@link ErrorCode#INVALID_ARGUMENT} or {@link ErrorCode#UNSUPPORTED},
     * without any native call. The core has checked the capabilities that the spec needs.
     */
    void check(ClusterSpec spec);

    /**
     * Asks for a cluster and returns once the platform has accepted it; {@link #describe} tells when it is ready. The
     * attempt's name goes into the platform's name, token or tags, so that {@link #find} finds it.
     *
     * <p>Guarantee: if this throws with effect NONE, nothing was made. A cluster that fails later undoes what it made.
     * Errors: ALREADY_EXISTS if another process made one for the attempt meanwhile; the core then finds that one.
     */
    ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context);

    /** The living clusters that were made for the attempt, by any JVM. */
    Lookup<ClusterId> find(Attempt attempt, CallContext context);

    /** Empty if the platform does not know the cluster. */
    Optional<ClusterStatus> describe(ClusterId cluster, CallContext context);

    /** The living clusters that Drover made here. */
    List<ClusterStatus> list(CallContext context);

    /**
     * Asks for another number of workers.
     *
     * <p>Errors: NOT_FOUND for an unknown or ended cluster; CONFLICT if it is not in a state to be resized.
     */
    void resize(ClusterId cluster, int workers, CallContext context);

    /** Asks the cluster to end. Repeatable; an unknown or ended cluster is no error. */
    void terminate(ClusterId cluster, CallContext context);

    /** What create would do. */
    ClusterPlan plan(ClusterSpec spec, CallContext context);
}
