package dev.drover.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.Step;
import dev.drover.pipeline.StepState;
import dev.drover.routing.PoolSpec;
import dev.drover.routing.RoutingPolicies;
import dev.drover.testkit.exactlyonce.Processes;
import dev.drover.testkit.mem.JobScript;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pipeline whose target is a pool: each step is routed by itself. */
class PipelinePoolTest {
    private static final RequestKey KEY = RequestKey.of("nightly", "2026-11-21");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Processes processes = new Processes();
    private final ClusterId etl = processes.etl;
    private final ClusterId spare = processes.platform.cluster("mem://us/spare");

    @AfterEach
    void close() {
        processes.close();
    }

    private Drover start(String name) {
        return processes.start(processes
                .builder(name)
                .ledger("mem://ledger/keys/")
                .pool(
                        "etl",
                        PoolSpec.builder()
                                .policy(RoutingPolicies.roundRobin())
                                .members(etl, spare)
                                .build()));
    }

    private static Pipeline wide(String... steps) {
        Pipeline.Builder pipeline = Pipeline.builder("nightly").on(PipelineTarget.pool("etl"));
        for (String step : steps) {
            pipeline.step(Step.builder(step, PipelineRunTest.job(step)).after().build());
        }
        return pipeline.build();
    }

    private List<ClusterId> clusters() {
        return processes.platform.runs().stream().map(run -> run.id().cluster()).toList();
    }

    private List<String> begun() {
        return processes.platform.runs().stream()
                .map(run -> PipelineRunTest.script(run.job()))
                .toList();
    }

    @Test
    void itsStepsAreSpreadOverTheMembers() throws InterruptedException {
        PipelineReport end =
                start("first").pipelines().run(wide("a", "b", "c", "d"), KEY).await(DAY);

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(end.target()).isEqualTo("pool etl");
        assertThat(begun()).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(clusters()).containsExactlyInAnyOrder(etl, etl, spare, spare);
        assertThat(end.steps())
                .allSatisfy(step -> assertThat(
                                step.latest().orElseThrow().job().orElseThrow().cluster())
                        .isIn(etl, spare));
    }

    @Test
    void aMemberThatRefusesIsPassedOver() throws InterruptedException {
        processes.faults.next("SubmitJob").on(etl).times(4).refuse(ErrorCode.QUOTA_EXCEEDED);

        PipelineReport end = start("first").pipelines().run(wide("a", "b"), KEY).await(DAY);

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(clusters()).containsExactly(spare, spare);
    }

    @Test
    void anotherProcessRunsAgainOnlyWhatHasFailedOnAnyOfThem() throws InterruptedException {
        processes.platform.onJob(
                job -> PipelineRunTest.script(job).equals("b"),
                JobScript.fail(MINUTE, 1, ""),
                JobScript.succeed(MINUTE));
        PipelineReport broken =
                start("first").pipelines().run(wide("a", "b", "c"), KEY).await(DAY);
        assertThat(PipelineRunTest.states(broken)).containsEntry("b", StepState.FAILED);

        PipelineReport end =
                start("second").pipelines().resume(wide("a", "b", "c"), KEY).await(DAY);

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactlyInAnyOrder("a", "b", "c", "b");
    }
}
