package dev.drover.its;

import dev.drover.Command;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import java.util.List;
import java.util.stream.Stream;

/** A job that fails, by name. */
record Failure(String name, JobSpec job) {
    private static final Resources SMALL = Resources.of(1, 512);
    private static final String MAIN = "com.acme.Failures";

    private static final String WORKER_LOST = "worker-lost";

    private static final List<String> JAVA = List.of(
            "driver-nested-causes",
            "task-nested-causes",
            "driver-out-of-memory",
            "task-out-of-memory",
            "executor-killed",
            "executor-terminated",
            "driver-class-missing",
            "task-class-missing",
            "input-path-missing",
            "input-path-missing-rdd",
            "input-file-vanished",
            "exit-3",
            "handled-then-exit-3",
            "driver-killed",
            "output-disk-full",
            "input-not-readable",
            "output-not-writable",
            "file-not-readable-java",
            "socket-timeout",
            "handled-before",
            "noise-after",
            "file-system-missing",
            "data-source-missing",
            "not-serializable");

    private static final List<String> PYTHON = List.of(
            "python-module-missing",
            "python-cause",
            "python-during-handling",
            "python-udf",
            "python-rdd",
            "python-udf-module-missing",
            "python-worker-killed",
            "python-out-of-memory",
            "python-udf-out-of-memory",
            "python-input-missing",
            "python-column-missing",
            "python-file-missing",
            "python-not-permitted",
            "python-timeout",
            "python-exit-3",
            "python-exit-message",
            "python-handled-before");

    /**
     * All of them.
     *
     * @param code where {@code failures.jar} and the scripts are
     * @param work the folder of a failure by its name, for what it reads and writes
     */
    static List<Failure> all(StorageUri code, WorkFolders work) {
        StorageUri jar = code.resolve("failures.jar");
        Stream<Failure> java = JAVA.stream()
                .map(name -> new Failure(name, java(jar, name, work).build()));
        Stream<Failure> python =
                PYTHON.stream().map(name -> new Failure(name, python(code, "failures.py", name, work)));
        return Stream.of(java, python, others(code, work)).flatMap(each -> each).toList();
    }

    /** It takes the cluster's workers along, and with them the logs. */
    boolean endsCluster() {
        return name.equals(WORKER_LOST);
    }

    private static Stream<Failure> others(StorageUri code, WorkFolders work) {
        StorageUri jar = code.resolve("failures.jar");
        return Stream.of(
                new Failure(
                        "main-class-missing",
                        small(SparkJar.of(jar, "com.acme.Missing")).build()),
                new Failure(
                        "jar-missing",
                        small(SparkJar.of(code.resolve("no-such.jar"), MAIN)).build()),
                new Failure("python-script-missing", python(code, "no_such_script.py", "x", work)),
                new Failure("python-syntax-error", python(code, "bad_syntax.py", "x", work)),
                new Failure(
                        "broadcast-timeout",
                        java(jar, "broadcast-timeout", work)
                                .conf("spark.sql.broadcastTimeout", "1")
                                .conf("spark.sql.adaptive.enabled", "false")
                                .build()),
                new Failure(
                        "result-too-large",
                        java(jar, "result-too-large", work)
                                .conf("spark.driver.maxResultSize", "1m")
                                .build()),
                new Failure("sql-column-missing", sql("SELECT day FROM range(3)")),
                new Failure("sql-table-missing", sql("SELECT 1; SELECT * FROM no_such_table")),
                new Failure("sql-parse-error", sql("SELEKT 1")),
                new Failure(
                        "sql-arithmetic", sql("SET spark.sql.ansi.enabled=true; SELECT id / (id - 2) FROM range(4)")),
                new Failure("command-killed", command("kill -9 $$")),
                new Failure("command-terminated", command("kill -15 $$")),
                new Failure("command-fails", command("echo no such day >&2; exit 4")),
                new Failure(
                        "command-missing", small(Command.of("no-such-program")).build()),
                new Failure(WORKER_LOST, java(jar, WORKER_LOST, work).build()));
    }

    private static SparkJar.Builder java(StorageUri jar, String name, WorkFolders work) {
        return small(SparkJar.of(jar, MAIN)).args(name, work.of(name).toString());
    }

    private static JobSpec python(StorageUri code, String script, String name, WorkFolders work) {
        return small(PySpark.script(code.resolve(script)))
                .args(name, work.of(name).toString())
                .build();
    }

    private static JobSpec sql(String text) {
        return small(SparkSql.text(text)).build();
    }

    private static JobSpec command(String script) {
        return Command.of("bash").args("-c", script).driver(SMALL).build();
    }

    private static <B extends JobSpec.Builder<B>> B small(B job) {
        return job.driver(SMALL).executor(SMALL).executors(1);
    }
}
