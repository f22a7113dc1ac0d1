package dev.drover.aws.emrserverless;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.aws.internal.RoleArn;
import dev.drover.aws.internal.SparkDefaults;
import dev.drover.spi.ProviderOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How jobs run on EMR Serverless. Who asks, and in which region, is said by {@link dev.drover.aws.AwsOptions} at the same
 * location. Immutable.
 */
public final class EmrServerlessOptions implements ProviderOptions {
    private final Optional<String> executionRole;
    private final Optional<String> release;
    private final Optional<StorageUri> logs;
    private final Map<String, String> conf;
    private final Optional<Duration> executionTimeout;
    private final Duration lookBack;

    private EmrServerlessOptions(Builder builder) {
        executionRole = builder.executionRole;
        release = builder.release;
        logs = builder.logs;
        conf = Map.copyOf(builder.conf);
        executionTimeout = builder.executionTimeout;
        lookBack = builder.lookBack;
        SparkDefaults.check(conf);
    }

    public static Builder builder() {
        return new Builder();
    }

    public Optional<String> executionRole() {
        return executionRole;
    }

    public Optional<String> release() {
        return release;
    }

    public Optional<StorageUri> logs() {
        return logs;
    }

    public Map<String, String> conf() {
        return conf;
    }

    public Optional<Duration> executionTimeout() {
        return executionTimeout;
    }

    public Duration lookBack() {
        return lookBack;
    }

    /** Builds {@link EmrServerlessOptions}. */
    public static final class Builder {
        private static final Duration LONGEST_RUN = Duration.ofDays(7);

        private Optional<String> executionRole = Optional.empty();
        private Optional<String> release = Optional.empty();
        private Optional<StorageUri> logs = Optional.empty();
        private final Map<String, String> conf = new TreeMap<>();
        private Optional<Duration> executionTimeout = Optional.empty();
        private Duration lookBack = Duration.ofDays(1);

        private Builder() {}

        /** The role that jobs run as, by its ARN. Jobs need it. */
        public Builder executionRole(String arn) {
            executionRole = Optional.of(RoleArn.require(arn));
            return this;
        }

        /** The release of new applications that do not say theirs, such as {@code emr-7.9.0}. */
        public Builder release(String label) {
            release = Optional.of(label);
            return this;
        }

        /**
         * A prefix in S3 that the execution role can write to: the logs of jobs go there. Without it they go where the
         * application says, if it does.
         */
        public Builder logs(StorageUri prefix) {
            if (!prefix.scheme().equals("s3")) {
                throw DroverException.invalid("EMR Serverless writes logs to S3, not to '" + prefix + "'.");
            }
            logs = Optional.of(prefix.asPrefix());
            return this;
        }

        /** Sets a Spark property for every job that does not set it itself. */
        public Builder conf(String property, String value) {
            conf.put(property, value);
            return this;
        }

        /** When AWS cancels a run, in whole minutes: 1 minute to 7 days. AWS's own default is 12 hours. */
        public Builder executionTimeout(Duration limit) {
            if (limit.compareTo(Duration.ofMinutes(1)) < 0 || limit.compareTo(LONGEST_RUN) > 0) {
                throw DroverException.invalid("A run is given 1 minute to 7 days, not " + limit + ".");
            }
            executionTimeout = Optional.of(limit);
            return this;
        }

        /**
         * How old runs are that are looked for by their key, above zero; by default a day. AWS lists runs by age and state
         * only, 50 a page, so each day more costs each submission another look at all the runs of that day. Keys on
         * record in a ledger hold for ever.
         */
        public Builder lookBack(Duration age) {
            if (age.isNegative() || age.isZero()) {
                throw DroverException.invalid("Runs are looked for among those of a time above zero, not " + age + ".");
            }
            lookBack = age;
            return this;
        }

        public EmrServerlessOptions build() {
            return new EmrServerlessOptions(this);
        }
    }
}
