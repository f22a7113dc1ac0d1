package dev.drover.gcp.fake;

import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc.OperationsImplBase;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The operations of {@link FakeClusters}, under its lock: each request id has one. */
final class FakeOperations extends OperationsImplBase {
    private final FakeClusters owner;
    private final Map<String, FakeOperation> byName = new LinkedHashMap<>();
    private final Map<String, FakeOperation> byRequest = new HashMap<>();

    FakeOperations(FakeClusters owner) {
        this.owner = owner;
    }

    /** What a request with this id has begun, however long ago. */
    Optional<FakeOperation> of(String requestId) {
        return requestId.isEmpty() ? Optional.empty() : Optional.ofNullable(byRequest.get(requestId));
    }

    FakeOperation begin(String prefix, String requestId, String type, String cluster, String uuid) {
        String name = prefix + "/operations/op-" + (byName.size() + 1);
        FakeOperation operation = new FakeOperation(name, type, cluster, uuid);
        byName.put(name, operation);
        if (!requestId.isEmpty()) {
            byRequest.put(requestId, operation);
        }
        return operation;
    }

    @Override
    public void getOperation(GetOperationRequest request, StreamObserver<Operation> answer) {
        owner.answer(answer, () -> {
            FakeOperation operation = byName.get(request.getName());
            if (operation == null) {
                throw Status.NOT_FOUND
                        .withDescription("Operation not found: " + request.getName())
                        .asRuntimeException();
            }
            return operation.message();
        });
    }
}
