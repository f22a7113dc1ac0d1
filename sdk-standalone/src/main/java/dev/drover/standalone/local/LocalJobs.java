package dev.drover.standalone.local;

import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Secret;
import dev.drover.StorageUri;
import dev.drover.standalone.local.ClusterRecord.Endpoints;
import dev.drover.standalone.local.ClusterRecord.Spark;
import dev.drover.standalone.rest.JobDefaults;
import dev.drover.standalone.rest.MasterEndpoints;
import dev.drover.standalone.rest.StandaloneCluster;
import java.net.URI;
import java.util.Optional;

/** Finds out where the master of a local cluster takes jobs, and what holds for them. */
final class LocalJobs {
    private final LocalClusterDriver clusters;
    private final RunFolders folders;
    private final DroverClock clock;

    LocalJobs(LocalClusterDriver clusters, RunFolders folders, DroverClock clock) {
        this.clusters = clusters;
        this.folders = folders;
        this.clock = clock;
    }

    /** A cluster that takes jobs: NOT_FOUND if there is none, UNAVAILABLE while it is being made. */
    StandaloneCluster cluster(ClusterId id) {
        ClusterRecord record = clusters.record(id, new BackgroundContext(clock))
                .filter(known -> !known.state().terminal())
                .orElseThrow(() -> new DroverException(
                        ErrorCode.NOT_FOUND, "There is no cluster '" + id + "'; it ended, or never was here."));
        Endpoints endpoints = record.endpoints();
        Spark spark = record.spark();
        if (endpoints == null || spark == null) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    true,
                    "The cluster '" + id + "' takes no jobs yet (" + record.step() + "); wait until it is ready.",
                    null);
        }
        RunFolder folder = folders.folder(id.name());
        return new StandaloneCluster(
                MasterEndpoints.of(
                        URI.create(endpoints.rest()),
                        URI.create(endpoints.ui()),
                        Optional.of(Secret.file(folder.jwsKey()))),
                new JobDefaults(
                        record.conf(),
                        Optional.of(StorageUri.of(folder.staging())),
                        Optional.ofNullable(spark.pythonHome())));
    }
}
