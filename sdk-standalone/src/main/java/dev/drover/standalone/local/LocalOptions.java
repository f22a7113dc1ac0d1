package dev.drover.standalone.local;

import dev.drover.DroverException;
import dev.drover.spi.ProviderOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How local clusters are made. Immutable.
 *
 * <p>Spark is taken from the first of these that has the version asked for: {@link Builder#sparkHome} or the
 * environment variable {@code SPARK_HOME}; the jars on this JVM's class path; Maven, with the user's
 * {@code settings.xml} (mirrors, proxies, credentials, local repository). The configuration folder of a Spark
 * installation is not read: what holds for a cluster is in its {@link dev.drover.ClusterSpec}.
 *
 * <p>For jobs on a local cluster {@code spark.sql.shuffle.partitions} is twice the number of its cores instead of 200,
 * unless the spec or the job sets it. Nothing else that a job could notice differs from Spark's defaults.
 *
 * <p>Daemons, drivers, executors and bootstrap actions inherit this JVM's environment, as programs started from a shell
 * do, because a local cluster runs its user's own code with its user's own rights. Left out are only the variables that
 * steer Spark and the JVM ({@code SPARK_*}, {@code JAVA_TOOL_OPTIONS} and the like). {@link Builder#inheritEnvironment}
 * cuts it down.
 */
public final class LocalOptions implements ProviderOptions {
    /** The version of Spark where nobody asks for one and none is installed. */
    public static final String DEFAULT_SPARK_VERSION = "4.2.0";

    private final Path runs;
    private final Path cache;
    private final Optional<String> sparkVersion;
    private final Optional<Path> sparkHome;
    private final Path javaHome;
    private final boolean offline;
    private final Duration readyTimeout;
    private final boolean archiveClasses;
    private final boolean inheritEnvironment;
    private final Map<String, String> environment;

    private LocalOptions(Builder builder) {
        runs = builder.runs.toAbsolutePath().normalize();
        cache = builder.cache.toAbsolutePath().normalize();
        sparkVersion = builder.sparkVersion;
        sparkHome = builder.sparkHome.map(Path::toAbsolutePath);
        javaHome = builder.javaHome.toAbsolutePath();
        offline = builder.offline;
        readyTimeout = builder.readyTimeout;
        archiveClasses = builder.archiveClasses;
        inheritEnvironment = builder.inheritEnvironment;
        environment = Map.copyOf(builder.environment);
        if (readyTimeout.compareTo(Duration.ofSeconds(1)) < 0 || readyTimeout.compareTo(Duration.ofHours(1)) > 0) {
            throw DroverException.invalid(
                    "A local cluster is given 1 s to 1 h to become ready, not " + readyTimeout + ".");
        }
    }

    /** The options that hold where none are given. */
    public static LocalOptions defaults() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where each cluster has its folder. */
    public Path runs() {
        return runs;
    }

    /** What clusters share and what can be made again: Spark's jars, class data archives, the agent's jar. */
    public Path cache() {
        return cache;
    }

    /** The version for specs that name none; empty for what is installed, or else {@value #DEFAULT_SPARK_VERSION}. */
    public Optional<String> sparkVersion() {
        return sparkVersion;
    }

    /** A Spark installation to be used instead of {@code SPARK_HOME}. */
    public Optional<Path> sparkHome() {
        return sparkHome;
    }

    /** The Java that daemons, drivers and executors run on. */
    public Path javaHome() {
        return javaHome;
    }

    /** Whether nothing may be downloaded. */
    public boolean offline() {
        return offline;
    }

    /** How long the daemons may take to become ready; downloads and bootstrap actions not counted. */
    public Duration readyTimeout() {
        return readyTimeout;
    }

    /** Whether classes are archived for faster starts. */
    public boolean archiveClasses() {
        return archiveClasses;
    }

    /** Whether child processes get this JVM's environment. */
    public boolean inheritEnvironment() {
        return inheritEnvironment;
    }

    /** Added to the environment of all child processes. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Builds {@link LocalOptions}. */
    public static final class Builder {
        private Path runs = userCache().resolve("local");
        private Path cache = userCache();
        private Optional<String> sparkVersion = Optional.empty();
        private Optional<Path> sparkHome = Optional.empty();
        private Path javaHome = Path.of(System.getProperty("java.home"));
        private boolean offline;
        private Duration readyTimeout = Duration.ofSeconds(60);
        private boolean archiveClasses = true;
        private boolean inheritEnvironment = true;
        private final Map<String, String> environment = new LinkedHashMap<>();

        private Builder() {}

        /** See the <a href="https://specifications.freedesktop.org/basedir-spec/latest/">base directory spec</a>. */
        private static Path userCache() {
            String xdg = System.getenv("XDG_CACHE_HOME");
            Path base = xdg != null && xdg.startsWith("/")
                    ? Path.of(xdg)
                    : Path.of(System.getProperty("user.home"), ".cache");
            return base.resolve("drover");
        }

        /**
         * Where each cluster has its folder; by default {@code drover/local} in the user's cache folder. JVMs that
         * share it see each other's clusters. It must be on a local disk, and short: long paths break Python workers.
         */
        public Builder runs(Path folder) {
            runs = folder;
            return this;
        }

        /** Where Spark's jars and the like are kept; by default {@code drover} in the user's cache folder. */
        public Builder cache(Path folder) {
            cache = folder;
            return this;
        }

        /** The version for specs that name none, such as {@code 4.2.0} or {@code 3.5.8}. */
        public Builder sparkVersion(String version) {
            sparkVersion = Optional.of(version);
            return this;
        }

        /** A folder with {@code jars/} of a Spark installation; for PySpark a full one. */
        public Builder sparkHome(Path folder) {
            sparkHome = Optional.of(folder);
            return this;
        }

        /** The Java for all child processes: 17 or newer for Spark 4; by default this JVM's. */
        public Builder javaHome(Path folder) {
            javaHome = folder;
            return this;
        }

        /** Refuses to download; what Maven's local repository has is still used. */
        public Builder offline(boolean only) {
            offline = only;
            return this;
        }

        /** How long the daemons may take to become ready: 1 s to 1 h; by default a minute. */
        public Builder readyTimeout(Duration limit) {
            readyTimeout = limit;
            return this;
        }

        /**
         * Whether an archive of Spark's classes is made before the first cluster, which takes some tens of seconds and
         * 160 MB of the cache once for each Java and Spark, and halves the start of all clusters and jobs; by default
         * yes.
         */
        public Builder archiveClasses(boolean on) {
            archiveClasses = on;
            return this;
        }

        /** With {@code false}, child processes get only what describes user, paths, language and time zone. */
        public Builder inheritEnvironment(boolean all) {
            inheritEnvironment = all;
            return this;
        }

        /** Sets an environment variable of all child processes; a variable of a job goes first. */
        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        public LocalOptions build() {
            return new LocalOptions(this);
        }
    }
}
