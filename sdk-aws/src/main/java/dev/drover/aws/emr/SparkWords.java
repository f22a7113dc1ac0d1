package dev.drover.aws.emr;

import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.JobOptions;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.aws.emr.EmrOptions.DeployMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The words that run a job on a machine of the cluster
 * (<a href="https://spark.apache.org/docs/latest/submitting-applications.html">Spark: submitting applications</a>).
 */
final class SparkWords {
    private SparkWords() {}

    /**
     * Program and arguments.
     *
     * @param sqlSource how {@code spark-sql} is told the statements of a job that has them by value
     */
    static List<String> of(JobSpec job, Attempt attempt, DeployMode mode, List<String> sqlSource) {
        List<String> words = new ArrayList<>();
        if (job instanceof Command command) {
            words.add(command.program());
        } else if (job instanceof SparkSql sql) {
            words.add("spark-sql");
            words.addAll(common(job, attempt, DeployMode.CLIENT));
            words.addAll(sql.file().map(file -> List.of("-f", uri(file))).orElse(sqlSource));
        } else {
            words.add("spark-submit");
            words.addAll(common(job, attempt, mode));
            words.addAll(application(job));
        }
        words.addAll(job.options().args());
        return words;
    }

    private static List<String> common(JobSpec job, Attempt attempt, DeployMode mode) {
        JobOptions options = job.options();
        List<String> words = new ArrayList<>(List.of("--master", "yarn"));
        words.addAll(List.of("--deploy-mode", mode == DeployMode.CLIENT ? "client" : "cluster"));
        words.addAll(List.of("--name", options.name().orElseGet(attempt::name)));
        words.addAll(List.of("--driver-memory", options.driver().memoryMiB() + "m"));
        if (mode == DeployMode.CLUSTER) {
            words.addAll(
                    List.of("--driver-cores", String.valueOf(options.driver().cores())));
        }
        options.queue().ifPresent(queue -> words.addAll(List.of("--queue", queue)));
        properties(job, attempt, mode).forEach((name, value) -> words.addAll(List.of("--conf", name + "=" + value)));
        return words;
    }

    private static Map<String, String> properties(JobSpec job, Attempt attempt, DeployMode mode) {
        Map<String, String> properties = new LinkedHashMap<>();
        if (job.options().executors().isPresent()) {
            // On by default on EMR, where it makes the number of executors the first of many.
            properties.put("spark.dynamicAllocation.enabled", "false");
        }
        if (job instanceof SparkSql) {
            properties.put("spark.sql.cli.print.header", "true");
        }
        properties.putAll(job.options().sparkProperties());
        properties.put("spark.yarn.maxAppAttempts", "1");
        if (mode == DeployMode.CLUSTER) {
            job.options().env().forEach((name, value) -> properties.put("spark.yarn.appMasterEnv." + name, value));
            properties.put("spark.yarn.submit.waitAppCompletion", "true");
            properties.merge("spark.yarn.tags", attempt.name(), (given, own) -> given + "," + own);
        }
        return properties;
    }

    private static List<String> application(JobSpec job) {
        List<String> words = new ArrayList<>();
        if (job instanceof SparkJar jar) {
            words.addAll(List.of("--class", jar.mainClass()));
            if (!jar.jars().isEmpty()) {
                words.addAll(List.of("--jars", uris(jar.jars())));
            }
            words.add(uri(jar.jar()));
        } else if (job instanceof PySpark python) {
            if (!python.pyFiles().isEmpty()) {
                words.addAll(List.of("--py-files", uris(python.pyFiles())));
            }
            words.add(uri(python.script()));
        }
        return words;
    }

    private static String uris(List<StorageUri> uris) {
        return uris.stream().map(SparkWords::uri).collect(Collectors.joining(","));
    }

    private static String uri(StorageUri uri) {
        return uri.toString();
    }
}
