package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.ClusterOperationMetadata;
import com.google.cloud.dataproc.v1.ClusterOperationStatus;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Status;
import io.grpc.Status.Code;

/** A long-running operation of {@link FakeClusters}, under its lock. */
final class FakeOperation {
    private final String type;
    private final String cluster;
    private final String uuid;
    private final Operation.Builder operation;
    private ClusterOperationStatus.State state = ClusterOperationStatus.State.RUNNING;

    FakeOperation(String name, String type, String cluster, String uuid) {
        this.type = type;
        this.cluster = cluster;
        this.uuid = uuid;
        operation = Operation.newBuilder().setName(name);
    }

    String type() {
        return type;
    }

    boolean done() {
        return operation.getDone();
    }

    void succeed(Message result) {
        state = ClusterOperationStatus.State.DONE;
        operation.setDone(true).setResponse(Any.pack(result));
    }

    void fail(Code code, String message) {
        state = ClusterOperationStatus.State.DONE;
        operation
                .setDone(true)
                .setError(Status.newBuilder().setCode(code.value()).setMessage(message));
    }

    Operation message() {
        return operation
                .clone()
                .setMetadata(Any.pack(ClusterOperationMetadata.newBuilder()
                        .setClusterName(cluster)
                        .setClusterUuid(uuid)
                        .setOperationType(type)
                        .setStatus(ClusterOperationStatus.newBuilder().setState(state))
                        .build()))
                .build();
    }
}
