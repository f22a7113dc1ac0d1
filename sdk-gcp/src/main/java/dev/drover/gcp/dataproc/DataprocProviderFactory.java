package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import dev.drover.Capability;
import dev.drover.Location;
import dev.drover.gcp.GcpOptions;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.RateBudget;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Opens {@code dataproc://project/region}; set up by {@link GcpOptions} and {@link DataprocOptions}. */
public final class DataprocProviderFactory implements ProviderFactory {

    @Override
    public Set<String> schemes() {
        return Set.of("dataproc");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return EnumSet.of(
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.COMMAND,
                Capability.QUEUES,
                Capability.SECRETS,
                Capability.EXIT_CODE,
                Capability.DRIVER_LOGS);
    }

    /** Of a project and region, per minute: see <a href="https://cloud.google.com/dataproc/quotas">Google's quotas</a>. */
    @Override
    public List<RateBudget> budgets(String scheme) {
        return List.of(
                new RateBudget("SubmitJob", 200, 400 / 120.0),
                new RateBudget("CancelJob", 200, 400 / 120.0),
                new RateBudget("GetJob", 3750, 7500 / 120.0),
                new RateBudget("ListJobs", 3750, 7500 / 120.0));
    }

    @Override
    public Set<Class<?>> customizable() {
        return Set.of(Job.Builder.class);
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        return new DataprocProvider(where, context);
    }
}
