package dev.drover.gcp.dataproc;

import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What no job on Dataproc may ask for, however it is run. Pure. */
final class JobRules {
    private static final Map<String, String> OWNED = Map.of(
            "spark.driver.memory", "Set it through driver(Resources.of(cores, memoryMiB)).",
            "spark.master", "Dataproc's jobs run on YARN.",
            "spark.submit.deployMode", "Dataproc keeps the output of drivers in client mode only.",
            "spark.app.name", "Set it through name(...).",
            "spark.yarn.queue", "Set it through queue(...).");
    private static final Set<String> READABLE = Set.of("gs", "hdfs", "file");

    /** Of Linux, for one argument of a program, and for all of them together with room for the environment. */
    private static final int LONGEST_ARGUMENT = 128 * 1024 - 1;

    private static final int LONGEST_ARGUMENTS = 1 << 20;

    /** <a href="https://cloud.google.com/dataproc/docs/guides/creating-managing-labels">Google: labels</a>. */
    private static final int MOST_LABELS = 32;

    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern LABEL_VALUE = Pattern.compile("[a-z0-9_-]{0,63}");

    private JobRules() {}

    static void check(JobSpec job) {
        job.options().conf().forEach(JobRules::checkProperty);
        uris(job).forEach(JobRules::checkUri);
        checkArguments(job.options().args());
        checkLabels(job.options().labels());
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
    }

    private static void checkUri(StorageUri uri) {
        if (!READABLE.contains(uri.scheme())) {
            throw DroverException.invalid("Dataproc's machines cannot read '" + uri
                    + "'. Upload it to Cloud Storage, or name a file that is on every machine.");
        }
        if (uri.toString().contains(",")) {
            throw DroverException.invalid(
                    "'" + uri + "' has a comma, at which Spark divides lists of files. Use another name.");
        }
    }

    private static Stream<StorageUri> uris(JobSpec job) {
        if (job instanceof SparkJar jar) {
            return Stream.concat(Stream.of(jar.jar()), jar.jars().stream());
        }
        if (job instanceof PySpark python) {
            return Stream.concat(Stream.of(python.script()), python.pyFiles().stream());
        }
        return job instanceof SparkSql sql ? sql.file().stream() : Stream.empty();
    }

    private static void checkArguments(List<String> arguments) {
        int all = 0;
        for (String argument : arguments) {
            int length = argument.getBytes(StandardCharsets.UTF_8).length;
            all += length + 1;
            if (length > LONGEST_ARGUMENT || all > LONGEST_ARGUMENTS) {
                throw DroverException.invalid("A program on Linux takes arguments of at most " + LONGEST_ARGUMENT
                        + " bytes, and " + LONGEST_ARGUMENTS + " bytes together. Put the rest into a file.");
            }
            if (argument.indexOf('\0') >= 0) {
                throw DroverException.invalid("No program takes an argument with a zero byte in it.");
            }
        }
    }

    private static void checkLabels(Map<String, String> labels) {
        if (labels.size() > MOST_LABELS) {
            throw DroverException.invalid(
                    "Dataproc takes " + MOST_LABELS + " labels with a job, not " + labels.size() + ".");
        }
        labels.forEach((name, value) -> {
            if (!LABEL.matcher(name).matches() || !LABEL_VALUE.matcher(value).matches()) {
                throw DroverException.invalid("The label '" + name + "' = '" + value + "' is none for Dataproc: names"
                        + " and values have up to 63 lower-case letters, digits, '_' and '-', and names begin with"
                        + " a letter.");
            }
        });
    }
}
