package dev.drover.aws.ec2;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.StorageUri;
import dev.drover.spi.ProviderOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How clusters of Spark standalone are made of EC2's machines at one location, and how they are reached. Who asks AWS is
 * said by {@link dev.drover.aws.AwsOptions}, bound to the same location. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("ec2-spark://eu-west-1", Ec2SparkOptions.builder()
 *                 .image("ami-0abcdef1234567890")
 *                 .sparkTarball(URI.create("https://archive.apache.org/dist/spark/spark-4.2.0/spark-4.2.0-bin-hadoop3.tgz"))
 *                 .subnets("subnet-0a1b2c3d", "subnet-0d3c2b1a")
 *                 .allow("10.0.0.0/16")
 *                 .clusterKey(Secret.file(Path.of("/etc/drover/ec2-cluster-key")))
 *                 .build())
 * }</pre>
 */
public final class Ec2SparkOptions implements ProviderOptions {
    private static final Pattern CIDR = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}|[0-9a-fA-F:]+/\\d{1,3}");

    private final String image;
    private final boolean arm;
    private final SparkSource spark;
    private final List<String> subnets;
    private final List<String> allowed;
    private final List<String> allowedSsh;
    private final Optional<String> keyName;
    private final Optional<String> instanceProfile;
    private final Secret clusterKey;
    private final Optional<StorageUri> staging;
    private final Optional<String> pysparkHome;
    private final boolean publicAddresses;
    private final Optional<String> sshUser;
    private final Optional<Path> sshKey;
    private final int sshPort;
    private final boolean publicGateway;
    private final Map<String, String> tags;

    private Ec2SparkOptions(Builder builder) {
        image = required(builder.image, "image");
        arm = builder.arm;
        spark = builder.spark.orElseThrow(
                () -> DroverException.invalid("Say where nodes get Spark from: Ec2SparkOptions.sparkTarball,"
                        + " sparkInstalled or sparkContainer."));
        subnets = List.copyOf(builder.subnets);
        allowed = List.copyOf(builder.allowed);
        allowedSsh = List.copyOf(builder.allowedSsh);
        keyName = builder.keyName;
        instanceProfile = builder.instanceProfile;
        clusterKey = required(builder.clusterKey, "clusterKey");
        staging = builder.staging;
        pysparkHome = builder.pysparkHome;
        publicAddresses = builder.publicAddresses;
        sshUser = builder.sshUser;
        sshKey = builder.sshKey;
        sshPort = builder.sshPort;
        publicGateway = builder.publicGateway;
        tags = Map.copyOf(builder.tags);
        if (subnets.isEmpty()) {
            throw DroverException.invalid("Ec2SparkOptions.subnets names at least one subnet.");
        }
        if (sshUser.isPresent() && keyName.isEmpty()) {
            throw DroverException.invalid("A gateway that is reached by SSH needs Ec2SparkOptions.keyName, the key pair"
                    + " whose public half EC2 puts on it.");
        }
    }

    private static <T> T required(Optional<T> value, String name) {
        return value.orElseThrow(() -> DroverException.invalid("Ec2SparkOptions." + name + " must be set."));
    }

    public static Builder builder() {
        return new Builder();
    }

    public String image() {
        return image;
    }

    public boolean arm() {
        return arm;
    }

    SparkSource spark() {
        return spark;
    }

    public List<String> subnets() {
        return subnets;
    }

    public List<String> allowed() {
        return allowed;
    }

    public List<String> allowedSsh() {
        return allowedSsh;
    }

    public Optional<String> keyName() {
        return keyName;
    }

    public Optional<String> instanceProfile() {
        return instanceProfile;
    }

    public Secret clusterKey() {
        return clusterKey;
    }

    public Optional<StorageUri> staging() {
        return staging;
    }

    /** What was set, or the folder of Spark on the nodes. */
    public String pysparkHome() {
        return pysparkHome.orElseGet(spark::home);
    }

    public boolean publicAddresses() {
        return publicAddresses;
    }

    public Optional<String> sshUser() {
        return sshUser;
    }

    public Optional<Path> sshKey() {
        return sshKey;
    }

    public int sshPort() {
        return sshPort;
    }

    public boolean publicGateway() {
        return publicGateway;
    }

    public Map<String, String> tags() {
        return tags;
    }

    /** Builds {@link Ec2SparkOptions}; image, Spark, subnets and cluster key must be set. */
    public static final class Builder {
        private Optional<String> image = Optional.empty();
        private boolean arm;
        private Optional<SparkSource> spark = Optional.empty();
        private final List<String> subnets = new ArrayList<>();
        private final List<String> allowed = new ArrayList<>();
        private final List<String> allowedSsh = new ArrayList<>();
        private Optional<String> keyName = Optional.empty();
        private Optional<String> instanceProfile = Optional.empty();
        private Optional<Secret> clusterKey = Optional.empty();
        private Optional<StorageUri> staging = Optional.empty();
        private Optional<String> pysparkHome = Optional.empty();
        private boolean publicAddresses;
        private Optional<String> sshUser = Optional.empty();
        private Optional<Path> sshKey = Optional.empty();
        private int sshPort = 22;
        private boolean publicGateway;
        private final Map<String, String> tags = new LinkedHashMap<>();

        private Builder() {}

        /** The machine image of all nodes, for x86: Linux with bash, cloud-init and curl; {@code ami-...}. */
        public Builder image(String amiId) {
            image = Optional.of(
                    matching(amiId, "ami-[0-9a-f]{8,17}", "a machine image, such as 'ami-0abcdef12345678'"));
            arm = false;
            return this;
        }

        /** The same for AWS's ARM processors; machines that are not named outright are taken from ARM families. */
        public Builder armImage(String amiId) {
            image(amiId);
            arm = true;
            return this;
        }

        /**
         * A release of Spark 4 as a gzipped tarball, which every node fetches: {@code https}, {@code http}, {@code s3}
         * (with the AWS CLI of the image and the rights of {@link #instanceProfile}) or {@code file}. {@code {version}}
         * in it stands for the version that a cluster asks for, by default 4.2.0.
         */
        public Builder sparkTarball(URI uri) {
            return sparkTarball(uri.toString(), Optional.empty());
        }

        /** The same, checked against its SHA-512 sum in hexadecimal digits; so without {@code {version}}. */
        public Builder sparkTarball(URI uri, String sha512) {
            return sparkTarball(
                    uri.toString(), Optional.of(matching(sha512, "[0-9a-fA-F]{128}", "a SHA-512 sum of 128 digits")));
        }

        /** A tarball whose address holds {@code {version}}, which {@link URI} cannot. */
        public Builder sparkTarballs(String template) {
            return sparkTarball(template, Optional.empty());
        }

        private Builder sparkTarball(String uri, Optional<String> sha512) {
            matching(uri, "(https?|s3|file)://[^\\s'\"\\\\]+", "the address of a tarball");
            if (sha512.isPresent() && uri.contains(SparkSource.VERSION)) {
                throw DroverException.invalid("One checksum cannot hold for the tarballs of several versions.");
            }
            spark = Optional.of(new SparkSource(SparkSource.Kind.TARBALL, uri, sha512));
            return this;
        }

        /** Spark as it is on the machine image, in this folder. */
        public Builder sparkInstalled(String folder) {
            matching(folder, "/[^\\s'\"\\\\]+", "a folder");
            spark = Optional.of(new SparkSource(SparkSource.Kind.INSTALLED, folder, Optional.empty()));
            return this;
        }

        /**
         * Spark in a container, from an image with Java and {@code /opt/spark}, such as {@code apache/spark:4.2.0}. The
         * machine image, or a bootstrap action, must bring Docker.
         */
        public Builder sparkContainer(String name) {
            matching(name, "[A-Za-z0-9][^\\s'\"\\\\]*", "the name of a container image");
            spark = Optional.of(new SparkSource(SparkSource.Kind.CONTAINER, name, Optional.empty()));
            return this;
        }

        /** Where machines stand, of one VPC and best one for each zone; workers are spread over them in turn. */
        public Builder subnets(String... ids) {
            for (String id : ids) {
                subnets.add(matching(id, "subnet-[0-9a-f]{8,17}", "a subnet, such as 'subnet-0a1b2c3d'"));
            }
            return this;
        }

        /**
         * Who may reach master and workers from outside the cluster, at ports 6066, 8080 and 8081: address ranges such as
         * {@code 10.0.0.0/16}. Nobody unless set. Drover itself must be among them, or come through a gateway.
         */
        public Builder allow(String... cidrs) {
            for (String cidr : cidrs) {
                allowed.add(requireCidr(cidr));
            }
            return this;
        }

        /** Who may reach the gateway's SSH server. Nobody unless set. */
        public Builder allowSsh(String... cidrs) {
            for (String cidr : cidrs) {
                allowedSsh.add(requireCidr(cidr));
            }
            return this;
        }

        /** The key pair whose public half EC2 puts on the machines. */
        public Builder keyName(String name) {
            keyName = Optional.of(name);
            return this;
        }

        /** The name of the instance profile with whose rights jobs act. */
        public Builder instanceProfile(String name) {
            instanceProfile = Optional.of(name);
            return this;
        }

        /**
         * The secret from which the keys of all clusters of this location are derived; at least 16 characters, best 32
         * random ones. All that share the configuration need the same. It does not leave this JVM.
         */
        public Builder clusterKey(Secret key) {
            clusterKey = Optional.of(key);
            return this;
        }

        /** A prefix in a storage that the workers can read under the same URI; see {@code JobDefaults}. */
        public Builder staging(StorageUri prefix) {
            staging = Optional.of(prefix.asPrefix());
            return this;
        }

        /** The folder on the nodes that holds {@code python/lib/pyspark.zip}, where that is not Spark's own. */
        public Builder pysparkHome(String folder) {
            pysparkHome = Optional.of(folder);
            return this;
        }

        /** Gives machines public addresses, at which they are then reached. */
        public Builder publicAddresses(boolean on) {
            publicAddresses = on;
            return this;
        }

        /**
         * Reaches clusters that have a gateway through it, by SSH. Needs {@link #keyName} and Apache MINA SSHD on the class
         * path ({@code org.apache.sshd:sshd-core}).
         *
         * @param user such as {@code ec2-user}
         * @param privateKey a file with the private half of the key pair, without a passphrase
         */
        public Builder gatewaySsh(String user, Path privateKey) {
            sshUser = Optional.of(user);
            sshKey = Optional.of(privateKey);
            return this;
        }

        /** The port of the gateway's SSH server, 1 to 65,535; 22 unless the machine image has another one. */
        public Builder sshPort(int port) {
            if (port < 1 || port > 65_535) {
                throw DroverException.invalid("A port is 1 to 65,535, not " + port + ".");
            }
            sshPort = port;
            return this;
        }

        /** Gives the gateway a public address, and only it. */
        public Builder publicGateway(boolean on) {
            publicGateway = on;
            return this;
        }

        /** A tag of everything that is made, beside Drover's own. */
        public Builder tag(String name, String value) {
            tags.put(name, value);
            return this;
        }

        /**
         * The options.
         *
         * @throws DroverException INVALID_ARGUMENT if something is missing or does not go together
         */
        public Ec2SparkOptions build() {
            return new Ec2SparkOptions(this);
        }

        private static String requireCidr(String cidr) {
            if (!CIDR.matcher(cidr).matches()) {
                throw DroverException.invalid("'" + cidr + "' is not a range of addresses, such as '10.0.0.0/16'.");
            }
            return cidr;
        }

        private static String matching(String text, String pattern, String what) {
            if (!text.matches(pattern)) {
                throw DroverException.invalid("'" + text + "' is not " + what + ".");
            }
            return text;
        }
    }
}
