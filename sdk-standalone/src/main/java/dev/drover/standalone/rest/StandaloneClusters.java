package dev.drover.standalone.rest;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.spi.CallContext;
import java.util.function.Function;

/** Where the clusters of a location are, and what holds for their jobs. Safe for use by many threads. */
public interface StandaloneClusters {

    /**
     * A cluster that takes jobs. Asked for often: a look at the platform should hold for a while.
     *
     * @throws DroverException NOT_FOUND for an unknown one
     */
    StandaloneCluster find(ClusterId cluster, CallContext context);

    /** What holds for the jobs of a cluster, as far as it can be told without a native call. */
    JobDefaults defaults(ClusterId cluster);

    /** Clusters that are known without a native call. */
    static StandaloneClusters known(Function<ClusterId, StandaloneCluster> clusters) {
        return new StandaloneClusters() {
            @Override
            public StandaloneCluster find(ClusterId cluster, CallContext context) {
                return clusters.apply(cluster);
            }

            @Override
            public JobDefaults defaults(ClusterId cluster) {
                return clusters.apply(cluster).jobs();
            }
        };
    }
}
