package dev.drover.aws.emreks;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.aws.internal.RoleArn;
import dev.drover.aws.internal.SparkDefaults;
import dev.drover.spi.ProviderOptions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How jobs run on EMR on EKS, and where virtual clusters are made. Who asks, and in which region, is said by {@link
 * dev.drover.aws.AwsOptions} at the same location. Immutable.
 */
public final class EmrEksOptions implements ProviderOptions {
    private final Optional<String> executionRole;
    private final Optional<String> release;
    private final Optional<StorageUri> logs;
    private final Optional<StorageUri> staging;
    private final Map<String, String> conf;
    private final Optional<String> eksCluster;
    private final Optional<String> namespace;

    private EmrEksOptions(Builder builder) {
        executionRole = builder.executionRole;
        release = builder.release;
        logs = builder.logs;
        staging = builder.staging;
        conf = Map.copyOf(builder.conf);
        eksCluster = builder.eksCluster;
        namespace = builder.namespace;
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

    public Optional<StorageUri> staging() {
        return staging;
    }

    public Map<String, String> conf() {
        return conf;
    }

    public Optional<String> eksCluster() {
        return eksCluster;
    }

    public Optional<String> namespace() {
        return namespace;
    }

    /** Builds {@link EmrEksOptions}. */
    public static final class Builder {
        private Optional<String> executionRole = Optional.empty();
        private Optional<String> release = Optional.empty();
        private Optional<StorageUri> logs = Optional.empty();
        private Optional<StorageUri> staging = Optional.empty();
        private final Map<String, String> conf = new TreeMap<>();
        private Optional<String> eksCluster = Optional.empty();
        private Optional<String> namespace = Optional.empty();

        private Builder() {}

        /** The role that jobs run as, by its ARN. Jobs need it. */
        public Builder executionRole(String arn) {
            executionRole = Optional.of(RoleArn.require(arn));
            return this;
        }

        /** The release that jobs run on, such as {@code emr-7.9.0-latest}. Jobs need it: a virtual cluster has none. */
        public Builder release(String label) {
            if (!label.matches("[A-Za-z0-9._/-]{1,64}")) {
                throw DroverException.invalid("'" + label + "' is not a release, such as 'emr-7.9.0-latest'.");
            }
            release = Optional.of(label);
            return this;
        }

        /** A prefix in S3 that the execution role can write to: the logs of jobs go there. Without it none can be read. */
        public Builder logs(StorageUri prefix) {
            logs = Optional.of(inS3(prefix));
            return this;
        }

        /** A prefix in S3 that the execution role can read. SQL by value needs it: the text is put there as a file. */
        public Builder staging(StorageUri prefix) {
            staging = Optional.of(inS3(prefix));
            return this;
        }

        /** Sets a Spark property for every job that does not set it itself. */
        public Builder conf(String property, String value) {
            conf.put(property, value);
            return this;
        }

        /** The EKS cluster that new virtual clusters lie on. */
        public Builder eksCluster(String name) {
            if (!name.matches("[0-9A-Za-z][A-Za-z0-9_-]{0,99}")) {
                throw DroverException.invalid("'" + name + "' is not the name of an EKS cluster.");
            }
            eksCluster = Optional.of(name);
            return this;
        }

        /** The Kubernetes namespace that a new virtual cluster stands for; one for each. */
        public Builder namespace(String name) {
            if (!name.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
                throw DroverException.invalid("'" + name + "' is not the name of a Kubernetes namespace.");
            }
            namespace = Optional.of(name);
            return this;
        }

        public EmrEksOptions build() {
            return new EmrEksOptions(this);
        }

        private static StorageUri inS3(StorageUri prefix) {
            if (!prefix.scheme().equals("s3")) {
                throw DroverException.invalid("EMR on EKS uses S3, not '" + prefix + "'.");
            }
            return prefix.asPrefix();
        }
    }
}
