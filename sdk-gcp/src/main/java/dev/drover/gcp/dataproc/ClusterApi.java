package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.AutoscalingPolicy;
import com.google.cloud.dataproc.v1.AutoscalingPolicyServiceClient;
import com.google.cloud.dataproc.v1.AutoscalingPolicyServiceSettings;
import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterControllerClient;
import com.google.cloud.dataproc.v1.ClusterControllerSettings;
import com.google.cloud.dataproc.v1.CreateAutoscalingPolicyRequest;
import com.google.cloud.dataproc.v1.CreateClusterRequest;
import com.google.cloud.dataproc.v1.DeleteClusterRequest;
import com.google.cloud.dataproc.v1.GetAutoscalingPolicyRequest;
import com.google.cloud.dataproc.v1.GetClusterRequest;
import com.google.cloud.dataproc.v1.ListClustersRequest;
import com.google.cloud.dataproc.v1.ListClustersResponse;
import com.google.cloud.dataproc.v1.UpdateClusterRequest;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import dev.drover.gcp.internal.GcpCalls;
import dev.drover.gcp.internal.Rpc;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Dataproc's operations for clusters that Drover uses, each one native call
 * (<a href="https://cloud.google.com/dataproc/docs/reference/rpc/google.cloud.dataproc.v1">Dataproc: RPC reference</a>).
 * Those that take long are only begun.
 */
final class ClusterApi implements AutoCloseable {
    private final Place place;
    private final Rpc rpc;
    private final GcpCalls calls;
    private final ClusterControllerClient clusters;
    private final AutoscalingPolicyServiceClient policies;

    ClusterApi(Place place, Rpc rpc, GcpCalls calls) {
        this.place = place;
        this.rpc = rpc;
        this.calls = calls;
        try {
            ClusterControllerSettings.Builder settings = ClusterControllerSettings.newBuilder();
            rpc.prepare(settings);
            clusters = ClusterControllerClient.create(settings.build());
            AutoscalingPolicyServiceSettings.Builder scaling = AutoscalingPolicyServiceSettings.newBuilder();
            rpc.prepare(scaling);
            policies = AutoscalingPolicyServiceClient.create(scaling.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Place place() {
        return place;
    }

    /** Its request id makes a repeat the same request; there is one cluster of a name. */
    Operation create(CreateClusterRequest request, CallContext context) {
        return calls.keyed("CreateCluster", context, left -> rpc.call(clusters.createClusterCallable(), request, left));
    }

    /** Its request id makes a repeat the same request. */
    Operation update(UpdateClusterRequest request, CallContext context) {
        return calls.keyed("UpdateCluster", context, left -> rpc.call(clusters.updateClusterCallable(), request, left));
    }

    /** Its request id makes a repeat the same request. */
    Operation delete(DeleteClusterRequest request, CallContext context) {
        return calls.keyed("DeleteCluster", context, left -> rpc.call(clusters.deleteClusterCallable(), request, left));
    }

    /** Empty if there is none. */
    Optional<Cluster> find(String name, CallContext context) {
        GetClusterRequest request = GetClusterRequest.newBuilder()
                .setProjectId(place.project())
                .setRegion(place.region())
                .setClusterName(name)
                .build();
        return Existing.of(() ->
                calls.read("GetCluster", context, left -> rpc.call(clusters.getClusterCallable(), request, left)));
    }

    /** All that match, page by page. */
    List<Cluster> list(String filter, CallContext context) {
        List<Cluster> all = new ArrayList<>();
        String token = "";
        do {
            ListClustersRequest request = ListClustersRequest.newBuilder()
                    .setProjectId(place.project())
                    .setRegion(place.region())
                    .setFilter(filter)
                    .setPageToken(token)
                    .build();
            ListClustersResponse page = calls.read(
                    "ListClusters", context, left -> rpc.call(clusters.listClustersCallable(), request, left));
            all.addAll(page.getClustersList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    /** Empty if Dataproc has forgotten it. */
    Optional<Operation> operation(String name, CallContext context) {
        GetOperationRequest request =
                GetOperationRequest.newBuilder().setName(name).build();
        return Existing.of(() -> calls.read(
                "GetOperation",
                context,
                left -> rpc.call(clusters.getOperationsClient().getOperationCallable(), request, left)));
    }

    /** By its id, of which there is one. */
    void createPolicy(AutoscalingPolicy policy, CallContext context) {
        CreateAutoscalingPolicyRequest request = CreateAutoscalingPolicyRequest.newBuilder()
                .setParent(place.parent())
                .setPolicy(policy)
                .build();
        calls.keyed(
                "CreateAutoscalingPolicy",
                context,
                left -> rpc.call(policies.createAutoscalingPolicyCallable(), request, left));
    }

    /** @param name in the API's words: {@code projects/P/regions/R/autoscalingPolicies/ID} */
    Optional<AutoscalingPolicy> policy(String name, CallContext context) {
        GetAutoscalingPolicyRequest request =
                GetAutoscalingPolicyRequest.newBuilder().setName(name).build();
        return Existing.of(() -> calls.read(
                "GetAutoscalingPolicy",
                context,
                left -> rpc.call(policies.getAutoscalingPolicyCallable(), request, left)));
    }

    @Override
    public void close() {
        clusters.close();
        policies.close();
    }
}
