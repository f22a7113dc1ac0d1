package dev.drover;

/**
 * A cluster for one piece of work: closing it ends it, if this JVM made it. A JVM that found it by its key leaves it
 * to the one that made it. Safe for use by many threads.
 */
public final class EphemeralCluster implements AutoCloseable {
    private final ClusterHandle cluster;
    private final ClusterStatus ready;

    EphemeralCluster(ClusterHandle cluster, ClusterStatus ready) {
        this.cluster = cluster;
        this.ready = ready;
    }

    public ClusterHandle cluster() {
        return cluster;
    }

    /** The cluster as it was when it became ready. */
    public ClusterStatus ready() {
        return ready;
    }

    /** Submits a job to it; see {@link JobSubmitter#submit}. */
    public JobHandle submit(JobSpec job, RequestKey key) {
        return cluster.jobs().submit(job, key);
    }

    /** Ends the cluster if this JVM made it, and with it every job that still runs there. */
    @Override
    public void close() {
        if (cluster.started()) {
            cluster.terminate();
        }
    }
}
