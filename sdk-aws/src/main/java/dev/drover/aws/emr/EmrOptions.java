package dev.drover.aws.emr;

import dev.drover.Capability;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.spi.ProviderOptions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What holds for the clusters and steps of one location of EMR. Who asks, and in which region, is said by
 * {@link dev.drover.aws.AwsOptions} at the same location. What else EMR knows goes through
 * {@link ClusterSpec.Builder#customize}. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("emr://eu-west-1", EmrOptions.builder()
 *                 .subnets("subnet-0a1b2c3d")
 *                 .logs(StorageUri.parse("s3://acme-logs/emr/"))
 *                 .staging(StorageUri.parse("s3://acme-drover/staging/"))
 *                 .build())
 * }</pre>
 */
public final class EmrOptions implements ProviderOptions {
    private static final Pattern SUBNET = Pattern.compile("subnet-[0-9a-f]{8,17}");
    private static final Pattern SECURITY_GROUP = Pattern.compile("sg-[0-9a-f]{8,17}");
    private static final Pattern IMAGE = Pattern.compile("ami-[0-9a-f]{8,17}");

    /** Where the driver of a step runs. */
    public enum DeployMode {
        /** In the step's process on the primary node: its output is the step's log, its exit code the step's. */
        CLIENT,
        /** In YARN: drivers share the workers; what they print and how they exit stays in YARN's own logs. */
        CLUSTER
    }

    /** What EMR does with the other steps and the cluster when a step fails. */
    public enum OnStepFailure {
        /** Nothing. */
        CONTINUE,
        /** Cancels the steps that wait. */
        CANCEL_AND_WAIT,
        /** Ends the cluster. */
        TERMINATE_CLUSTER
    }

    private final String release;
    private final List<String> applications;
    private final String serviceRole;
    private final String instanceProfile;
    private final List<String> subnets;
    private final Optional<String> primarySecurityGroup;
    private final Optional<String> workerSecurityGroup;
    private final Optional<String> serviceSecurityGroup;
    private final Optional<String> keyName;
    private final Optional<String> securityConfiguration;
    private final Optional<String> image;
    private final Optional<StorageUri> logs;
    private final Optional<StorageUri> staging;
    private final int stepConcurrency;
    private final OnStepFailure onStepFailure;
    private final DeployMode deployMode;

    private EmrOptions(Builder builder) {
        release = builder.release;
        applications = builder.applications;
        serviceRole = builder.serviceRole;
        instanceProfile = builder.instanceProfile;
        subnets = builder.subnets;
        primarySecurityGroup = builder.primarySecurityGroup;
        workerSecurityGroup = builder.workerSecurityGroup;
        serviceSecurityGroup = builder.serviceSecurityGroup;
        keyName = builder.keyName;
        securityConfiguration = builder.securityConfiguration;
        image = builder.image;
        logs = builder.logs;
        staging = builder.staging;
        stepConcurrency = builder.stepConcurrency;
        onStepFailure = builder.onStepFailure;
        deployMode = builder.deployMode;
        if (stepConcurrency > 1 && onStepFailure != OnStepFailure.CONTINUE) {
            throw DroverException.invalid(
                    "EMR lets steps that run side by side only CONTINUE when one fails; set a step concurrency of 1.");
        }
        if (deployMode == DeployMode.CLUSTER && staging.isEmpty()) {
            throw DroverException.invalid(
                    "A driver in YARN goes on when its step is cancelled, unless Drover's launcher"
                            + " ends it; set a staging place for the launcher, or use the deploy mode CLIENT.");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The release of clusters that name neither one nor a version of Spark. */
    public String release() {
        return release;
    }

    public List<String> applications() {
        return applications;
    }

    public String serviceRole() {
        return serviceRole;
    }

    public String instanceProfile() {
        return instanceProfile;
    }

    public List<String> subnets() {
        return subnets;
    }

    public Optional<String> primarySecurityGroup() {
        return primarySecurityGroup;
    }

    public Optional<String> workerSecurityGroup() {
        return workerSecurityGroup;
    }

    public Optional<String> serviceSecurityGroup() {
        return serviceSecurityGroup;
    }

    public Optional<String> keyName() {
        return keyName;
    }

    public Optional<String> securityConfiguration() {
        return securityConfiguration;
    }

    public Optional<String> image() {
        return image;
    }

    /** Where clusters archive logs that do not say so themselves. */
    public Optional<StorageUri> logs() {
        return logs;
    }

    public Optional<StorageUri> staging() {
        return staging;
    }

    public int stepConcurrency() {
        return stepConcurrency;
    }

    public OnStepFailure onStepFailure() {
        return onStepFailure;
    }

    public DeployMode deployMode() {
        return deployMode;
    }

    /** Builds {@link EmrOptions}; every method returns this builder. */
    public static final class Builder {
        private String release = SparkReleases.NEWEST;
        private List<String> applications = List.of("Hadoop", "Spark");
        private String serviceRole = "EMR_DefaultRole";
        private String instanceProfile = "EMR_EC2_DefaultRole";
        private List<String> subnets = List.of();
        private Optional<String> primarySecurityGroup = Optional.empty();
        private Optional<String> workerSecurityGroup = Optional.empty();
        private Optional<String> serviceSecurityGroup = Optional.empty();
        private Optional<String> keyName = Optional.empty();
        private Optional<String> securityConfiguration = Optional.empty();
        private Optional<String> image = Optional.empty();
        private Optional<StorageUri> logs = Optional.empty();
        private Optional<StorageUri> staging = Optional.empty();
        private int stepConcurrency = 1;
        private OnStepFailure onStepFailure = OnStepFailure.CONTINUE;
        private DeployMode deployMode = DeployMode.CLIENT;

        private Builder() {}

        /** The release of clusters that name neither one nor a version of Spark; by default {@code emr-7.13.0}. */
        public Builder release(String label) {
            release = require("a release label, such as 'emr-7.13.0'", SparkReleases.LABEL, label);
            return this;
        }

        /** What EMR installs; by default Hadoop and Spark, which must be among it. */
        public Builder applications(String... names) {
            applications = List.of(names);
            if (!applications.contains("Spark")) {
                throw DroverException.invalid("A cluster for Drover has Spark; got " + applications + ".");
            }
            return this;
        }

        /** The name or ARN of the role that EMR takes on; by default {@code EMR_DefaultRole}. */
        public Builder serviceRole(String role) {
            serviceRole = role;
            return this;
        }

        /**
         * The instance profile of the machines; by default {@code EMR_EC2_DefaultRole}. It must be allowed to read what
         * jobs read, and to read, write and delete under {@link #staging}.
         */
        public Builder instanceProfile(String name) {
            instanceProfile = name;
            return this;
        }

        /**
         * Where the machines stand; by default EMR's choice in the default VPC. Of several, in different zones, EMR takes
         * the one with the most room, for which the cluster is made of instance fleets.
         */
        public Builder subnets(String... ids) {
            subnets = List.of(ids);
            subnets.forEach(id -> require("a subnet, such as 'subnet-0a1b2c3d'", SUBNET, id));
            return this;
        }

        /** Security groups of your own instead of those that EMR manages. */
        public Builder securityGroups(String primary, String workers) {
            primarySecurityGroup = Optional.of(require("a security group", SECURITY_GROUP, primary));
            workerSecurityGroup = Optional.of(require("a security group", SECURITY_GROUP, workers));
            return this;
        }

        /** The security group through which EMR reaches machines in private subnets. */
        public Builder serviceSecurityGroup(String id) {
            serviceSecurityGroup = Optional.of(require("a security group", SECURITY_GROUP, id));
            return this;
        }

        /** The EC2 key pair with which people reach the machines by SSH; by default none. */
        public Builder keyName(String name) {
            keyName = Optional.of(name);
            return this;
        }

        /** A security configuration of EMR's, for encryption and authentication. */
        public Builder securityConfiguration(String name) {
            securityConfiguration = Optional.of(name);
            return this;
        }

        /** A machine image of your own, {@code ami-...}, that EMR installs itself on. */
        public Builder image(String ami) {
            image = Optional.of(require("a machine image, such as 'ami-0a1b2c3d'", IMAGE, ami));
            return this;
        }

        /** Where clusters archive logs that do not say so themselves; by default nowhere. */
        public Builder logs(StorageUri prefix) {
            logs = Optional.of(requireS3(prefix));
            return this;
        }

        /**
         * A prefix in S3 for Drover alone. With it, steps run under Drover's launcher, which gives them environment
         * variables and secrets that no argument shows, exit codes, commands, arguments of any length, and logs as soon as
         * a step has ended. Bootstrap actions by value need it too. Keep it the same for all that submit here.
         */
        public Builder staging(StorageUri prefix) {
            staging = Optional.of(requireS3(prefix));
            return this;
        }

        /** How many steps a cluster runs side by side: 1 to 256, by default 1. */
        public Builder stepConcurrency(int steps) {
            if (steps < 1 || steps > 256) {
                throw DroverException.invalid("EMR runs 1 to 256 steps side by side, not " + steps + ".");
            }
            stepConcurrency = steps;
            return this;
        }

        /** What else ends when a step fails; by default nothing. Others than CONTINUE need a step concurrency of 1. */
        public Builder onStepFailure(OnStepFailure action) {
            onStepFailure = action;
            return this;
        }

        /**
         * Where drivers run; by default in the step's process. CLUSTER needs {@link #staging} and gives up
         * {@link Capability#EXIT_CODE}, {@link Capability#SECRETS} and {@link Capability#DRIVER_LOGS}; SQL and commands run
         * in the step's process in any case.
         */
        public Builder deployMode(DeployMode mode) {
            deployMode = mode;
            return this;
        }

        /**
         * The options.
         *
         * @throws DroverException INVALID_ARGUMENT if the parts do not go together
         */
        public EmrOptions build() {
            return new EmrOptions(this);
        }

        private static String require(String what, Pattern pattern, String value) {
            if (!pattern.matcher(value).matches()) {
                throw DroverException.invalid("'" + value + "' is not " + what + ".");
            }
            return value;
        }

        private static StorageUri requireS3(StorageUri prefix) {
            if (!prefix.scheme().equals("s3")) {
                throw DroverException.invalid("EMR's machines reach '" + prefix + "' only if it begins with s3://.");
            }
            return prefix.asPrefix();
        }
    }
}
