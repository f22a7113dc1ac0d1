package dev.drover.k8s.clusters;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.k8s.KubeVolume;
import dev.drover.k8s.PodOptions;
import dev.drover.spi.ProviderOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How clusters of Spark standalone are made of pods at one location of {@code k8s-spark}, and how they are reached. Who asks
 * the API server is said by {@link dev.drover.k8s.KubeOptions}, bound to the same location. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("k8s-spark://production/etl", KubeSparkOptions.builder()
 *                 .image("registry.acme.com/spark:{version}")
 *                 .staging(StorageUri.parse("s3://acme-code/drover/"))
 *                 .build())
 * }</pre>
 */
public final class KubeSparkOptions implements ProviderOptions {
    /** Stands for the version of Spark that a cluster asks for. */
    static final String VERSION = "{version}";

    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@{}-]{0,500}");
    private static final Pattern FOLDER = Pattern.compile("/[^\\s:,$]*");
    private static final int FIRST_NODE_PORT = 1;
    private static final int LAST_PORT = 65_535;

    /** Who makes the pods of a cluster. */
    public enum Maker {
        /** Apache's operator where the API server knows its SparkCluster, otherwise Drover's own objects. */
        DETECTED,
        /** Apache's operator, from a {@code spark.apache.org} SparkCluster. */
        APACHE_OPERATOR,
        /** Kubernetes itself, from StatefulSets and Services. */
        OWN
    }

    /** How the master's pages are shown to people. */
    public enum UiService {
        /** Not at all, but for {@code kubectl port-forward}. */
        NONE,
        /** Within the network of Kubernetes. */
        CLUSTER_IP,
        /** At a port of every node; without a password, so mind who reaches the nodes. */
        NODE_PORT,
        /** At a load balancer of the cloud; without a password, so mind who reaches it. */
        LOAD_BALANCER
    }

    private final String image;
    private final Maker maker;
    private final Optional<String> serviceAccount;
    private final List<String> pullSecrets;
    private final Map<String, String> nodeSelector;
    private final Map<String, String> labels;
    private final UiService ui;
    private final Optional<Integer> uiNodePort;
    private final boolean podAddresses;
    private final Optional<StorageUri> staging;
    private final String sparkHome;
    private final boolean pyspark;
    private final PodOptions master;
    private final PodOptions workers;
    private final List<KubeVolume> volumes;

    private KubeSparkOptions(Builder builder) {
        image = builder.image;
        maker = builder.maker;
        serviceAccount = builder.serviceAccount;
        pullSecrets = List.copyOf(builder.pullSecrets);
        nodeSelector = Map.copyOf(builder.nodeSelector);
        labels = Map.copyOf(builder.labels);
        ui = builder.ui;
        uiNodePort = builder.uiNodePort;
        podAddresses = builder.podAddresses;
        staging = builder.staging;
        sparkHome = builder.sparkHome;
        pyspark = builder.pyspark;
        master = builder.master;
        workers = builder.workers;
        volumes = List.copyOf(builder.volumes);
        if (uiNodePort.isPresent() && ui != UiService.NODE_PORT) {
            throw DroverException.invalid("A port of the nodes goes with KubeSparkOptions.ui(UiService.NODE_PORT).");
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Apache's image, and no service of its own for people. */
    public static KubeSparkOptions standard() {
        return builder().build();
    }

    public String image() {
        return image;
    }

    boolean takesVersion() {
        return image.contains(VERSION);
    }

    String image(String version) {
        return image.replace(VERSION, version);
    }

    public Maker maker() {
        return maker;
    }

    public Optional<String> serviceAccount() {
        return serviceAccount;
    }

    public List<String> pullSecrets() {
        return pullSecrets;
    }

    public Map<String, String> nodeSelector() {
        return nodeSelector;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public UiService ui() {
        return ui;
    }

    public Optional<Integer> uiNodePort() {
        return uiNodePort;
    }

    public boolean podAddresses() {
        return podAddresses;
    }

    public Optional<StorageUri> staging() {
        return staging;
    }

    public String sparkHome() {
        return sparkHome;
    }

    public boolean pyspark() {
        return pyspark;
    }

    public PodOptions master() {
        return master;
    }

    public PodOptions workers() {
        return workers;
    }

    PodOptions pods(SparkRole role) {
        return role == SparkRole.MASTER ? master : workers;
    }

    public List<KubeVolume> volumes() {
        return volumes;
    }

    /** Builds {@link KubeSparkOptions}. */
    public static final class Builder {
        private String image = "apache/spark:" + VERSION;
        private Maker maker = Maker.DETECTED;
        private Optional<String> serviceAccount = Optional.empty();
        private final List<String> pullSecrets = new ArrayList<>();
        private final Map<String, String> nodeSelector = new LinkedHashMap<>();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private UiService ui = UiService.NONE;
        private Optional<Integer> uiNodePort = Optional.empty();
        private boolean podAddresses;
        private Optional<StorageUri> staging = Optional.empty();
        private String sparkHome = "/opt/spark";
        private boolean pyspark = true;
        private PodOptions master = PodOptions.standard();
        private PodOptions workers = PodOptions.standard();
        private final List<KubeVolume> volumes = new ArrayList<>();

        private Builder() {}

        /**
         * The image of master and workers, with Spark 4.0 or later and Java 17 or later. <code>{version}</code> in it stands
         * for the version that a cluster asks for; by default <code>apache/spark:{version}</code>.
         */
        public Builder image(String name) {
            if (!IMAGE.matcher(name).matches()) {
                throw DroverException.invalid("'" + name + "' is not the name of an image.");
            }
            image = name;
            return this;
        }

        /** Who makes the pods; by default whoever is found. */
        public Builder maker(Maker who) {
            maker = who;
            return this;
        }

        /** The service account of the pods; they get no token of it unless a customizer mounts one. */
        public Builder serviceAccount(String name) {
            serviceAccount = Optional.of(KubeNamespaceOptions.requireName("a service account", name));
            return this;
        }

        /** A secret of the namespace with which images are pulled. */
        public Builder pullSecret(String name) {
            pullSecrets.add(KubeNamespaceOptions.requireName("a secret", name));
            return this;
        }

        /** Places all pods on nodes with this label. */
        public Builder nodeSelector(String label, String value) {
            nodeSelector.put(label, value);
            return this;
        }

        /** Labels everything that is made. */
        public Builder label(String name, String value) {
            Labels.check(Map.of(name, value));
            labels.put(name, value);
            return this;
        }

        /** A service for people who look at the master's pages; by default none. */
        public Builder ui(UiService service) {
            ui = service;
            return this;
        }

        /** The port of every node at which the master's pages are; by default one that Kubernetes chooses. */
        public Builder uiNodePort(int port) {
            if (port < FIRST_NODE_PORT || port > LAST_PORT) {
                throw DroverException.invalid("A port is 1 to 65535, not " + port + ".");
            }
            uiNodePort = Optional.of(port);
            return this;
        }

        /**
         * Reaches master and workers at the addresses of their pods, which is right for programs that run in the network of
         * the cluster. By default they are reached by streams through the API server, as with {@code kubectl port-forward}.
         */
        public Builder podAddresses(boolean reached) {
            podAddresses = reached;
            return this;
        }

        /**
         * A prefix in a storage that the workers can read too. Drover's agent is put there, which runs commands, SQL and
         * Python and tells exit codes; without it only jars run.
         */
        public Builder staging(StorageUri prefix) {
            staging = Optional.of(prefix.asPrefix());
            return this;
        }

        /** The folder of Spark in the image; by default {@code /opt/spark}. */
        public Builder sparkHome(String folder) {
            if (!FOLDER.matcher(folder).matches()) {
                throw DroverException.invalid("'" + folder + "' is not a folder in an image, such as '/opt/spark'.");
            }
            sparkHome = folder;
            return this;
        }

        /** Whether the image has Python for PySpark; by default it is taken to have it. */
        public Builder pyspark(boolean there) {
            pyspark = there;
            return this;
        }

        /**
         * Where the master's pod runs, and with what.
         *
         * @throws DroverException INVALID_ARGUMENT if a memory overhead is set: a cluster's spec says how large pods are
         */
        public Builder master(PodOptions pod) {
            master = withoutOverhead(pod);
            return this;
        }

        /**
         * Where the workers' pods run, and with what.
         *
         * @throws DroverException INVALID_ARGUMENT if a memory overhead is set: a cluster's spec says how large pods are
         */
        public Builder workers(PodOptions pods) {
            workers = withoutOverhead(pods);
            return this;
        }

        private static PodOptions withoutOverhead(PodOptions pods) {
            if (pods.memoryOverheadMiB().isPresent()) {
                throw DroverException.invalid("The pods of a Spark cluster are as large as its spec says; use"
                        + " ClusterSpec.master and workerNodes instead of PodOptions.memoryOverheadMiB.");
            }
            return pods;
        }

        /** Something that all pods find at a path, those of bootstrap actions included. */
        public Builder volume(KubeVolume volume) {
            volumes.add(volume);
            return this;
        }

        /**
         * The options.
         *
         * @throws DroverException INVALID_ARGUMENT if the parts do not go together
         */
        public KubeSparkOptions build() {
            return new KubeSparkOptions(this);
        }
    }
}
