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
}
