package dev.drover.aws.emreks;

import dev.drover.Capability;
import dev.drover.Location;
import dev.drover.aws.AwsKeys;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.RateBudget;
import dev.drover.spi.settings.Keys;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.emrcontainers.model.CreateVirtualClusterRequest;
import software.amazon.awssdk.services.emrcontainers.model.StartJobRunRequest;

/** EMR on EKS: {@code emr-eks://eu-west-1/virtual-cluster-id}, or a name that options bind to a region. */
public final class EmrEksProviderFactory implements ProviderFactory {

    /** For {@link java.util.ServiceLoader}. */
    public EmrEksProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of("emr-eks");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.CREATE_CLUSTER,
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.DRIVER_LOGS,
                Capability.LIST_JOBS);
    }

    /**
     * Cautious buckets: an account's own are in its <a
     * href="https://docs.aws.amazon.com/emr/latest/EMR-on-EKS-DevelopmentGuide/service-quotas.html">service quotas</a>, and
     * {@link dev.drover.GuardOptions} sets them.
     */
    @Override
    public List<RateBudget> budgets(String scheme) {
        return List.of(
                new RateBudget("CreateVirtualCluster", 25, 1),
                new RateBudget("DescribeVirtualCluster", 25, 5),
                new RateBudget("ListVirtualClusters", 25, 5),
                new RateBudget("DeleteVirtualCluster", 25, 1),
                new RateBudget("StartJobRun", 25, 1),
                new RateBudget("DescribeJobRun", 25, 5),
                new RateBudget("ListJobRuns", 25, 5),
                new RateBudget("CancelJobRun", 25, 1));
    }

    @Override
    public Set<Class<?>> customizable() {
        return Set.of(CreateVirtualClusterRequest.Builder.class, StartJobRunRequest.Builder.class);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(AwsKeys.keys(), EmrEksKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        return new EmrEksProvider(where, context);
    }
}
