package dev.drover.k8s;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.drover.DroverException;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.k8s.internal.Syntax;
import dev.drover.spi.ProviderOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How jobs run in the namespaces of a location. One job changes them for itself with its builder:
 *
 * <pre>{@code
 * Drover.builder().configure("k8s://production", KubeJobOptions.builder().image("acme/spark:4.2.0").build());
 *
 * SparkJar.of(jar, "com.acme.Etl").customize(KubeJobOptions.Builder.class, "on spot nodes", b -> b.spotExecutors(SpotMarket.EKS))
 * }</pre>
 *
 * <p>Immutable.
 */
public final class KubeJobOptions implements ProviderOptions {
    private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);

    private final SparkOperator operator;
    private final Optional<String> image;
    private final String sparkVersion;
    private final Optional<PullPolicy> pullPolicy;
    private final List<String> pullSecrets;
    private final String serviceAccount;
    private final PodOptions driver;
    private final PodOptions executor;
    private final List<KubeVolume> volumes;
    private final Map<String, String> conf;
    private final Map<String, String> hadoopConf;
    private final Duration timeToLive;
    private final int restarts;
    private final Optional<KubeQueue> queue;
    private final boolean suspended;
    private final Optional<String> proxyUser;
    private final Optional<SpotMarket> spotExecutors;
    private final Optional<Duration> commandTimeout;
    private final List<BootstrapAction> bootstrap;
    private final List<String> overlays;

    /** When a node fetches an image. */
    public enum PullPolicy {
        ALWAYS("Always"),
        IF_NOT_PRESENT("IfNotPresent"),
        NEVER("Never");

        private final String word;

        PullPolicy(String word) {
            this.word = word;
        }

        /** As Kubernetes writes it. */
        public String word() {
            return word;
        }
    }

    private KubeJobOptions(Builder builder) {
        operator = builder.operator;
        image = builder.image;
        sparkVersion = builder.sparkVersion;
        pullPolicy = builder.pullPolicy;
        pullSecrets = List.copyOf(builder.pullSecrets);
        serviceAccount = builder.serviceAccount;
        driver = builder.driver;
        executor = builder.executor;
        volumes = List.copyOf(builder.volumes);
        conf = new TreeMap<>(builder.conf);
        hadoopConf = new TreeMap<>(builder.hadoopConf);
        timeToLive = builder.timeToLive;
        restarts = builder.restarts;
        queue = builder.queue;
        suspended = builder.suspended;
        proxyUser = builder.proxyUser;
        spotExecutors = builder.spotExecutors;
        commandTimeout = builder.commandTimeout;
        bootstrap = List.copyOf(builder.bootstrap);
        overlays = List.copyOf(builder.overlays);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What holds where nothing is said. */
    public static KubeJobOptions standard() {
        return builder().build();
    }

    /** A builder that holds all of these, to change some. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    public SparkOperator operator() {
        return operator;
    }

    /** {@code apache/spark} of {@link #sparkVersion()} unless another one was chosen. */
    public String image() {
        return image.orElse("apache/spark:" + sparkVersion);
    }

    public String sparkVersion() {
        return sparkVersion;
    }

    public Optional<PullPolicy> pullPolicy() {
        return pullPolicy;
    }

    public List<String> pullSecrets() {
        return pullSecrets;
    }

    public String serviceAccount() {
        return serviceAccount;
    }

    public PodOptions driver() {
        return driver;
    }

    public PodOptions executor() {
        return executor;
    }

    public List<KubeVolume> volumes() {
        return volumes;
    }

    public Map<String, String> conf() {
        return Map.copyOf(conf);
    }

    public Map<String, String> hadoopConf() {
        return Map.copyOf(hadoopConf);
    }

    public Duration timeToLive() {
        return timeToLive;
    }

    public int restarts() {
        return restarts;
    }

    public Optional<KubeQueue> queue() {
        return queue;
    }

    public boolean suspended() {
        return suspended;
    }

    public Optional<String> proxyUser() {
        return proxyUser;
    }

    public Optional<SpotMarket> spotExecutors() {
        return spotExecutors;
    }

    public Optional<Duration> commandTimeout() {
        return commandTimeout;
    }

    public List<BootstrapAction> bootstrap() {
        return bootstrap;
    }

    public List<String> overlays() {
        return overlays;
    }

    /** Builds {@link KubeJobOptions}. */
    public static final class Builder {
        private SparkOperator operator = SparkOperator.DETECTED;
        private Optional<String> image = Optional.empty();
        private String sparkVersion = "4.2.0";
        private Optional<PullPolicy> pullPolicy = Optional.empty();
        private List<String> pullSecrets = List.of();
        private String serviceAccount = "spark";
        private PodOptions driver = PodOptions.standard();
        private PodOptions executor = PodOptions.standard();
        private final List<KubeVolume> volumes = new ArrayList<>();
        private final Map<String, String> conf = new TreeMap<>();
        private final Map<String, String> hadoopConf = new TreeMap<>();
        private Duration timeToLive = Duration.ofDays(7);
        private int restarts;
        private Optional<KubeQueue> queue = Optional.empty();
        private boolean suspended;
        private Optional<String> proxyUser = Optional.empty();
        private Optional<SpotMarket> spotExecutors = Optional.empty();
        private Optional<Duration> commandTimeout = Optional.empty();
        private final List<BootstrapAction> bootstrap = new ArrayList<>();
        private final List<String> overlays = new ArrayList<>();

        private Builder() {}

        private Builder(KubeJobOptions from) {
            operator = from.operator;
            image = from.image;
            sparkVersion = from.sparkVersion;
            pullPolicy = from.pullPolicy;
            pullSecrets = from.pullSecrets;
            serviceAccount = from.serviceAccount;
            driver = from.driver;
            executor = from.executor;
            volumes.addAll(from.volumes);
            conf.putAll(from.conf);
            hadoopConf.putAll(from.hadoopConf);
            timeToLive = from.timeToLive;
            restarts = from.restarts;
            queue = from.queue;
            suspended = from.suspended;
            proxyUser = from.proxyUser;
            spotExecutors = from.spotExecutors;
            commandTimeout = from.commandTimeout;
            bootstrap.addAll(from.bootstrap);
            overlays.addAll(from.overlays);
        }

        /** Who runs applications of Spark; by default the one whose objects the cluster serves, which must be one alone. */
        public Builder operator(SparkOperator chosen) {
            operator = chosen;
            return this;
        }

        /** The image of all containers; by default {@code apache/spark} of the version. */
        public Builder image(String name) {
            if (!name.matches("[a-z0-9][A-Za-z0-9._:/@-]{0,511}")) {
                throw DroverException.invalid(
                        "'" + name + "' is not the name of an image, such as 'acme/spark:4.2.0'.");
            }
            image = Optional.of(name);
            return this;
        }

        /** The version of Spark in the image; by default 4.2.0. */
        public Builder sparkVersion(String version) {
            if (!version.matches("[0-9]+\\.[0-9]+\\.[0-9]+[A-Za-z0-9.-]*")) {
                throw DroverException.invalid("'" + version + "' is not a version of Spark, such as '4.2.0'.");
            }
            sparkVersion = version;
            return this;
        }

        /** When nodes fetch the image; by default as Kubernetes does for its tag. */
        public Builder pullPolicy(PullPolicy policy) {
            pullPolicy = Optional.of(policy);
            return this;
        }

        /** Secrets of the namespace with the credentials of the image's registry. */
        public Builder pullSecrets(String... names) {
            for (String name : names) {
                Syntax.requireName("Secret", name);
            }
            pullSecrets = List.of(names);
            return this;
        }

        /** As which drivers and commands act; by default {@code spark}. */
        public Builder serviceAccount(String name) {
            serviceAccount = Syntax.requireName("ServiceAccount", name);
            return this;
        }

        /** The pods of drivers and of commands. */
        public Builder driver(PodOptions options) {
            driver = options;
            return this;
        }

        /** Changes the pods of drivers and of commands. */
        public Builder driver(UnaryOperator<PodOptions.Builder> change) {
            return driver(change.apply(driver.toBuilder()).build());
        }

        /** The pods of executors. */
        public Builder executor(PodOptions options) {
            executor = options;
            return this;
        }

        /** Changes the pods of executors. */
        public Builder executor(UnaryOperator<PodOptions.Builder> change) {
            return executor(change.apply(executor.toBuilder()).build());
        }

        /** Adds something that all containers find at a path. */
        public Builder volume(KubeVolume volume) {
            if (volumes.stream().anyMatch(other -> other.mountPath().equals(volume.mountPath()))) {
                throw DroverException.invalid("Two volumes cannot be at " + volume.mountPath() + ".");
            }
            volumes.add(volume);
            return this;
        }

        /** Sets a Spark property for every job that does not set it itself. */
        public Builder conf(String property, String value) {
            if (!property.matches("spark\\.[A-Za-z0-9._*/-]+")) {
                throw DroverException.invalid(
                        "'" + property + "' is not a Spark property; their names begin with 'spark.'.");
            }
            conf.put(property, value);
            return this;
        }

        /** Sets a property of Hadoop, such as {@code fs.s3a.endpoint}. */
        public Builder hadoopConf(String property, String value) {
            if (!property.matches("[A-Za-z0-9._-]+")) {
                throw DroverException.invalid("'" + property + "' is not the name of a Hadoop property.");
            }
            hadoopConf.put(property, value);
            return this;
        }

        /**
         * How long what has ended is kept, with its state and the driver's log; at least a minute, by default 7 days. Until
         * then its key is known to the cluster. What was cancelled before it ended is kept for longer: see the guide.
         */
        public Builder timeToLive(Duration life) {
            if (life.compareTo(SHORTEST_LIFE) < 0) {
                throw DroverException.invalid("What has ended must be kept for at least a minute, not " + life
                        + ": its end would not be seen.");
            }
            timeToLive = life;
            return this;
        }

        /**
         * How often Kubernetes may start a failed run again: 0, as by default, to 100. With more than 0 one submission may
         * run several times; a rerun by {@link dev.drover.SubmitOptions} is the safer way.
         */
        public Builder restarts(int most) {
            if (most < 0 || most > 100) {
                throw DroverException.invalid("Restarts must be 0 to 100, not " + most + ".");
            }
            restarts = most;
            return this;
        }

        /** Who lets jobs wait in queues; without it jobs cannot name one. */
        public Builder queue(KubeQueue choice) {
            queue = Optional.of(choice);
            return this;
        }

        /** Submits without starting: somebody else sets {@code spec.suspend} to false. */
        public Builder suspended(boolean choice) {
            suspended = choice;
            return this;
        }

        /** As whom Spark acts in Hadoop. */
        public Builder proxyUser(String name) {
            if (!name.matches("[A-Za-z0-9._@/-]{1,100}")) {
                throw DroverException.invalid("'" + name + "' is not the name of a user.");
            }
            proxyUser = Optional.of(name);
            return this;
        }

        /** Executors on spare capacity only, drivers never on it. */
        public Builder spotExecutors(SpotMarket market) {
            spotExecutors = Optional.of(market);
            return this;
        }

        /** After which a command is ended; at least a second, by default never. */
        public Builder commandTimeout(Duration limit) {
            if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
                throw DroverException.invalid("A command's timeout must be at least a second, not " + limit + ".");
            }
            commandTimeout = Optional.of(limit);
            return this;
        }

        /**
         * Adds a script that runs in each pod, in the same image, before the main container starts. It changes what is on
         * volumes only: a container's own files are its own.
         */
        public Builder bootstrap(BootstrapAction action) {
            if (bootstrap.stream().anyMatch(other -> other.name().equals(action.name()))) {
                throw DroverException.invalid("Two bootstrap actions are named " + action.name() + ".");
            }
            bootstrap.add(action);
            return this;
        }

        /**
         * Adds a change to the object that is sent, for what has no option here: a
         * <a href="https://www.rfc-editor.org/rfc/rfc7396">JSON merge patch</a>, such as
         * <code>{"spec": {"failureRetries": 1}}</code>. Name, namespace and Drover's labels are set afterwards.
         */
        public Builder overlay(String mergePatch) {
            try {
                JsonElement parsed = JsonParser.parseString(mergePatch);
                if (!parsed.isJsonObject()) {
                    throw DroverException.invalid("An overlay is a JSON object.");
                }
                overlays.add(parsed.toString());
                return this;
            } catch (JsonParseException e) {
                throw DroverException.invalid("An overlay is a JSON object, and this is no JSON.");
            }
        }

        public KubeJobOptions build() {
            return new KubeJobOptions(this);
        }
    }
}
