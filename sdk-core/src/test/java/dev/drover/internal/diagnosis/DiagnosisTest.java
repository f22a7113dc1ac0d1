package dev.drover.internal.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RootCause;
import dev.drover.RootCause.Category;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DiagnosisTest {
    private static final JobStatus FAILED =
            JobStatus.of(ClusterId.parse("spark://h:7077").job("d"), JobState.FAILED, "FAILED", Instant.EPOCH);

    static Stream<Arguments> logs() {
        return Stream.of(
                Arguments.of("""
                        26/11/21 09:00:00 INFO SparkContext: Running Spark version 4.2.0
                        Exception in thread "main" java.lang.RuntimeException: outer
                        \tat com.acme.Etl.main(Etl.java:7)
                        Caused by: java.lang.IllegalStateException: inner: day is missing
                        \tat com.acme.Etl.day(Etl.java:9)
                        \t... 3 more
                        26/11/21 09:00:01 INFO ShutdownHookManager: Shutdown hook called
                        """, Category.USER_CODE, "java.lang.IllegalStateException", "inner: day is missing"),
                Arguments.of("""
                        java.lang.ClassNotFoundException: com.acme.Missing
                        \tat java.base/java.net.URLClassLoader.findClass(URLClassLoader.java:445)
                        """, Category.MISSING_CLASS, "java.lang.ClassNotFoundException", "com.acme.Missing"),
                Arguments.of(
                        """
                        Exception in thread "main" org.apache.spark.sql.AnalysisException: [PATH_NOT_FOUND] Path does not exist: file:/no/such. SQLSTATE: 42K03
                        \tat org.apache.spark.sql.errors.QueryCompilationErrors$.dataPathNotExistError(QueryCompilationErrors.scala:1676)
                        """,
                        Category.MISSING_INPUT,
                        "org.apache.spark.sql.AnalysisException",
                        "[PATH_NOT_FOUND] Path does not exist: file:/no/such. SQLSTATE: 42K03"),
                Arguments.of("""
                        java.lang.OutOfMemoryError: Java heap space
                        \tat com.acme.Etl.main(Etl.java:7)
                        """, Category.OUT_OF_MEMORY, "java.lang.OutOfMemoryError", "Java heap space"),
                Arguments.of("""
                        Traceback (most recent call last):
                          File "/app/etl.py", line 3, in <module>
                            import pandaz
                        ModuleNotFoundError: No module named 'pandaz'
                        26/11/21 09:00:01 INFO ShutdownHookManager: Shutdown hook called
                        """, Category.MISSING_CLASS, "ModuleNotFoundError", "No module named 'pandaz'"));
    }

    @ParameterizedTest
    @MethodSource("logs")
    void innermostExceptionOfTheLastTraceDecides(String log, Category category, String exception, String message) {
        RootCause cause = Diagnosis.of(FAILED, log.lines().toList(), List.of());

        assertThat(cause.category()).isEqualTo(category);
        assertThat(cause.exception()).contains(exception);
        assertThat(cause.message()).isEqualTo(message);
        assertThat(cause.lines()).anyMatch(line -> line.contains(exception)).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void withoutAnExceptionTheStatusSpeaks() {
        assertThat(Diagnosis.of(FAILED.withExitCode(2), List.of("bye"), List.of())
                        .message())
                .contains("code 2");
        assertThat(Diagnosis.of(FAILED.withExitCode(137), List.of(), List.of()).category())
                .isEqualTo(Category.OUT_OF_MEMORY);
        assertThat(Diagnosis.of(FAILED.withDetail("jar not found"), List.of(), List.of())
                        .message())
                .isEqualTo("jar not found");
    }

    @Test
    void whatSparkSqlPrintsWithoutATraceIsTheCause() {
        RootCause cause = diagnosed(FAILED.withExitCode(1), """
                26/11/21 09:00:00 INFO SparkContext: Running Spark version 3.5.6
                [INFO] a line of somebody else's
                [TABLE_OR_VIEW_NOT_FOUND] The table or view `days` cannot be found. SQLSTATE: 42P01; line 1 pos 14;
                'Project [*]
                +- 'UnresolvedRelation [days], [], false
                """);

        assertThat(cause.category()).isEqualTo(Category.MISSING_INPUT);
        assertThat(cause.message()).contains("`days` cannot be found");
    }

    @Test
    void aPythonTracebackOnStandardOutputGoesBeforeWhatSparkLogged() {
        List<String> spark = """
                26/11/21 09:00:00 ERROR TaskSchedulerImpl: Lost executor 0
                java.io.IOException: Connection reset by peer
                \tat java.base/sun.nio.ch.SocketDispatcher.read0(Native Method)
                """.lines().toList();
        List<String> python = """
                Traceback (most recent call last):
                  File "/app/etl.py", line 3, in <module>
                    raise ValueError("bad day")
                ValueError: bad day
                """.lines().toList();

        assertThat(Diagnosis.of(FAILED, spark, python).exception()).contains("ValueError");
        assertThat(Diagnosis.of(FAILED, spark, List.of("hello")).exception()).contains("java.io.IOException");
        assertThat(Diagnosis.of(FAILED, List.of(), spark).exception()).contains("java.io.IOException");
    }

    private static RootCause diagnosed(JobStatus status, String log) {
        return Diagnosis.of(status, log.lines().toList(), List.of());
    }

    @Test
    void whatEndedTheMainThreadGoesBeforeWhatCameLater() {
        RootCause cause = diagnosed(FAILED, """
                Exception in thread "main" java.lang.IllegalStateException: bad day
                \tat com.acme.Etl.main(Etl.java:7)
                26/11/21 09:00:01 ERROR Utils: Uncaught exception in thread stop-spark-context
                java.io.IOException: cannot delete the scratch folder
                \tat com.acme.Etl.tidy(Etl.java:70)
                Exception in thread "refresher" org.apache.spark.SparkException: Job 1 cancelled because SparkContext was shut down
                \tat org.apache.spark.scheduler.DAGScheduler.$anonfun$cleanUpAfterSchedulerStop$1(DAGScheduler.scala:1300)
                """);

        assertThat(cause.message()).isEqualTo("bad day");
    }

    @Test
    void whatFollowsFromTheEndIsTheCauseOnlyIfThereIsNoOther() {
        String aftermath = """
                Exception in thread "main" org.apache.spark.SparkException: Job 1 cancelled because SparkContext was shut down
                \tat org.apache.spark.scheduler.DAGScheduler.$anonfun$cleanUpAfterSchedulerStop$1(DAGScheduler.scala:1300)
                """;
        String before = """
                26/11/21 09:00:00 ERROR Etl: the day is lost
                java.lang.IllegalStateException: bad day
                \tat com.acme.Etl.main(Etl.java:7)
                """;

        assertThat(diagnosed(FAILED, before + aftermath).message()).isEqualTo("bad day");
        assertThat(diagnosed(FAILED, aftermath).message()).contains("was shut down");
    }

    @Test
    void theClassThatAnApplicationMasterRanIsTheApplication() {
        String log = """
                26/11/21 09:00:00 ERROR ApplicationMaster: User class threw exception:INLINE
                java.lang.RuntimeException: outer
                \tat com.acme.Etl.main(Etl.java:7)
                Caused by: com.acme.NoSuchDay: 31 June
                \tat com.acme.Etl.day(Etl.java:9)
                \t... 3 more
                26/11/21 09:00:01 ERROR Utils: Uncaught exception in thread shutdown-hook-0
                java.lang.InterruptedException: interrupted
                \tat java.base/java.lang.Object.wait(Native Method)
                """;

        for (String inline : List.of("", " java.lang.RuntimeException: outer")) {
            RootCause cause = diagnosed(FAILED, log.replace("INLINE", inline));

            assertThat(cause.exception()).contains("com.acme.NoSuchDay");
            assertThat(cause.message()).isEqualTo("31 June");
        }
    }

    @Test
    void whatFailedOnTheWayIsNotTheCause() {
        RootCause cause = diagnosed(FAILED, """
                Exception in thread "main" java.lang.IllegalStateException: bad day
                \tat com.acme.Etl.main(Etl.java:7)
                \tSuppressed: java.io.IOException: cannot close
                \t\tat com.acme.Etl.close(Etl.java:70)
                \tCaused by: java.net.SocketException: Broken pipe
                \t\t... 1 more
                Caused by: java.time.DateTimeException: 31 June
                \tat com.acme.Etl.day(Etl.java:9)
                \t... 3 more
                """);

        assertThat(cause.exception()).contains("java.time.DateTimeException");
    }

    @Test
    void aCauseThatTellsNothingGivesWayToWhatWrapsIt() {
        RootCause cause = diagnosed(FAILED, """
                Exception in thread "main" com.acme.DayStoreException: the store hung up on 31 June
                \tat com.acme.Etl.main(Etl.java:7)
                Caused by: java.io.EOFException
                \tat java.base/java.io.DataInputStream.readInt(DataInputStream.java:387)
                """);

        assertThat(cause.exception()).contains("com.acme.DayStoreException");
    }

    @Test
    void aKillGoesBeforeAnErrorThatTheApplicationSurvived() {
        String survived = """
                26/11/21 09:00:00 ERROR Etl: going on without a cache
                java.io.IOException: the cache is cold
                \tat com.acme.Etl.main(Etl.java:7)
                """;

        assertThat(diagnosed(FAILED.withExitCode(137), survived).category()).isEqualTo(Category.OUT_OF_MEMORY);
        assertThat(diagnosed(FAILED.withExitCode(143), survived).category()).isEqualTo(Category.LOST_CAPACITY);
        assertThat(diagnosed(FAILED.withExitCode(139), survived).message()).contains("signal 11");
        assertThat(diagnosed(FAILED.withExitCode(1), survived).message()).isEqualTo("the cache is cold");
    }

    @Test
    void theJvmsLastWordsCount() {
        for (String words : List.of(
                "Terminating due to java.lang.OutOfMemoryError: Java heap space",
                "# java.lang.OutOfMemoryError: Java heap space",
                "Exception: java.lang.OutOfMemoryError thrown from the UncaughtExceptionHandler in thread \"main\"")) {
            assertThat(diagnosed(FAILED.withExitCode(3), words).exception()).contains("java.lang.OutOfMemoryError");
        }
    }

    @Test
    void theKindOfTroubleIsReadFromClassOrMessage() {
        record Row(String line, Category category) {}
        for (Row row : List.of(
                new Row("java.io.FileNotFoundException: /data/x (Permission denied)", Category.PERMISSION),
                new Row("java.io.FileNotFoundException: /data/x (No such file or directory)", Category.MISSING_INPUT),
                new Row("java.nio.file.NoSuchFileException: /app/etl.jar", Category.MISSING_CLASS),
                new Row("java.io.IOException: Disk quota exceeded", Category.QUOTA),
                new Row("com.acme.CloudException: Insufficient 'CPUS' quota. Requested 12.0.", Category.QUOTA),
                new Row(
                        "com.acme.CloudException: etl@acme.iam.gserviceaccount.com does not have storage.objects.get"
                                + " access. Permission 'storage.objects.get' denied on resource (or it may not exist).",
                        Category.PERMISSION),
                new Row(
                        "org.apache.spark.SparkException: Job aborted: ExecutorLostFailure (executor 1 exited caused by one"
                                + " of the running tasks) Reason: Container killed by YARN for exceeding memory limits.",
                        Category.OUT_OF_MEMORY),
                new Row(
                        "org.apache.spark.SparkException: Job aborted: ExecutorLostFailure (executor 1 exited caused by one"
                                + " of the running tasks) Reason: Executor heartbeat timed out after 125000 ms",
                        Category.LOST_CAPACITY),
                new Row("org.apache.hadoop.security.AccessControlException: user=u", Category.PERMISSION),
                new Row("java.util.concurrent.TimeoutException: Futures timed out", Category.TIMEOUT),
                new Row("com.acme.NoSuchDay: 31 June", Category.USER_CODE))) {
            RootCause cause =
                    diagnosed(FAILED, "Exception in thread \"main\" " + row.line() + "\n\tat a.B.main(B.java:1)");

            assertThat(cause.category()).as(row.line()).isEqualTo(row.category());
        }
    }

    @Test
    void theStatusIsReadToo() {
        assertThat(Diagnosis.of(FAILED.withDetail("its worker was lost"), List.of(), List.of())
                        .category())
                .isEqualTo(Category.LOST_CAPACITY);
        RootCause both =
                Diagnosis.of(FAILED.withDetail("its log could not be read").withExitCode(3), List.of(), List.of());
        assertThat(both.message()).contains("could not be read").contains("exit code 3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OOMKilled: container x used more memory than it may | OUT_OF_MEMORY",
                "Evicted: The node was low on resource: memory | LOST_CAPACITY",
                "PreemptionByScheduler: preempting to accommodate a higher priority pod | LOST_CAPACITY",
                "Terminated: Pod was terminated in response to imminent node shutdown. | LOST_CAPACITY",
                "driver pod not found | LOST_CAPACITY",
                "Unschedulable: 0/3 nodes are available: 3 Insufficient cpu. | LOST_CAPACITY",
                "failed to run spark-submit: pods is forbidden: exceeded quota: etl, requested: pods=1 | QUOTA",
                "FailedCreate: Error creating: pods is forbidden: exceeded quota: etl, used: pods=5 | QUOTA",
                "ImagePullBackOff: Back-off pulling image acme/spark:1 | MISSING_CLASS",
                "DeadlineExceeded: Job was active longer than specified deadline | TIMEOUT",
                "The Spark application failed to get enough executors in the given time threshold. | TIMEOUT",
            })
    void whatKubernetesSaysHasItsCategory(String detail, Category category) {
        RootCause cause = Diagnosis.of(FAILED.withDetail(detail).withExitCode(137), List.of(), List.of());

        assertThat(cause.category()).isEqualTo(category);
        assertThat(cause.message()).startsWith(detail);
    }

    @Test
    void theSummaryIsOneLineAndShowsOnlyWhatIsKnown() {
        String traceback =
                "Traceback (most recent call last):\n  File \"/app/etl.py\", line 3, in <module>\nMemoryError\n";

        assertThat(diagnosed(FAILED, traceback).summary()).isEqualTo("OUT_OF_MEMORY: MemoryError");
        assertThat(diagnosed(FAILED.withDetail("jar not found"), "").summary()).isEqualTo("UNKNOWN: jar not found");
    }
}
