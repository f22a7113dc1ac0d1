package dev.drover.cli.command;

import dev.drover.ClusterId;
import dev.drover.ClusterRequest;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobTarget;
import dev.drover.RequestKey;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where jobs are: a cluster or a pool. */
final class Target {
    @Option(names = "--on", paramLabel = "CLUSTER", description = "The cluster's id, or its name in drover.yaml.")
    private Optional<String> cluster = Optional.empty();

    @Option(names = "--pool", paramLabel = "POOL", description = "The name of a pool in drover.yaml.")
    private Optional<String> pool = Optional.empty();

    Optional<String> pool() {
        return pool;
    }

    /** Of the two that which was given. */
    JobTarget target() {
        return pool.<JobTarget>map(JobTarget.Pool::new).orElseGet(() -> on(cluster.orElseThrow()));
    }

    private static JobTarget on(String text) {
        return text.contains("://") ? new JobTarget.Cluster(ClusterId.parse(text)) : new JobTarget.Declared(text);
    }

    /** The cluster, if it is not a pool. */
    Optional<ClusterId> cluster(Drover drover) {
        return cluster.map(text -> on(text) instanceof JobTarget.Cluster known ? known.id() : made(text, drover));
    }

    private static ClusterId made(String name, Drover drover) {
        ClusterRequest wanted = Declared.cluster(name, drover);
        return drover.clusters(wanted.location())
                .find(wanted.key())
                .orElseThrow(() -> new DroverException(
                        ErrorCode.NOT_FOUND,
                        "The cluster '" + name + "' is not there; 'drover cluster create " + name + "' makes it."))
                .id();
    }

    /** The run of a key. */
    Optional<JobHandle> find(Drover drover, RequestKey key) {
        Optional<ClusterId> single = cluster(drover);
        return single.isPresent()
                ? drover.jobs(single.get()).find(key)
                : drover.pool(pool.orElseThrow()).find(key);
    }
}
