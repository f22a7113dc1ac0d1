package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterConfig;
import com.google.cloud.dataproc.v1.ClusterStatus.State;
import com.google.cloud.dataproc.v1.UpdateClusterRequest;
import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import java.time.Duration;

/**
 * Asks for another number of workers. Where a cluster has workers of spare capacity, those become more and fewer; else the
 * primary workers do.
 */
final class Resizing {
    private final ClusterApi api;
    private final RequestIds requestIds;
    private final Duration decommission;

    Resizing(ClusterApi api, RequestIds requestIds, Duration decommission) {
        this.api = api;
        this.requestIds = requestIds;
        this.decommission = decommission;
    }

    void resize(ClusterId id, int workers, CallContext context) {
        Cluster cluster = api.find(id.name(), context)
                .orElseThrow(() -> new DroverException(ErrorCode.NOT_FOUND, "There is no cluster '" + id + "'."));
        check(id, cluster);
        ClusterConfig config = cluster.getConfig();
        int primary = config.getWorkerConfig().getNumInstances();
        if (primary == 0) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "'" + id + "' is one machine for everything, which Dataproc does not resize; make a cluster of 2"
                            + " workers or more.");
        }
        boolean spare = config.hasSecondaryWorkerConfig();
        int least = spare ? primary : NodeTranslation.LEAST_WORKERS;
        if (workers < least) {
            throw DroverException.invalid("'" + id + "' keeps at least " + least + " workers"
                    + (spare ? ", which are no spare capacity" : "") + "; it cannot have " + workers + ".");
        }
        int before = primary + config.getSecondaryWorkerConfig().getNumInstances();
        api.update(request(id, spare, spare ? workers - primary : workers, workers < before), context);
    }

    private static void check(ClusterId id, Cluster cluster) {
        State state = cluster.getStatus().getState();
        if (state == State.ERROR) {
            throw new DroverException(ErrorCode.NOT_FOUND, "'" + id + "' has failed and is of no use any more.");
        }
        if (state != State.RUNNING) {
            throw new DroverException(
                    ErrorCode.CONFLICT, "'" + id + "' is " + state + "; Dataproc resizes running clusters only.");
        }
    }

    private UpdateClusterRequest request(ClusterId id, boolean spare, int count, boolean shrinks) {
        ClusterConfig.Builder config = ClusterConfig.newBuilder();
        (spare ? config.getSecondaryWorkerConfigBuilder() : config.getWorkerConfigBuilder()).setNumInstances(count);
        UpdateClusterRequest.Builder request = UpdateClusterRequest.newBuilder()
                .setProjectId(api.place().project())
                .setRegion(api.place().region())
                .setClusterName(id.name())
                .setCluster(Cluster.newBuilder().setConfig(config))
                .setRequestId(requestIds.next());
        request.getUpdateMaskBuilder()
                .addPaths("config." + (spare ? "secondary_worker_config" : "worker_config") + ".num_instances");
        if (shrinks && !decommission.isZero()) {
            request.setGracefulDecommissionTimeout(ClusterTranslation.seconds(decommission));
        }
        return request.build();
    }
}
