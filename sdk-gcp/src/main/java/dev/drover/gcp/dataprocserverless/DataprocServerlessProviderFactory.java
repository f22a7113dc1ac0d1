package dev.drover.gcp.dataprocserverless;

import com.google.cloud.dataproc.v1.CreateBatchRequest;
import dev.drover.Capability;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.gcp.GcpKeys;
import dev.drover.gcp.GcpOptions;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.spi.RateBudget;
import dev.drover.spi.settings.Keys;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Opens {@code dataproc-serverless://project}, or with a name of your own for the {@link GcpOptions#project}. Set up by
 * {@link GcpOptions} and {@link DataprocServerlessOptions}. Its clusters are the project's regions.
 */
public final class DataprocServerlessProviderFactory implements ProviderFactory {
    private static final Pattern PROJECT = Pattern.compile("([a-z0-9.-]{1,63}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");

    @Override
    public Set<String> schemes() {
        return Set.of("dataproc-serverless");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return BatchDriver.CAPABILITIES;
    }

    /**
     * Of a project and region, by <a href="https://cloud.google.com/dataproc-serverless/quotas">Google's quotas</a>: 200 a
     * minute for CreateBatch and for CancelOperation, and 7,500 for GetBatch and ListBatches together. A burst and a minute
     * of what is put back are no more than that.
     */
    @Override
    public List<RateBudget> budgets(String scheme) {
        return List.of(
                new RateBudget("CreateBatch", 50, 2.5),
                new RateBudget("CancelOperation", 50, 2.5),
                new RateBudget("GetBatch", 250, 60),
                new RateBudget("ListBatches", 50, 60));
    }

    @Override
    public Set<Class<?>> customizable() {
        return Set.of(CreateBatchRequest.Builder.class);
    }

    @Override
    public List<Keys<? extends ProviderOptions>> settings(String scheme) {
        return List.of(GcpKeys.keys(), DataprocServerlessKeys.keys());
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        GcpOptions options = context.options(GcpOptions.class).orElseGet(GcpOptions::standard);
        String project = options.project().orElse(where.authority());
        if (where.authority().contains("/") || !PROJECT.matcher(project).matches()) {
            throw DroverException.invalid("'" + where + "' is not the location of a project: write"
                    + " dataproc-serverless://project, such as dataproc-serverless://acme-data, or set"
                    + " GcpOptions.project there. A region is one of its clusters:"
                    + " dataproc-serverless://acme-data/europe-west1.");
        }
        return new DataprocServerlessProvider(project, options, context);
    }
}
