package dev.drover.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.JobState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the samples as a user does: against real Spark. */
class SamplesTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Terminal terminal = new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8), false);

    @TempDir
    private Path folder;

    @BeforeEach
    void application() {
        System.setProperty("drover.app", "target/app");
    }

    @Test
    void quickstartCountsTheWordsOfAFile() throws Exception {
        Path text = Files.writeString(
                folder.resolve("a text.txt"),
                "River, river: RIVER! The river that runs.\nStone and stone with a riverbed; this runs.\n");

        int exit = Quickstart.run(terminal, text.toString());

        assertThat(exit).as(output()).isZero();
        assertThat(rows()).containsSequence("river 4", "runs 2", "stone 2", "riverbed 1");
        assertThat(output())
                .contains("MASTER", "WORKER", "accepted as local://localhost/")
                .contains("Counted words of 1 input(s)")
                .contains("phase")
                .doesNotContain("\u001b");
    }

    @Test
    void aMissingFileIsRefusedBeforeAnythingStarts() {
        assertThat(Quickstart.run(terminal, folder.resolve("none.txt").toString()))
                .isEqualTo(2);
        assertThat(output()).contains("none.txt").contains("Usage").doesNotContain("cluster");
    }

    @Test
    void theFailingJobSaysWhy() throws Exception {
        assertThat(FailingJob.run(terminal)).as(output()).isZero();
        assertThat(output())
                .contains("exit code  1")
                .contains("category   MISSING_INPUT")
                .contains("AnalysisException")
                .contains("/no/such/input.txt");
    }

    @Test
    void theExampleOfTheReadmeRunsAndIsTheOneShown() throws Exception {
        Path stopWords = Files.writeString(folder.resolve("stop-words.txt"), "with\n");
        Path text = Files.writeString(folder.resolve("text.txt"), "water with water\n");
        String target = "file://" + folder.resolve("code/");
        String result = "file://" + folder.resolve("result");

        assertThat(ReadmeExample.run(Path.of("target/app"), target, stopWords.toString(), result, text.toString())
                        .state())
                .isEqualTo(JobState.SUCCEEDED);
        try (Stream<Path> parts = Files.list(folder.resolve("result"))) {
            Path part = parts.filter(each -> each.getFileName().toString().startsWith("part-"))
                    .findFirst()
                    .orElseThrow();
            assertThat(part).hasContent("water\t2");
        }

        assertThat(Files.readString(Path.of("../../README.md"))).contains(example());
    }

    private static String example() throws Exception {
        String source = Files.readString(Path.of("src/main/java/dev/drover/samples/quickstart/ReadmeExample.java"));
        String marked = source.substring(
                source.indexOf("README: begin\n") + "README: begin\n".length(),
                source.indexOf("        // README: end"));
        return marked.stripTrailing().stripIndent();
    }

    private String output() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    private List<String> rows() {
        return output().lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .toList();
    }
}
