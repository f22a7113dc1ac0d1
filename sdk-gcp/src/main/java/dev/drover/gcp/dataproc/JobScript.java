package dev.drover.gcp.dataproc;

import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The script that runs a job on the master: what to run, as a function, and the launcher that calls it. It holds the job's
 * secrets: keep it no longer than the call needs it.
 */
final class JobScript {
    private static final String LAUNCHER = read("launcher.sh");
    private static final String STATEMENTS = "statements.sql";

    private JobScript() {}

    /** @param exitCode where the launcher leaves the code of a job that has failed */
    static String of(JobSpec job, Attempt attempt, StorageUri exitCode) {
        StringBuilder script = new StringBuilder("run_job() {\n");
        variables(job)
                .forEach((name, value) -> script.append("export ")
                        .append(name)
                        .append('=')
                        .append(ShellWords.quote(value))
                        .append('\n'));
        if (job instanceof SparkSql sql) {
            sql.text()
                    .ifPresent(text -> script.append("printf %s ")
                            .append(ShellWords.quote(text))
                            .append(" > " + STATEMENTS + "\n"));
        }
        return script.append("exec ")
                .append(ShellWords.quote(words(job, attempt)))
                .append("\n}\nexit_to=")
                .append(ShellWords.quote(exitCode.toString()))
                .append('\n')
                .append(LAUNCHER)
                .toString();
    }

    private static Map<String, String> variables(JobSpec job) {
        Map<String, String> variables = new TreeMap<>(job.options().env());
        job.options().secrets().forEach((name, secret) -> variables.put(name, secret.reveal()));
        return variables;
    }

    /** See <a href="https://spark.apache.org/docs/latest/submitting-applications.html">Spark: submitting applications</a>. */
    private static List<String> words(JobSpec job, Attempt attempt) {
        List<String> words = new ArrayList<>();
        if (job instanceof Command command) {
            words.add(command.program());
        } else {
            words.addAll(List.of(job instanceof SparkSql ? "spark-sql" : "spark-submit", "--master", "yarn"));
            JobProperties.of(job, attempt)
                    .forEach((name, value) -> words.addAll(List.of("--conf", name + "=" + value)));
        }
        if (job instanceof SparkJar jar) {
            words.addAll(List.of("--class", jar.mainClass()));
            words.addAll(list("--jars", jar.jars()));
            words.add(jar.jar().toString());
        } else if (job instanceof PySpark python) {
            words.addAll(list("--py-files", python.pyFiles()));
            words.add(python.script().toString());
        } else if (job instanceof SparkSql sql) {
            words.addAll(List.of("-f", sql.file().map(StorageUri::toString).orElse(STATEMENTS)));
        }
        words.addAll(job.options().args());
        return words;
    }

    private static List<String> list(String option, List<StorageUri> files) {
        return files.isEmpty()
                ? List.of()
                : List.of(option, files.stream().map(StorageUri::toString).collect(Collectors.joining(",")));
    }

    private static String read(String resource) {
        try (InputStream in = JobScript.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " of the class path cannot be read", e);
        }
    }
}
