package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.AutoscalingPolicy;
import com.google.cloud.dataproc.v1.AutoscalingPolicyServiceGrpc.AutoscalingPolicyServiceImplBase;
import com.google.cloud.dataproc.v1.CreateAutoscalingPolicyRequest;
import com.google.cloud.dataproc.v1.GetAutoscalingPolicyRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;

/** Autoscaling policies, under the lock of {@link FakeClusters}. */
final class FakePolicies extends AutoscalingPolicyServiceImplBase {
    private final FakeClusters owner;
    private final Map<String, AutoscalingPolicy> policies = new LinkedHashMap<>();

    FakePolicies(FakeClusters owner) {
        this.owner = owner;
    }

    Map<String, AutoscalingPolicy> all() {
        return policies;
    }

    @Override
    public void createAutoscalingPolicy(
            CreateAutoscalingPolicyRequest request, StreamObserver<AutoscalingPolicy> answer) {
        owner.answer(answer, () -> {
            AutoscalingPolicy policy = request.getPolicy();
            if (!policy.getId().matches("[A-Za-z0-9][A-Za-z0-9_-]{1,48}[A-Za-z0-9]")) {
                throw Status.INVALID_ARGUMENT
                        .withDescription("Invalid policy id '" + policy.getId() + "'")
                        .asRuntimeException();
            }
            if (policy.getWorkerConfig().getMinInstances() < 2
                    || policy.getWorkerConfig().getMaxInstances()
                            < policy.getWorkerConfig().getMinInstances()) {
                throw Status.INVALID_ARGUMENT
                        .withDescription("Primary workers must be bounded by [2, max_instances]")
                        .asRuntimeException();
            }
            String name = request.getParent() + "/autoscalingPolicies/" + policy.getId();
            AutoscalingPolicy made = policy.toBuilder().setName(name).build();
            if (policies.putIfAbsent(name, made) != null) {
                throw Status.ALREADY_EXISTS
                        .withDescription("Already exists: Autoscaling policy " + name)
                        .asRuntimeException();
            }
            return made;
        });
    }

    @Override
    public void getAutoscalingPolicy(GetAutoscalingPolicyRequest request, StreamObserver<AutoscalingPolicy> answer) {
        owner.answer(answer, () -> {
            AutoscalingPolicy policy = policies.get(request.getName());
            if (policy == null) {
                throw Status.NOT_FOUND
                        .withDescription("Not found: Autoscaling policy " + request.getName())
                        .asRuntimeException();
            }
            return policy;
        });
    }
}
