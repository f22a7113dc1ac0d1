package dev.drover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterId;
import dev.drover.Location;
import dev.drover.PySpark;
import dev.drover.pipeline.ExitMeaning;
import dev.drover.pipeline.OnFailure;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.Step;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of pipelines, and the guide that shows them. */
class PipelineTemplateTest {
    private static final String STEPS = "steps: [{name: a, job: {command: {program: 'true'}}}]\n";

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("a.pipeline.yaml"), text);
    }

    private Pipeline read(String text) throws IOException {
        return PipelineTemplate.fill(file(text), Map.of());
    }

    private void refused(String text, String words) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(ConfigException.class).hasMessageContaining(words);
    }

    /** The guide's examples, as they stand there. */
    private static String guide(int example) throws IOException {
        Matcher blocks = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "pipelines.md")));
        for (int i = 0; i <= example; i++) {
            assertThat(blocks.find()).isTrue();
        }
        return blocks.group(1);
    }

    @Test
    void theGuidesPipelineIsOne() throws IOException {
        Pipeline pipeline = PipelineTemplate.fill(file(guide(0)), Map.of("day", "2026-11-21"));

        assertThat(pipeline.name()).isEqualTo("nightly");
        assertThat(pipeline.target()).hasValue(PipelineTarget.pool("etl"));
        assertThat(pipeline.timeout()).hasValue(Duration.ofHours(6));
        assertThat(pipeline.exitCodes()).containsExactly(Map.entry(2, ExitMeaning.WARNING_STOP));
        assertThat(pipeline.steps()).extracting(Step::name).containsExactly("extract", "clean", "quality", "report");
        Step extract = pipeline.steps().get(0);
        assertThat(((PySpark) extract.job()).options().args()).containsExactly("--day", "2026-11-21");
        assertThat(extract.attempts()).isEqualTo(3);
        assertThat(extract.timeout()).hasValue(Duration.ofHours(1));
        assertThat(pipeline.steps().get(2).onFailure()).hasValue(OnFailure.CONTINUE);
        assertThat(pipeline.before(pipeline.steps().get(3))).containsExactly("clean", "quality");
        assertThat(new SchemaCheck(PipelineTemplate.schema()).accepts(guide(0))).isTrue();
    }

    @Test
    void theGuidesClusterIsMadeForTheRun() throws IOException {
        Pipeline pipeline = read("name: a\n" + STEPS + guide(1));

        assertThat(pipeline.target()).get().isInstanceOfSatisfying(PipelineTarget.NewCluster.class, wanted -> {
            assertThat(wanted.where()).isEqualTo(Location.parse("emr://eu-west-1"));
            assertThat(wanted.spec().workers()).isEqualTo(4);
            assertThat(wanted.ready()).isEqualTo(Duration.ofMinutes(20));
        });
    }

    @Test
    void clustersAreNamedByIdOrByTheirNameInDroverYaml() throws IOException {
        assertThat(read("name: a\ncluster: emr://eu/j-1\n" + STEPS).target())
                .hasValue(PipelineTarget.cluster(ClusterId.parse("emr://eu/j-1")));
        assertThat(read("name: a\ncluster: etl\n" + STEPS).target()).hasValue(new PipelineTarget.Declared("etl"));
        assertThat(read("name: a\n" + STEPS).target()).isEmpty();
    }

    @Test
    void everythingElseIsRead() throws IOException {
        Pipeline pipeline = read("""
                name: a
                parallel: 3
                onFailure: skip-dependents
                steps:
                  - {name: a, after: [], exitCodes: {3: success, 255: warning}, job: {command: {program: 'true'}}}
                """);

        assertThat(pipeline.parallel()).isEqualTo(3);
        assertThat(pipeline.onFailure()).isEqualTo(OnFailure.SKIP_DEPENDENTS);
        assertThat(pipeline.steps().get(0).exitCodes())
                .containsOnly(Map.entry(3, ExitMeaning.SUCCESS), Map.entry(255, ExitMeaning.WARNING));
        assertThat(pipeline.steps().get(0).after()).isPresent();
    }

    @Test
    void whatIsWrongIsToldWithItsPlace() {
        refused(
                "name: a\nstep: []\n" + STEPS,
                "a.pipeline.yaml:2:1: there is no key 'step' here; did you mean 'steps'?");
        refused("name: a\n", "the key 'steps' is missing");
        refused("name: a\nexitCodes: {0: success}\n" + STEPS, ":2:13:");
        refused("name: a\nexitCodes: {256: success}\n" + STEPS, ":2:13:");
        refused("name: a\nexitCodes: {2: warn}\n" + STEPS, "is not one of success, warning, warning-stop, failure");
        refused("name: a\nonFailure: halt\n" + STEPS, "stop, skip-dependents, continue");
        refused("name: a\npool: a\ncluster: b\n" + STEPS, "pool");
        refused("name: a\noutputs: {}\n" + STEPS, "there is no key 'outputs' here");
        refused("name: a\n" + STEPS.replace("name: a, ", "name: a b, "), "is not a name of letters");
        refused("name: a\n" + STEPS.replace("name: a, ", "name: a, after: [b], "), "comes after 'b'");
    }

    @Test
    void bombsAndHugeFilesAreRefused() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [")
                    .append((before + ", ").repeat(9))
                    .append(before)
                    .append("]\n");
        }
        refused(bomb.toString(), "this is too much");
        Path huge = folder.resolve("huge.pipeline.yaml");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(50L << 20);
        }
        assertThatThrownBy(() -> PipelineTemplate.read(huge)).hasMessageContaining("too large");
    }
}
