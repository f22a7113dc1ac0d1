package dev.drover.aws.emreks;

import dev.drover.Attempt;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.aws.internal.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emrcontainers.model.ContainerInfo;
import software.amazon.awssdk.services.emrcontainers.model.CreateVirtualClusterRequest;
import software.amazon.awssdk.services.emrcontainers.model.EksInfo;

/** Translates clusters into virtual clusters. Pure. */
final class VirtualClusterRequest {
    /** So that a list shows which are Drover's. */
    private static final String DROVERS = "drover/";

    private VirtualClusterRequest() {}

    static String name(Attempt attempt) {
        return DROVERS + attempt.name();
    }

    static boolean isDrovers(@Nullable String name) {
        return name != null && name.startsWith(DROVERS);
    }

    /**
     * The request, without name and token. Workers are not in it: a virtual cluster has no machines.
     *
     * @throws DroverException INVALID_ARGUMENT or UNSUPPORTED for what a virtual cluster cannot be
     */
    static CreateVirtualClusterRequest.Builder of(ClusterSpec spec, EmrEksOptions options) {
        if (spec.sparkVersion().isPresent() || !spec.conf().isEmpty()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "A virtual cluster has no Spark of its own: each job says its release and properties. Set"
                            + " EmrEksOptions.release and conf.");
        }
        String eks = options.eksCluster().orElseThrow(VirtualClusterRequest::nowhere);
        String namespace = options.namespace().orElseThrow(VirtualClusterRequest::nowhere);
        ContainerInfo info =
                ContainerInfo.fromEksInfo(EksInfo.builder().namespace(namespace).build());
        return CreateVirtualClusterRequest.builder()
                .containerProvider(provider -> provider.type("EKS").id(eks).info(info))
                .tags(Tags.of(spec.labels()));
    }

    private static DroverException nowhere() {
        return DroverException.invalid("A virtual cluster stands for a namespace of an EKS cluster: set"
                + " EmrEksOptions.eksCluster and namespace.");
    }

    static ClusterPlan plan(ClusterSpec spec, EmrEksOptions options) {
        try {
            var unused = of(spec, options);
        } catch (DroverException e) {
            return new ClusterPlan(List.of(), List.of(), List.of(e.getMessage()));
        }
        String eks = options.eksCluster().orElseThrow();
        String namespace = options.namespace().orElseThrow();
        List<String> creates = new ArrayList<>();
        creates.add("a virtual cluster for namespace " + namespace + " of EKS cluster " + eks
                + ", which costs nothing by itself and brings no machines");
        spec.customizers().forEach(each -> creates.add("changed: " + each.label()));
        return new ClusterPlan(
                creates,
                List.of("it is there until it is terminated"),
                List.of(),
                List.of(new ClusterPlan.Item("virtual-cluster", 1, Map.of("eksCluster", eks, "namespace", namespace))));
    }
}
