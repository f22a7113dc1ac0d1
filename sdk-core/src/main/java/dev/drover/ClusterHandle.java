package dev.drover;

import java.time.Duration;

/** One cluster. Dropping a handle leaves the cluster alone. Safe for use by many threads. */
public interface ClusterHandle {

    ClusterId id();

    /** Whether the call that gave this handle made the cluster, rather than finding it. */
    boolean started();

    /**
     * Asks the platform.
     *
     * @throws DroverException NOT_FOUND if it does not know the cluster
     */
    ClusterStatus describe();

    /**
     * Waits until all workers are there.
     *
     * @throws DroverException FAILED with the reason and the end of the failing log if the cluster failed or ended;
     *     DEADLINE_EXCEEDED, saying where it stands
     */
    ClusterStatus awaitReady(Duration timeout) throws InterruptedException;

    /**
     * Adds or removes workers until there are this many; returns once asked for.
     *
     * @param workers 1 to 10,000
     * @throws DroverException UNSUPPORTED if the platform cannot
     */
    void resize(int workers);

    /** Work on the cluster's machines. */
    ClusterNodes nodes();

    /**
     * Takes the cluster out of sight and leaves it running: lists do not show it any more, and its key does not find it.
     * Whoever knows its id still uses and ends it; whoever creates it again with its key takes it back as it is.
     *
     * @throws DroverException UNSUPPORTED without {@link Capability#DETACH}; NOT_FOUND for an unknown or ended cluster
     */
    void detach();

    /** Ends the cluster and everything on it. Does nothing if it has ended or is unknown. */
    void terminate();

    /** Jobs on this cluster. */
    JobSubmitter jobs();
}
