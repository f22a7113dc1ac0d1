package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real signals to a real process. */
@Timeout(120)
class InterruptTest {
    @TempDir
    Path folder;

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                // Whoever runs the tests in the background has told its processes to ignore the signal.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                "-Dfolder=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                HangingJobs.class.getName()));
        command.addAll(List.of("job", "submit", "--on", "mem://eu/etl", "--wait", "--command", "x"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // What is read from it ends then in any case.
        CompletableFuture.delayedExecutor(90, TimeUnit.SECONDS).execute(process::destroyForcibly);
        return process;
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Reads until the process waits for its job; gives what came until then. */
    private static String untilItRuns(BufferedReader output) throws IOException {
        StringBuilder read = new StringBuilder();
        String line = "";
        while (!line.endsWith(" is RUNNING")) {
            line = output.readLine();
            assertThat(line).as(read.toString()).isNotNull();
            read.append(line).append('\n');
        }
        return read.toString();
    }

    private static String rest(BufferedReader output) {
        return String.join("\n", output.lines().toList());
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalDetachesAndSaysHowToWaitAgain(String signal) throws Exception {
        Process process = start();
        try (BufferedReader output = output(process)) {
            String id = untilItRuns(output).lines().findFirst().orElseThrow();
            signal(signal, process);

            assertThat(rest(output))
                    .isEqualTo("Detached; the job goes on. Wait for it again: drover job wait '" + id + "'");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(4);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSignalCancelsIfThatIsAskedFor() throws Exception {
        Process process = start("--cancel-on-interrupt");
        try (BufferedReader output = output(process)) {
            untilItRuns(output);
            signal("INT", process);

            assertThat(rest(output)).contains("Cancelling the job").contains("The job ended: CANCELLED");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void jsonIsStillOneDocument() throws Exception {
        Process process = start("--json");
        try (BufferedReader output = output(process)) {
            untilItRuns(output);
            signal("INT", process);

            String rest = rest(output);
            JsonNode document = new ObjectMapper().readTree(rest.substring(rest.indexOf('{')));
            assertThat(document.path("detached").asBoolean()).isTrue();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(4);
        } finally {
            process.destroyForcibly();
        }
    }
}
