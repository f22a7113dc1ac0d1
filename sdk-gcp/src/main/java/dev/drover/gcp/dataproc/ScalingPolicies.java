package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.AutoscalingPolicy;
import com.google.cloud.dataproc.v1.BasicAutoscalingAlgorithm;
import com.google.cloud.dataproc.v1.BasicYarnAutoscalingConfig;
import com.google.cloud.dataproc.v1.InstanceGroupAutoscalingPolicyConfig;
import com.google.protobuf.Duration;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Scaling;
import dev.drover.spi.CallContext;
import java.util.List;
import java.util.Optional;

/**
 * The autoscaling policy of a cluster, which is a resource of its own
 * (<a href="https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/autoscaling">Dataproc: autoscaling</a>).
 * Those that Drover makes are named by what they say: clusters of one range share one, making it again is making it once,
 * and it stays when they end. It costs nothing, and Dataproc refuses to delete it until the last cluster is gone, for which
 * somebody would have to wait.
 */
final class ScalingPolicies {
    private final ClusterApi api;
    private final DataprocOptions options;

    ScalingPolicies(ClusterApi api, DataprocOptions options) {
        this.api = api;
        this.options = options;
    }

    static void check(ClusterSpec spec) {
        spec.scaling().ifPresent(range -> {
            if (range.minWorkers() < NodeTranslation.LEAST_WORKERS) {
                throw DroverException.invalid(
                        "Dataproc keeps at least 2 workers in a cluster that scales, not " + range.minWorkers() + ".");
            }
        });
    }

    /** Its full name, if there is one; makes it if it is Drover's and not there. */
    Optional<String> ensure(ClusterSpec spec, CallContext context) {
        made(spec).ifPresent(policy -> {
            if (api.policy(name(policy.getId()), context).isEmpty()) {
                make(policy, context);
            }
        });
        return name(spec);
    }

    private void make(AutoscalingPolicy policy, CallContext context) {
        try {
            api.createPolicy(policy, context);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    /** Its full name, if a cluster has one. */
    Optional<String> name(ClusterSpec spec) {
        return made(spec)
                .map(AutoscalingPolicy::getId)
                .or(options::autoscalingPolicy)
                .map(this::name);
    }

    /** Whether the policy is there that the options name; of those that Drover makes there is nothing to check. */
    List<String> problems(ClusterSpec spec, CallContext context) {
        if (options.autoscalingPolicy().isEmpty() || spec.scaling().isPresent()) {
            return List.of();
        }
        String id = options.autoscalingPolicy().get();
        try {
            return api.policy(name(id), context).isPresent()
                    ? List.of()
                    : List.of("there is no autoscaling policy " + id + " in "
                            + api.place().region());
        } catch (DroverException e) {
            return List.of("whether there is an autoscaling policy " + id + " could not be checked: " + e.getMessage());
        }
    }

    private String name(String id) {
        return api.place().parent() + "/autoscalingPolicies/" + id;
    }

    /** The one that Drover makes. */
    Optional<AutoscalingPolicy> made(ClusterSpec spec) {
        return spec.scaling().map(range -> policy(range, NodeTranslation.usesSpare(spec)));
    }

    private AutoscalingPolicy policy(Scaling range, boolean spare) {
        AutoscalingPolicy.Builder policy = AutoscalingPolicy.newBuilder()
                .setId("drover-" + (spare ? "spare-" : "") + range.minWorkers() + "-" + range.maxWorkers() + "-"
                        + options.decommission().toSeconds() + "s")
                .setBasicAlgorithm(BasicAutoscalingAlgorithm.newBuilder()
                        .setYarnConfig(BasicYarnAutoscalingConfig.newBuilder()
                                .setGracefulDecommissionTimeout(Duration.newBuilder()
                                        .setSeconds(options.decommission().toSeconds()))
                                // All that waits is made room for, and all that is idle given back.
                                .setScaleUpFactor(1)
                                .setScaleDownFactor(1)));
        int least = NodeTranslation.LEAST_WORKERS;
        if (spare) {
            return policy.setWorkerConfig(between(least, least))
                    .setSecondaryWorkerConfig(between(range.minWorkers() - least, range.maxWorkers() - least))
                    .build();
        }
        return policy.setWorkerConfig(between(range.minWorkers(), range.maxWorkers()))
                .build();
    }

    private static InstanceGroupAutoscalingPolicyConfig between(int least, int most) {
        return InstanceGroupAutoscalingPolicyConfig.newBuilder()
                .setMinInstances(least)
                .setMaxInstances(most)
                .build();
    }
}
