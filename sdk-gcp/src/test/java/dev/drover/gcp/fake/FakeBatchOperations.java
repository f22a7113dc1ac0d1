package dev.drover.gcp.fake;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.OperationsGrpc.OperationsImplBase;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;

/** The operations that make batches. */
public final class FakeBatchOperations extends OperationsImplBase {
    private final FakeBatches batches;

    public FakeBatchOperations(FakeBatches batches) {
        this.batches = batches;
    }

    @Override
    public void cancelOperation(CancelOperationRequest request, StreamObserver<Empty> observer) {
        FakeBatches.answer(observer, () -> {
            batches.cancel(request.getName());
            return Empty.getDefaultInstance();
        });
    }
}
