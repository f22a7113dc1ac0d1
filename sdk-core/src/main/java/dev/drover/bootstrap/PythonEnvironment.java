package dev.drover.bootstrap;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Python environment with wheels and requirements on every machine of a cluster, and jars in Spark's jars folder: the
 * {@linkplain #bootstrap() bootstrap action} that makes it and the {@linkplain #properties() properties} of the jobs that use
 * it. Immutable.
 *
 * <pre>{@code
 * PythonEnvironment python = PythonEnvironment.builder("etl")
 *         .wheel(app.uri("etl-1.0-py3-none-any.whl"))
 *         .packages(app.uri("dependencies/")) // no index is asked
 *         .build();
 * ClusterSpec cluster = ClusterSpec.builder().bootstrap(python.bootstrap()).build();
 * PySpark job = PySpark.script(app.uri("main.py")).conf(python.properties()).build();
 * }</pre>
 *
 * <p>The machines need bash, coreutils, a Python with {@code venv} and, for {@code s3:}, {@code gs:}, {@code hdfs:} and
 * {@code https:}, the command that fetches from there: aws, gcloud or gsutil, hdfs, curl. Where the folder is not the user's,
 * sudo without a password is used.
 */
public final class PythonEnvironment {
    private static final Pattern COMMAND = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./+-]*");
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./-]+");

    private final String name;
    private final String folder;
    private final String command;
    private final List<StorageUri> wheels;
    private final List<String> requirements;
    private final Optional<StorageUri> requirementsFile;
    private final Optional<StorageUri> packages;
    private final List<StorageUri> jars;
    private final Optional<String> jarsFolder;
    private final Duration timeout;

    private PythonEnvironment(Builder builder) {
        name = builder.name;
        folder = builder.folder.orElse("/opt/venv/" + name);
        command = builder.command;
        wheels = List.copyOf(builder.wheels);
        requirements = List.copyOf(builder.requirements);
        requirementsFile = builder.requirementsFile;
        packages = builder.packages;
        jars = List.copyOf(builder.jars);
        jarsFolder = builder.jarsFolder;
        timeout = builder.timeout;
    }

    /**
     * Begins an environment of the machine's {@code python3}, with nothing in it.
     *
     * @param name 1 to 56 lower-case letters, digits and hyphens; the folder is called so too
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The folder of the environment on each machine. */
    public String folder() {
        return folder;
    }

    /** The path of its interpreter. */
    public String interpreter() {
        return folder + "/bin/python";
    }

    /**
     * Makes the environment on a machine. Where it is there already, made by the same action, nothing is done; whatever goes
     * wrong fails the cluster, and the log says while doing what.
     */
    public BootstrapAction bootstrap() {
        List<String> args = new ArrayList<>(List.of("--folder", folder, "--python", command));
        wheels.forEach(uri -> args.addAll(List.of("--wheel", uri.toString())));
        requirements.forEach(text -> args.addAll(List.of("--requirement", text)));
        requirementsFile.ifPresent(uri -> args.addAll(List.of("--requirements", uri.toString())));
        packages.ifPresent(uri -> args.addAll(List.of("--packages", uri.toString())));
        jars.forEach(uri -> args.addAll(List.of("--jar", uri.toString())));
        jarsFolder.ifPresent(path -> args.addAll(List.of("--jars", path)));
        return BootstrapAction.script("python-" + name, script())
                .args(args.toArray(String[]::new))
                .timeout(timeout)
                .build();
    }

    /**
     * The properties with which a job's driver and executors run on the environment's interpreter: Spark's own, and those of
     * YARN, whose containers begin with an environment of their own
     * (<a href="https://spark.apache.org/docs/latest/configuration.html#runtime-environment">Spark: runtime environment</a>).
     */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String property : List.of(
                "spark.pyspark.python",
                "spark.yarn.appMasterEnv.PYSPARK_PYTHON",
                "spark.yarn.appMasterEnv.PYSPARK_DRIVER_PYTHON",
                "spark.executorEnv.PYSPARK_PYTHON")) {
            properties.put(property, interpreter());
        }
        return properties;
    }

    private static String script() {
        try (InputStream text =
                Objects.requireNonNull(PythonEnvironment.class.getResourceAsStream("python-environment.sh"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "Python environment " + folder;
    }

    /** Builds a {@link PythonEnvironment}; for one thread. */
    public static final class Builder {
        private final String name;
        private Optional<String> folder = Optional.empty();
        private String command = "python3";
        private final List<StorageUri> wheels = new ArrayList<>();
        private final List<String> requirements = new ArrayList<>();
        private Optional<StorageUri> requirementsFile = Optional.empty();
        private Optional<StorageUri> packages = Optional.empty();
        private final List<StorageUri> jars = new ArrayList<>();
        private Optional<String> jarsFolder = Optional.empty();
        private Duration timeout = Duration.ofMinutes(20);

        private Builder(String name) {
            if (!name.matches("[a-z0-9]([a-z0-9-]{0,54}[a-z0-9])?")) {
                throw DroverException.invalid("'" + name + "' cannot name a Python environment; use 1 to 56 lower-case"
                        + " letters, digits and hyphens.");
            }
            this.name = name;
        }

        /**
         * Where it is made; by default {@code /opt/venv/NAME}. On Kubernetes a folder on a volume, such as
         * {@code /var/drover/shared/NAME} of {@code k8s-spark:}.
         *
         * @param path absolute, of letters, digits, dots, hyphens, underscores and slashes
         */
        public Builder folder(String path) {
            folder = Optional.of(path("folder", path));
            return this;
        }

        private static String path(String what, String path) {
            if (!PATH.matcher(path).matches() || path.contains("..")) {
                throw DroverException.invalid(
                        "The " + what + " of a Python environment must be an absolute path of letters,"
                                + " digits, dots, hyphens and underscores, without '..', not '" + path + "'.");
            }
            return path;
        }

        /** The interpreter that it is made from, by name or path; by default {@code python3}. */
        public Builder python(String interpreter) {
            if (!COMMAND.matcher(interpreter).matches()) {
                throw DroverException.invalid("'" + interpreter + "' is not a Python, such as python3.11.");
            }
            command = interpreter;
            return this;
        }

        /** Installs wheels, with what they need. */
        public Builder wheel(StorageUri... more) {
            for (StorageUri wheel : more) {
                if (!wheel.path().endsWith(".whl")) {
                    throw DroverException.invalid("'" + wheel + "' is not a wheel; its name must end in .whl.");
                }
                wheels.add(wheel);
            }
            return this;
        }

        /**
         * Installs packages by their
         * <a href="https://packaging.python.org/en/latest/specifications/dependency-specifiers/">specifiers</a>, such as
         * {@code numpy==2.3.4}.
         */
        public Builder requirement(String... more) {
            for (String text : more) {
                if (!text.matches("[A-Za-z0-9][^\\p{Cntrl}]*")) {
                    throw DroverException.invalid("'" + text + "' is not a requirement, such as numpy==2.3.4.");
                }
                requirements.add(text);
            }
            return this;
        }

        /** Installs what a requirements file asks for. */
        public Builder requirementsFile(StorageUri file) {
            requirementsFile = Optional.of(file);
            return this;
        }

        /** A folder with all packages that are needed; no index is asked, so machines need no internet. */
        public Builder packages(StorageUri prefix) {
            packages = Optional.of(prefix.asPrefix());
            return this;
        }

        /** Puts jars into Spark's jars folder, where drivers and executors of all jobs find them. */
        public Builder jar(StorageUri... more) {
            for (StorageUri jar : more) {
                if (!jar.path().endsWith(".jar")) {
                    throw DroverException.invalid("'" + jar + "' is not a jar; its name must end in .jar.");
                }
                jars.add(jar);
            }
            return this;
        }

        /** Spark's jars folder; by default that of the machine's {@code SPARK_HOME}, or {@code /usr/lib/spark/jars}. */
        public Builder jarsFolder(String path) {
            jarsFolder = Optional.of(path("jars folder", path));
            return this;
        }

        /** How long making it may take on each machine: 1 s to 1 h; by default 20 minutes. */
        public Builder timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        /**
         * The environment.
         *
         * @throws DroverException INVALID_ARGUMENT if there are packages without anything to install from them, or if the
         *     timeout is out of range
         */
        public PythonEnvironment build() {
            if (packages.isPresent() && wheels.isEmpty() && requirements.isEmpty() && requirementsFile.isEmpty()) {
                throw DroverException.invalid("A folder of packages installs nothing by itself; name a wheel, a"
                        + " requirement or a file of requirements.");
            }
            PythonEnvironment environment = new PythonEnvironment(this);
            environment.bootstrap();
            return environment;
        }
    }
}
