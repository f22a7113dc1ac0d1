package dev.drover.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.Step;
import dev.drover.pipeline.StepState;
import dev.drover.testkit.DroverExtension;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One process runs a pipeline: order, width, outcomes, attempts, times. */
@ExtendWith(DroverExtension.class)
class PipelineRunTest {
    private static final RequestKey KEY = RequestKey.of("nightly", "2026-11-21");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Drover drover;
    private MemPlatform platform;
    private ClusterId etl;

    @BeforeEach
    void aCluster(Drover given, MemPlatform there) {
        drover = given;
        platform = there;
        etl = platform.cluster("mem://eu/etl");
    }

    static JobSpec job(String name) {
        return PySpark.script(StorageUri.parse("mem://code/" + name + ".py")).build();
    }

    static Step step(String name) {
        return Step.of(name, job(name));
    }

    private Pipeline.Builder pipeline() {
        return Pipeline.builder("nightly").on(PipelineTarget.cluster(etl));
    }

    private PipelineReport run(Pipeline.Builder pipeline) throws InterruptedException {
        return drover.pipelines().run(pipeline.build(), KEY).await(DAY);
    }

    private void script(String step, JobScript first, JobScript... then) {
        platform.onJob(job -> script(job).equals(step), first, then);
    }

    static String script(JobSpec job) {
        return ((PySpark) job).script().fileName().replace(".py", "");
    }

    private List<String> begun() {
        return platform.runs().stream().map(run -> script(run.job())).toList();
    }

    static Map<String, StepState> states(PipelineReport report) {
        Map<String, StepState> states = new TreeMap<>();
        report.steps().forEach(step -> states.put(step.name(), step.state()));
        return states;
    }

    @Test
    void stepsRunInTheirOrderOneAfterTheOther() throws InterruptedException {
        PipelineReport end = run(pipeline().step(step("a")).step(step("b")).step(step("c")));

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a", "b", "c");
        List<MemRun> runs = platform.runs();
        assertThat(runs.get(1).acceptedAt()).isAfter(runs.get(0).endedAt().orElseThrow());
        assertThat(end.step("b").orElseThrow().after()).containsExactly("a");
        assertThat(states(end).values()).containsOnly(StepState.SUCCEEDED);
    }
}
