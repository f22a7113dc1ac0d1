package dev.drover.samples.multimno;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.Drover;
import dev.drover.config.DroverConfig;
import dev.drover.samples.multimno.TestCloud.Asked;
import dev.drover.testkit.spark.FastClock;
import dev.drover.testkit.spark.SparkMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The sample on a test cloud whose Python is pretended: breaks at the fifth component, and is resumed. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class OnClouds<C extends TestCloud> {
    static final List<String> COMPONENTS = List.of(
            "EventGeneration",
            "EventCleaning",
            "EventDeduplication",
            "GridMapping",
            "StayDetection",
            "DayPartLabelling",
            "HomeDetection",
            "PresentPopulation",
            "QualityReport");

    private static final Path APPLICATION = Path.of("application");
    private static final int FAST = 5;

    private final BiFunction<Path, Consumer<SparkMachine>, C> opening;
    private final String configuration;

    Path folder;
    PretendedPython python;
    C cloud;
    private Outcome broken;
    private Outcome resumed;

    /** What one process has left. */
    private record Outcome(int exit, JsonNode report, List<String> started) {}

    OnClouds(String configuration, BiFunction<Path, Consumer<SparkMachine>, C> opening) {
        this.configuration = configuration;
        this.opening = opening;
    }

    @BeforeAll
    final void breakAndResume(@TempDir Path temp) throws IOException, InterruptedException {
        folder = temp;
        python = new PretendedPython(Files.createFile(folder.resolve("log")));
        cloud = opening.apply(folder.resolve("machine"), python.programs());
        broken = sample(false);
        resumed = sample(true);
    }

    @AfterAll
    final void close() {
        cloud.close();
    }

    private Outcome sample(boolean resume) throws IOException, InterruptedException {
        int before = started().size();
        Map<String, String> environment = new HashMap<>(cloud.environment());
        environment.put("MULTIMNO_WORK", folder.toString());
        environment.put("MULTIMNO_SPARK", folder.resolve("spark").toString());
        Drover.Builder drover = DroverConfig.standard()
                .environment(name -> Optional.ofNullable(environment.get(name)))
                .read(Path.of(configuration))
                .clock(new FastClock(FAST))
                .operationTimeout(Duration.ofMinutes(10));
        int exit = Multimno.run(drover, resume, APPLICATION, folder);
        List<String> all = started();
        return new Outcome(
                exit,
                new ObjectMapper().readTree(folder.resolve("report.json").toFile()),
                all.subList(before, all.size()));
    }

    /** The components that spark-submit was called for, in that order. */
    private List<String> started() throws IOException {
        return python.told("spark-submit").stream()
                .map(words -> words.split(" ", -1))
                .map(words -> words[words.length - 3])
                .toList();
    }

    private static List<String> states(Outcome outcome) {
        List<String> states = new ArrayList<>();
        outcome.report()
                .path("steps")
                .forEach(step -> states.add(step.path("state").asText()));
        return states;
    }

    @Test
    final void itBreaksAtTheFifthComponentAndSaysWhy() {
        assertThat(broken.exit()).isEqualTo(1);
        assertThat(broken.started()).containsExactlyElementsOf(COMPONENTS.subList(0, 5));
        assertThat(states(broken))
                .startsWith("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "FAILED")
                .endsWith("WAITING", "WAITING", "WAITING", "WAITING")
                .hasSize(9);
        assertThat(broken.report().path("steps").path(4).toString())
                .contains("\"exitCode\":1", "No option 'minimum_minutes' in section: 'StayDetection'");
    }

    @Test
    final void anotherProcessFinishesItAndRunsNothingAgainThatHadSucceeded() {
        assertThat(resumed.exit()).isZero();
        assertThat(resumed.started()).containsExactlyElementsOf(COMPONENTS.subList(4, 9));
        assertThat(states(resumed)).containsOnly("SUCCEEDED").hasSize(9);
        assertThat(folder.resolve("report.html")).content().contains("StayDetection", "</html>");
    }

    @Test
    final void theMachinesAreMadeReadyWithoutAnIndex() throws IOException {
        assertThat(python.told("python"))
                .contains("-m venv --copies --clear " + folder + "/venv", "offline: daypart-1.0-py3-none-any.whl")
                .anySatisfy(
                        words -> assertThat(words).startsWith("-m pip install").contains("--no-index"));
        assertThat(folder.resolve("spark/jars/grid.jar")).exists();
    }

    /** What was asked of one operation. */
    final List<Asked> asked(String operation) {
        return cloud.asked().stream()
                .filter(request -> request.operation().equals(operation))
                .toList();
    }
}
