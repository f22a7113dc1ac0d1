package dev.drover.internal.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.drover.ClusterId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RootCause;
import dev.drover.RootCause.Category;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs that nobody meant to be read. */
class HostileLogsTest {
    private static final JobStatus FAILED = JobStatus.of(
                    ClusterId.parse("spark://h:7077").job("d"), JobState.FAILED, "FAILED", Instant.EPOCH)
            .withExitCode(1);
    /** What Drover reads of a log at most. */
    private static final int TAIL = 1 << 16;

    private static RootCause diagnose(List<String> log) {
        return assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            Diagnosis.of(FAILED, List.of(), log);
            return Diagnosis.of(FAILED, log, log);
        });
    }

    private static String fill(String unit) {
        return unit.repeat(TAIL / unit.length());
    }

    static Stream<String> units() {
        return Stream.of(
                " ",
                "\t",
                "a",
                "a.",
                "a.B",
                "a.B: ",
                ": a.B",
                "a$",
                "\"",
                "Exception in thread \"",
                "Exception in thread \"main\" ",
                "Caused by: ",
                "Caused by: a.B: ",
                "\tat ",
                "\tat a.b(",
                "... 1 ",
                "1/1/1 1:1:1 ",
                "1/1/1 1:1:1 ERROR ",
                "26/11/21 09:00:00 ERROR A: a.B: ",
                "Lost task 0.0 in stage 0.0 (TID 0) (h executor 0): ",
                "Lost task ",
                "(TID 0) (",
                "Traceback (most recent call last):",
                "ExecutorLostFailure ",
                "ExecutorLostFailure code 5",
                "exceeded ",
                "line 1: ",
                "python: ",
                "  File \"",
                "[",
                "SparkContext was ");
    }

    @ParameterizedTest
    @MethodSource("units")
    void anyLineOfAnyLengthIsReadInTime(String unit) {
        for (String head : List.of("", "Exception in thread \"main\" a.B: ", "Caused by: a.B: ", "a.B: ")) {
            RootCause cause = diagnose(List.of(head + fill(unit), "\tat a.B.main(B.java:1)"));

            assertThat(cause.message()).hasSizeLessThanOrEqualTo(2_000);
            assertThat(cause.lines()).allMatch(line -> line.length() <= 2_000);
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void anyNumberOfLinesIsReadInTime(String unit) {
        RootCause cause = diagnose(fill(unit + "\n").lines().toList());

        assertThat(cause.lines()).hasSizeLessThanOrEqualTo(40);
    }

    static Stream<String> blocks() {
        return Stream.of(
                "Traceback (most recent call last):\npy4j.protocol.Py4JJavaError: x\n: a.B: Traceback (most recent call"
                        + " last):\n",
                "Traceback (most recent call last):\n  File\n",
                "a.B: x\n\n\n",
                "a.B: x\n\tat a\n\n\n\n\n",
                "Caused by: a.B\n",
                "Traceback (most recent call last):\nE: x\n\nThe above exception was the direct cause of the following"
                        + " exception:\n\n");
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void nestingOfAnyDepthIsReadInTime(String block) {
        assertThat(diagnose(fill(block).lines().toList()).lines()).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void anEmptyLogLeavesTheStatusToSpeak() {
        RootCause cause = diagnose(List.of());

        assertThat(cause.category()).isEqualTo(Category.USER_CODE);
        assertThat(cause.message()).contains("exit code 1");
        assertThat(cause.lines()).isEmpty();
    }

    @Test
    void binaryRubbishIsNoException() {
        byte[] bytes = new byte[TAIL];
        new Random(7).nextBytes(bytes);

        RootCause cause =
                diagnose(new String(bytes, StandardCharsets.UTF_8).lines().toList());

        assertThat(cause.exception()).isEmpty();
    }

    @Test
    void aHugeMessageIsCut() {
        RootCause cause = diagnose(List.of("Exception in thread \"main\" com.acme.Huge: " + fill("x")));

        assertThat(cause.exception()).contains("com.acme.Huge");
        assertThat(cause.message()).startsWith("xxx").hasSizeLessThanOrEqualTo(2_000);
    }

    @Test
    void aLogThatEndsInsideAStackTraceShowsWhatItHas() {
        List<String> whole = """
                Exception in thread "main" java.lang.RuntimeException: outer
                \tat com.acme.Etl.main(Etl.java:7)
                Caused by: java.lang.IllegalStateException: inner
                \tat com.acme.Etl.day(Etl.java:9)
                \t... 3 more
                """.lines().toList();

        assertThat(diagnose(whole.subList(0, 1)).message()).isEqualTo("outer");
        assertThat(diagnose(whole.subList(0, 2)).message()).isEqualTo("outer");
        assertThat(diagnose(whole.subList(0, 3)).message()).isEqualTo("inner");
        assertThat(diagnose(whole.subList(0, 4)).message()).isEqualTo("inner");
    }

    @Test
    void aLogThatBeginsInsideAStackTraceShowsWhatItHas() {
        List<String> rest = """
                \tat com.acme.Etl.main(Etl.java:7)
                Caused by: java.lang.IllegalStateException: inner
                \tat com.acme.Etl.day(Etl.java:9)
                \t... 3 more
                26/11/21 09:00:01 INFO ShutdownHookManager: Shutdown hook called
                """.lines().toList();

        assertThat(diagnose(rest).exception()).contains("java.lang.IllegalStateException");
    }

    @Test
    void aTracebackThatIsCutOffIsNoException() {
        List<String> cut = List.of("Traceback (most recent call last):", "  File \"/app/etl.py\", line 3, in <module>");

        assertThat(diagnose(cut).exception()).isEmpty();
        assertThat(diagnose(cut).lines()).isEqualTo(cut);
    }
}
