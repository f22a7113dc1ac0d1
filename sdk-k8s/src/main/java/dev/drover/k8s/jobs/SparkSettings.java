package dev.drover.k8s.jobs;

import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.standalone.agent.SqlMain;
import dev.drover.standalone.rest.SparkUri;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What an application of Spark is, in the words that both operators hand on to Spark. Pure. */
final class SparkSettings {
    /** Set by Drover or by the operators; what to do instead. */
    private static final Map<String, String> OWNED = Map.ofEntries(
            Map.entry("spark.master", "The operator sets it."),
            Map.entry("spark.submit.deployMode", "Drivers always run in pods of their own."),
            Map.entry("spark.app.name", "Operators name applications after their objects; say name(...)."),
            Map.entry("spark.app.id", "The operator sets it."),
            Map.entry("spark.driver.cores", "Set it through driver(Resources.of(cores, memoryMiB))."),
            Map.entry("spark.driver.memory", "Set it through driver(Resources.of(cores, memoryMiB))."),
            Map.entry("spark.driver.memoryOverhead", "Set PodOptions.memoryOverheadMiB of the driver."),
            Map.entry("spark.executor.memoryOverhead", "Set PodOptions.memoryOverheadMiB of the executors."),
            Map.entry("spark.jars", "Name them with jars(...)."),
            Map.entry("spark.submit.pyFiles", "Name them with pyFiles(...)."),
            Map.entry("spark.kubernetes.namespace", "The cluster's id names it."),
            Map.entry("spark.kubernetes.container.image", "Set KubeJobOptions.image."),
            Map.entry("spark.kubernetes.driver.pod.name", "The operator sets it."),
            Map.entry("spark.kubernetes.driver.podTemplateFile", "Set KubeJobOptions.driver, or an overlay."),
            Map.entry("spark.kubernetes.executor.podTemplateFile", "Set KubeJobOptions.executor, or an overlay."),
            Map.entry("spark.kubernetes.driver.podTemplateContainerName", "Drover names the container."),
            Map.entry("spark.kubernetes.executor.podTemplateContainerName", "Drover names the container."),
            Map.entry("spark.kubernetes.driver.limit.cores", "Set PodOptions.cpuLimit of the driver."),
            Map.entry("spark.kubernetes.executor.limit.cores", "Set PodOptions.cpuLimit of the executors."),
            Map.entry("spark.kubernetes.authenticate.driver.serviceAccountName", "Set KubeJobOptions.serviceAccount."));

    private SparkSettings() {}

    /** Refuses what Drover or the operators set. */
    static void check(Map<String, String> conf) {
        for (String name : conf.keySet()) {
            if (OWNED.containsKey(name)) {
                throw DroverException.invalid("Leave " + name + " out. " + OWNED.get(name));
            }
            if (name.startsWith("spark.kubernetes.driver.label.drover.dev/")) {
                throw DroverException.invalid("Leave " + name + " out: Drover knows its pods by such labels.");
            }
        }
    }

    /** The properties of all: the job's own go before the location's. */
    static SortedMap<String, String> properties(Order order) {
        SortedMap<String, String> properties = new TreeMap<>();
        // On by default from Spark 4 only.
        properties.put("spark.ui.prometheus.enabled", "true");
        order.options().hadoopConf().forEach((name, value) -> properties.put("spark.hadoop." + name, value));
        properties.putAll(order.options().conf());
        properties.putAll(order.jobOptions().sparkProperties());
        return properties;
    }

    /** The class to run; empty for Python. */
    static Optional<String> mainClass(Order order) {
        if (order.job() instanceof SparkJar jar) {
            return Optional.of(jar.mainClass());
        }
        return order.job() instanceof SparkSql ? Optional.of(SqlMain.class.getName()) : Optional.empty();
    }

    /** The jar or script to run. */
    static String program(Order order) {
        if (order.job() instanceof SparkJar jar) {
            return readable(jar.jar());
        }
        return order.job() instanceof PySpark python
                ? readable(python.script())
                : "local://" + Parts.FOLDER + "/" + Parts.AGENT;
    }

    static List<String> arguments(Order order) {
        if (order.job() instanceof SparkSql sql) {
            return List.of("--file", sql.file().map(SparkUri::of).orElse(Parts.FOLDER + "/" + Parts.STATEMENTS));
        }
        return ContainerText.whole(order.jobOptions().args());
    }

    static List<String> jars(Order order) {
        return order.job() instanceof SparkJar jar
                ? jar.jars().stream().map(SparkSettings::readable).toList()
                : List.of();
    }

    static List<String> pyFiles(Order order) {
        return order.job() instanceof PySpark python
                ? python.pyFiles().stream().map(SparkSettings::readable).toList()
                : List.of();
    }

    /** Refuses what no pod can read. */
    static void checkUris(JobSpec job) {
        Stream<StorageUri> uris = job instanceof SparkJar jar
                ? Stream.concat(Stream.of(jar.jar()), jar.jars().stream())
                : job instanceof PySpark python
                        ? Stream.concat(Stream.of(python.script()), python.pyFiles().stream())
                        : job instanceof SparkSql sql ? sql.file().stream() : Stream.empty();
        uris.forEach(SparkSettings::readable);
    }

    /** A file is one in the image: nothing is uploaded from where the operator runs. */
    private static String readable(StorageUri uri) {
        String text = SparkUri.of(uri);
        return uri.scheme().equals("file") ? "local://" + text.substring("file:".length()) : text;
    }

    static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }
}
