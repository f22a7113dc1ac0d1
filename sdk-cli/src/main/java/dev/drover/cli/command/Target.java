package dev.drover.cli.command;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.RequestKey;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where jobs are: a cluster or a pool. */
final class Target {
    @Option(names = "--on", paramLabel = "CLUSTER", description = "The cluster's id.")
    private Optional<ClusterId> cluster = Optional.empty();

    @Option(names = "--pool", paramLabel = "POOL", description = "The name of a pool in drover.yaml.")
    private Optional<String> pool = Optional.empty();

    Optional<ClusterId> cluster() {
        return cluster;
    }

    Optional<String> pool() {
        return pool;
    }

    /** The run of a key. */
    Optional<JobHandle> find(Drover drover, RequestKey key) {
        return cluster.map(id -> drover.jobs(id).find(key))
                .or(() -> pool.map(name -> drover.pool(name).find(key)))
                .orElseThrow();
    }
}
