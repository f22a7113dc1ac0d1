package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import dev.drover.Capability;
import dev.drover.DroverException;
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
                // Submit and cancel share 400.
                new RateBudget("SubmitJob", 40, 5),
                new RateBudget("CancelJob", 10, 0.8),
                new RateBudget("GetJob", 300, 120),
                new RateBudget("ListJobs", 300, 120));
    }

    @Override
    public Set<Class<?>> customizable() {
        return Set.of(Job.Builder.class);
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        if (!where.authority().matches("[^/]+/[a-z]+-[a-z]+[0-9]+")) {
            throw DroverException.invalid(
                    "'" + where + "' names no project and region; write dataproc://project/region,"
                            + " such as dataproc://acme-data/europe-west1.");
        }
        return new DataprocProvider(where, context);
    }
}
