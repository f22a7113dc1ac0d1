package dev.drover.aws.emr;

import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import java.util.Map;
import java.util.stream.Stream;

/** What no step may ask for, however it is run. */
final class JobRules {
    private static final Map<String, String> OWNED = Map.of(
            "spark.driver.cores", "Set it through driver(Resources.of(cores, memoryMiB)).",
            "spark.driver.memory", "Set it through driver(Resources.of(cores, memoryMiB)).",
            "spark.master", "EMR's steps run on YARN.",
            "spark.submit.deployMode", "Set EmrOptions.deployMode, which says how logs and exit codes are read.",
            "spark.app.name", "Set it through name(...).",
            "spark.yarn.queue", "Set it through queue(...).");

    private JobRules() {}

    static void check(JobSpec job) {
        job.options().conf().forEach(JobRules::checkProperty);
        uris(job).forEach(JobRules::checkUri);
    }

    private static void checkProperty(String name, String value) {
        if (OWNED.containsKey(name)) {
            throw DroverException.invalid("Leave " + name + " out. " + OWNED.get(name));
        }
        if (name.equals("spark.yarn.maxAppAttempts") && !value.equals("1")) {
            throw DroverException.invalid(
                    "Leave spark.yarn.maxAppAttempts out: a driver that YARN starts again runs twice"
                            + " for one request. Submit again when it has failed.");
        }
        if (name.equals("spark.yarn.submit.waitAppCompletion") && !value.equals("true")) {
            throw DroverException.invalid("Leave spark.yarn.submit.waitAppCompletion out: a step that does not wait for"
                    + " its application ends before it.");
        }
    }

    private static void checkUri(StorageUri uri) {
        if (uri.scheme().equals("file")
                || uri.scheme().equals("s3")
                || uri.scheme().equals("hdfs")) {
            return;
        }
        throw DroverException.invalid(
                "EMR's machines cannot read '" + uri + "'. Upload it to S3, or name a file that is on every machine.");
    }

    static Stream<StorageUri> uris(JobSpec job) {
        if (job instanceof SparkJar jar) {
            return Stream.concat(Stream.of(jar.jar()), jar.jars().stream());
        }
        if (job instanceof PySpark python) {
            return Stream.concat(Stream.of(python.script()), python.pyFiles().stream());
        }
        return job instanceof SparkSql sql ? sql.file().stream() : Stream.empty();
    }
}
