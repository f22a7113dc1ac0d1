package dev.drover.gcp.dataproc;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.spi.ProviderOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What holds for the clusters and jobs of one project and region. Who asks is said by {@link dev.drover.gcp.GcpOptions} at
 * the same location. Immutable.
 */
public final class DataprocOptions implements ProviderOptions {
    private final Optional<StorageUri> staging;
    private final Duration pollInterval;

    private DataprocOptions(Builder builder) {
        staging = builder.staging;
        pollInterval = builder.pollInterval;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Everything from the standard settings. */
    public static DataprocOptions standard() {
        return builder().build();
    }

    /** Where jobs are staged that Dataproc's own kinds of jobs cannot carry; ends with a slash. */
    public Optional<StorageUri> staging() {
        return staging;
    }

    public Duration pollInterval() {
        return pollInterval;
    }

    /** Builds {@link DataprocOptions}; every method returns this builder. */
    public static final class Builder {
        /** These words reach the command line of Pig. */
        private static final Pattern STAGING =
                Pattern.compile("gs://[a-z0-9][a-z0-9._-]{1,220}/([A-Za-z0-9][A-Za-z0-9._-]{0,99}/){0,8}");

        private Optional<StorageUri> staging = Optional.empty();
        private Duration pollInterval = Duration.ofSeconds(5);

        private Builder() {}

        /**
         * A place in Cloud Storage, such as {@code gs://acme-staging/drover/}, for jobs of any kind. With it, every job is a
         * script there, which a job of Pig's fetches, deletes and runs on the master: so it can be a command, have
         * environment variables and secrets, and its exit code is known. Whoever may read that place reads secrets of jobs that
         * have not started; give it to the clusters' service account and to who submits. Without it, jobs are of
         * Dataproc's own kinds, and what those cannot do is refused.
         *
         * @param uri a prefix of up to 8 segments of letters, digits, '.', '_' and '-'
         */
        public Builder staging(StorageUri uri) {
            StorageUri prefix = uri.asPrefix();
            if (!STAGING.matcher(prefix.toString()).matches()
                    || prefix.toString().contains("--")) {
                throw DroverException.invalid("'" + uri + "' cannot be a staging place: write gs://BUCKET/PREFIX/ with"
                        + " segments of letters, digits and the characters . _ - only, and no two - in a row.");
            }
            staging = Optional.of(prefix);
            return this;
        }

        /** How long at most between two looks at jobs that are waited for: 1 s to 10 min, by default 5 s. */
        public Builder pollInterval(Duration longest) {
            if (longest.compareTo(Duration.ofSeconds(1)) < 0 || longest.compareTo(Duration.ofMinutes(10)) > 0) {
                throw DroverException.invalid("The poll interval must be 1 s to 10 min, not " + longest + ".");
            }
            pollInterval = longest;
            return this;
        }

        /** The options. */
        public DataprocOptions build() {
            return new DataprocOptions(this);
        }
    }
}
