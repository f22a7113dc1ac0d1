package dev.drover.gcp.dataproc;

import dev.drover.spi.ProviderOptions;

/**
 * What holds for the clusters and jobs of one project and region. Who asks is said by {@link dev.drover.gcp.GcpOptions} at
 * the same location. Immutable.
 */
public final class DataprocOptions implements ProviderOptions {

    private DataprocOptions() {}

    public static Builder builder() {
        return new Builder();
    }

    /** Everything from the standard settings. */
    public static DataprocOptions standard() {
        return builder().build();
    }

    /** Builds {@link DataprocOptions}; every method returns this builder. */
    public static final class Builder {

        private Builder() {}

        /** The options. */
        public DataprocOptions build() {
            return new DataprocOptions();
        }
    }
}
