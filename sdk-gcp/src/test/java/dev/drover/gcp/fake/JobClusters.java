package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.ClusterStatus;
import java.util.Optional;

/** What {@link FakeJobs} needs to know of clusters. */
@FunctionalInterface
public interface JobClusters {

    /**
     * A cluster.
     *
     * @param bucket where its agent writes what drivers print
     */
    record Home(ClusterStatus.State state, String uuid, String bucket) {}

    /** Empty if there is none of the name. */
    Optional<Home> find(String name);
}
