package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.SparkJob;
import com.google.cloud.dataproc.v1.SparkSqlJob;
import dev.drover.testkit.spark.SparkMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The driver of one job as a real process, and its output as the agent keeps it: in objects of a bucket that follow each
 * other, of which the last one grows, and an empty one at the end. Guarded by {@link FakeJobs}.
 */
final class DriverProcess {
    /** Small, so that logs of tests have several. */
    private static final int CHUNK = 10_000;

    private final SparkMachine.Run run;
    private final CompletableFuture<Integer> exit;
    private final FakeGcs gcs;
    private final String bucket;
    private final String base;
    private byte[] written = new byte[0];

    DriverProcess(SparkMachine machine, FakeGcs gcs, Job job) {
        this.gcs = gcs;
        String[] place =
                job.getDriverOutputResourceUri().substring("gs://".length()).split("/", 2);
        bucket = place[0];
        base = place[1];
        List<String> command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 2>&1", "driver"));
        command.addAll(command(job));
        run = machine.start(command, Map.of());
        exit = run.ended();
    }

    /** What the agent runs for a job. */
    private static List<String> command(Job job) {
        List<String> words = new ArrayList<>();
        switch (job.getTypeJobCase()) {
            case SPARK_JOB -> {
                SparkJob spark = job.getSparkJob();
                words.add("spark-submit");
                words.addAll(properties(spark.getPropertiesMap()));
                words.addAll(List.of("--class", spark.getMainClass()));
                words.addAll(list("--jars", spark.getJarFileUrisList()));
                words.add(spark.getJarFileUris(0));
                words.addAll(spark.getArgsList());
            }
            case PYSPARK_JOB -> {
                words.add("spark-submit");
                words.addAll(properties(job.getPysparkJob().getPropertiesMap()));
                words.addAll(list("--py-files", job.getPysparkJob().getPythonFileUrisList()));
                words.add(job.getPysparkJob().getMainPythonFileUri());
                words.addAll(job.getPysparkJob().getArgsList());
            }
            case SPARK_SQL_JOB -> {
                SparkSqlJob sql = job.getSparkSqlJob();
                words.add("spark-sql");
                words.addAll(properties(sql.getPropertiesMap()));
                words.addAll(
                        sql.hasQueryFileUri()
                                ? List.of("-f", sql.getQueryFileUri())
                                : List.of(
                                        "-e",
                                        String.join(";\n", sql.getQueryList().getQueriesList())));
            }
            case PIG_JOB -> {
                words.add("pig");
                words.addAll(job.getPigJob().getQueryList().getQueriesList());
            }
            default -> throw JobRefusals.invalid("No driver for " + job.getTypeJobCase());
        }
        return words;
    }

    private static List<String> properties(Map<String, String> properties) {
        List<String> words = new ArrayList<>();
        properties.forEach((name, value) -> words.addAll(List.of("--conf", name + "=" + value)));
        return words;
    }

    private static List<String> list(String option, List<String> files) {
        return files.isEmpty() ? List.of() : List.of(option, String.join(",", files));
    }

    boolean over() {
        return exit.isDone();
    }

    int exitCode() {
        return exit.join();
    }

    /** As the agent does: it knows only what it has started. */
    void kill() {
        run.terminate();
    }

    SparkMachine.Run run() {
        return run;
    }

    /** Copies what is new; the last time with the mark that no more comes. */
    void copyOutput(boolean last) {
        byte[] all = run.stdout();
        for (int from = written.length / CHUNK * CHUNK; from < all.length; from += CHUNK) {
            byte[] chunk = Arrays.copyOfRange(all, from, Math.min(all.length, from + CHUNK));
            if (from + chunk.length > written.length) {
                put(from / CHUNK, chunk);
            }
        }
        written = all;
        if (last) {
            put((all.length + CHUNK - 1) / CHUNK, new byte[0]);
        }
    }

    private void put(int number, byte[] bytes) {
        gcs.put(bucket, String.format("%s.%09d", base, number), bytes);
    }
}
