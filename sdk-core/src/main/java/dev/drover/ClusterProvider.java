package dev.drover;

import java.util.List;
import java.util.Optional;

/** Makes and finds clusters in one location. Safe for use by many threads. */
public interface ClusterProvider {

    Location location();

    /**
     * Makes a cluster once and returns as soon as the platform has accepted it; {@link ClusterHandle#awaitReady} waits.
     * If a living cluster was already made for the key, in this JVM or another, a handle to that one is returned.
     *
     * @throws DroverException INVALID_ARGUMENT or UNSUPPORTED before anything is made
     * @throws OutcomeUnknownException if it cannot be told whether it was accepted; call again with the key
     */
    ClusterHandle create(ClusterSpec spec, RequestKey key);

    /** The living cluster that was made for the key. */
    Optional<ClusterHandle> find(RequestKey key);

    /** The clusters here that Drover made and that have not ended. */
    List<ClusterStatus> list();

    /** What {@link #create} would do; nothing is made. */
    ClusterPlan plan(ClusterSpec spec);
}
