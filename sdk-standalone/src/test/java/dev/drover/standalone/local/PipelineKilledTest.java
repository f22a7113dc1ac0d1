package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.ClusterHandle;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverListener;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.Step;
import dev.drover.pipeline.StepReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pipeline on a real Spark cluster, whose process is killed again and again: each step does its work once. */
class PipelineKilledTest {
    private static final RequestKey CLUSTER = RequestKey.of("shared");
    private static final RequestKey RUN = RequestKey.of("nightly");
    private static final List<String> STEPS = List.of("one", "two", "three");

    private Sandbox sandbox;
    private Drover drover;

    @BeforeEach
    void open() {
        sandbox = new Sandbox();
        drover = drover(sandbox.runs(), DroverListener.NONE);
    }

    @AfterEach
    void close() throws Exception {
        drover.close();
        sandbox.close();
    }

    private static Drover drover(Path runs, DroverListener listener) {
        return Drover.builder()
                .configure(Sandbox.HERE, Sandbox.options(runs).build())
                .ledger("file://" + runs + "-ledger/")
                .operationTimeout(Duration.ofSeconds(6))
                .clockSkew(Duration.ZERO)
                .listener(listener)
                .build();
    }

    private static Path work(Path runs) {
        return runs.resolveSibling(runs.getFileName() + "-work");
    }

    private static Pipeline pipeline(Path runs, PipelineTarget target) {
        Pipeline.Builder pipeline = Pipeline.builder("nightly").on(target);
        STEPS.forEach(step -> pipeline.step(Step.of(step, job(runs, step))));
        return pipeline.build();
    }

    private static JobSpec job(Path runs, String step) {
        return Command.of("sh")
                .args("-c", "echo \"$0\" >> \"$1\"", step, work(runs).toString())
                .driver(Resources.of(1, 512))
                .build();
    }

    @Test
    void eachStepDoesItsWorkOnceWhoeverIsKilledWhen() throws Exception {
        ClusterHandle cluster =
                drover.clusters(Sandbox.HERE).create(Sandbox.workers(1).build(), CLUSTER);
        cluster.awaitReady(Sandbox.PATIENCE);

        killAt("nightly RUNNING began");
        killAt("one RUNNING");
        killAt("one SUCCEEDED");
        killAt("two QUEUED");
        killAt("three QUEUED");
        // Once the lease of the last one is over.
        await().atMost(Sandbox.PATIENCE)
                .untilAsserted(() -> assertThat(drover.pipelines().find(RUN))
                        .map(PipelineReport::state)
                        .hasValue(PipelineState.INTERRUPTED));

        PipelineReport end = drover.pipelines()
                .resume(pipeline(sandbox.runs(), PipelineTarget.cluster(cluster.id())), RUN)
                .awaitSuccess(Sandbox.PATIENCE);

        assertThat(Files.readAllLines(work(sandbox.runs()))).isEqualTo(STEPS);
        assertThat(end.sessions()).hasSizeBetween(3, 6);
        assertThat(end.steps()).allSatisfy(step -> assertThat(step.attempts()).hasSize(1));
    }

    /** Lets another process carry the run on until it says something, then kills it; it may be done before. */
    private void killAt(String word) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        PipelineKilledTest.class.getName(),
                        sandbox.runs().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            Optional<String> line = Optional.ofNullable(said.readLine());
            while (line.isPresent() && !line.get().equals(word) && !line.get().equals("done")) {
                line = Optional.ofNullable(said.readLine());
            }
            process.destroyForcibly().waitFor();
        }
    }

    /** The process that is killed. */
    public static void main(String[] args) throws Exception {
        Path runs = Path.of(args[0]);
        DroverListener telling = new DroverListener() {
            @Override
            public void pipelineChanged(PipelineChanged changed) {
                say(changed.pipeline() + " " + changed.state() + " " + changed.message());
            }

            @Override
            public void pipelineStepChanged(PipelineStepChanged changed) {
                StepReport step = changed.step();
                say(step.name() + " " + step.state());
            }
        };
        try (Drover other = drover(runs, telling)) {
            ClusterHandle cluster = other.clusters(Sandbox.HERE).find(CLUSTER).orElseThrow();
            other.pipelines()
                    .run(pipeline(runs, PipelineTarget.cluster(cluster.id())), RUN)
                    .await(Sandbox.PATIENCE);
            say("done");
        }
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }
}
