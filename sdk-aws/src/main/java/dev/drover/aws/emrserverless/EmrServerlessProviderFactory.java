package dev.drover.aws.emrserverless;

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
import software.amazon.awssdk.services.emrserverless.model.CreateApplicationRequest;
import software.amazon.awssdk.services.emrserverless.model.StartJobRunRequest;

/** EMR Serverless: {@code emr-serverless://eu-west-1/application-id}, or a name that options bind to a region. */
public final class EmrServerlessProviderFactory implements ProviderFactory {

    /** For {@link java.util.ServiceLoader}. */
    public EmrServerlessProviderFactory() {}

    @Override
    public Set<String> schemes() {
        return Set.of("emr-serverless");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.CREATE_CLUSTER,
                Capability.IDLE_TERMINATION,
                Capability.AUTOSCALING,
                Capability.RELEASES,
                Capability.LOG_ARCHIVE,
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.DRIVER_LOGS,
                Capability.LIST_JOBS);
    }

    /**
     * The default limits of
     * <a href="https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/endpoints-quotas.html">AWS's quotas</a>.
     */
    @Override
    public List<RateBudget> budgets(String scheme) {
        return List.of(
                new RateBudget("ListApplications", 50, 10),
                new RateBudget("GetApplication", 50, 10),
                new RateBudget("CreateApplication", 25, 1),
                new RateBudget("DeleteApplication", 25, 1),
                new RateBudget("StopApplication", 25, 1),
                new RateBudget("StartJobRun", 25, 1),
                new RateBudget("GetJobRun", 50, 10),
                new RateBudget("ListJobRuns", 25, 1),
                new RateBudget("CancelJobRun", 25, 1));
    }

    @Override
    public Set<Class<?>> customizable() {
        return Set.of(CreateApplicationRequest.Builder.class, StartJobRunRequest.Builder.class);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(AwsKeys.keys(), EmrServerlessKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        return new EmrServerlessProvider(where, context);
    }
}
