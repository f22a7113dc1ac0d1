package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterControllerGrpc.ClusterControllerImplBase;
import com.google.cloud.dataproc.v1.GetClusterRequest;
import io.grpc.stub.StreamObserver;

/** Says of every cluster that it is there; for tests of the way to it. */
public final class Clusters extends ClusterControllerImplBase {
    private final String detail;

    public Clusters() {
        this("");
    }

    /** @param detail what its state says in words */
    public Clusters(String detail) {
        this.detail = detail;
    }

    @Override
    public void getCluster(GetClusterRequest request, StreamObserver<Cluster> answer) {
        Cluster.Builder found = Cluster.newBuilder().setClusterName(request.getClusterName());
        found.getStatusBuilder().setDetail(detail);
        answer.onNext(found.build());
        answer.onCompleted();
    }
}
