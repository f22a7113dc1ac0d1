package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.CreateClusterRequest;
import com.google.cloud.dataproc.v1.Job;
import dev.drover.Capability;
import dev.drover.Location;
import dev.drover.gcp.GcpKeys;
import dev.drover.gcp.GcpOptions;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.RateBudget;
import dev.drover.spi.settings.Keys;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Opens {@code dataproc://project/region}; set up by {@link GcpOptions} and {@link DataprocOptions}. */
public final class DataprocProviderFactory implements ProviderFactory {

    @Override
    public Set<String> schemes() {
        return Set.of("dataproc");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.CREATE_CLUSTER,
                Capability.RESIZE_CLUSTER,
                Capability.BOOTSTRAP_ACTIONS,
                Capability.IDLE_TERMINATION,
                Capability.MAX_AGE,
                Capability.SHUFFLE_SERVICE,
                Capability.MACHINES,
                Capability.SPOT,
                Capability.AUTOSCALING,
                Capability.RELEASES,
                Capability.LOG_ARCHIVE,
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.COMMAND,
                Capability.QUEUES,
                Capability.SECRETS,
                Capability.EXIT_CODE,
                Capability.DRIVER_LOGS,
                Capability.LIST_JOBS);
    }

    /**
     * For each project and region, per minute
     * (<a href="https://cloud.google.com/dataproc/quotas">Dataproc: quotas</a>). Google counts the methods of a row
     * together.
     */
    @Override
    public List<RateBudget> budgets(String scheme) {
        return Stream.of(
                        perMinute(200, "CreateCluster", "UpdateCluster", "DeleteCluster"),
                        perMinute(400, "CreateAutoscalingPolicy", "GetAutoscalingPolicy"),
                        perMinute(400, "SubmitJob", "UpdateJob", "CancelJob", "DeleteJob"),
                        perMinute(7500, "GetJob"),
                        perMinute(7500, "GetCluster", "ListClusters", "ListJobs", "GetOperation"))
                .flatMap(Function.identity())
                .toList();
    }

    /** Half of it at once and half of it evenly, so that no minute has more. */
    private static Stream<RateBudget> perMinute(int calls, String... apis) {
        return Stream.of(apis).map(api -> new RateBudget(api, calls / 2, calls / 120.0));
    }

    @Override
    public Set<Class<?>> customizable() {
        return Set.of(CreateClusterRequest.Builder.class, Job.Builder.class);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(GcpKeys.keys(), DataprocKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        return new DataprocProvider(where, context);
    }
}
