package dev.drover.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.RequestKey;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.ExitMeaning;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineRun;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.SessionReport;
import dev.drover.pipeline.Step;
import dev.drover.pipeline.StepReport;
import dev.drover.pipeline.StepState;
import dev.drover.testkit.exactlyonce.Processes;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several processes, one after the other or at once: what is on record decides who does what, and nothing is done twice. */
class PipelineResumeTest {
    private static final RequestKey KEY = RequestKey.of("nightly", "2026-11-21");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** In real time. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Processes processes = new Processes();
    private final MemPlatform platform = processes.platform;

    @AfterEach
    void close() {
        processes.close();
    }

    private Drover start(String name) {
        return processes.start(name);
    }

    private Pipeline.Builder pipeline(String... steps) {
        Pipeline.Builder pipeline = Pipeline.builder("nightly").on(PipelineTarget.cluster(processes.etl));
        for (String step : steps) {
            pipeline.step(PipelineRunTest.step(step));
        }
        return pipeline;
    }

    private void script(String step, JobScript first, JobScript... then) {
        platform.onJob(job -> PipelineRunTest.script(job).equals(step), first, then);
    }

    private List<String> begun() {
        return platform.runs().stream()
                .map(run -> PipelineRunTest.script(run.job()))
                .toList();
    }

    private static PipelineReport run(Drover drover, Pipeline pipeline) throws InterruptedException {
        return drover.pipelines().run(pipeline, KEY).await(DAY);
    }

    private static Pipeline built(Pipeline.Builder pipeline) {
        return pipeline.build();
    }

    // After an end

    @Test
    void resumingBeginsAtTheFirstStepThatHasNotSucceeded() throws InterruptedException {
        script("c", JobScript.fail(MINUTE, 1, ""), JobScript.succeed(MINUTE));
        Pipeline pipeline = built(pipeline("a", "b", "c", "d"));
        assertThat(run(start("first"), pipeline).state()).isEqualTo(PipelineState.FAILED);

        PipelineReport end = start("second").pipelines().resume(pipeline, KEY).await(DAY);

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a", "b", "c", "c", "d");
        assertThat(end.sessions())
                .extracting(SessionReport::state)
                .containsExactly(PipelineState.FAILED, PipelineState.SUCCEEDED);
        assertThat(end.step("c").orElseThrow().attempts())
                .extracting(AttemptReport::number, AttemptReport::state)
                .containsExactly(tuple(1, StepState.FAILED), tuple(2, StepState.SUCCEEDED));
        assertThat(start("third").pipelines().find(KEY).orElseThrow().json())
                .isEqualTo(
                        start("fourth").pipelines().run(pipeline, KEY).report().json());
    }

    @Test
    void aRunThatSucceededIsReturnedAndNothingIsAsked() throws InterruptedException {
        Pipeline pipeline = built(pipeline("a", "b"));
        PipelineReport first = run(start("first"), pipeline);
        Map<String, Long> calls = platform.calls();

        PipelineReport second = run(start("second"), pipeline);

        assertThat(second.steps()).isEqualTo(first.steps());
        assertThat(platform.calls().get("SubmitJob")).isEqualTo(calls.get("SubmitJob"));
        assertThat(platform.calls().get("DescribeJobs")).isEqualTo(calls.get("DescribeJobs"));
        assertThat(platform.calls().get("CreateObject") - calls.get("CreateObject"))
                .as("only the probe of the ledger")
                .isEqualTo(Processes.PROBES);
    }

    @Test
    void aRunThatWasNeverBegunCannotBeResumed() {
        assertThatThrownBy(() -> start("first").pipelines().resume(built(pipeline("a")), KEY))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(start("second").pipelines().find(KEY)).isEmpty();
    }

    @Test
    void aWarningIsAcceptedByDeclaringThatItDoesNotStop() throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 2, ""));
        Pipeline strict = built(pipeline("a", "b").exitCode(2, ExitMeaning.WARNING_STOP));
        assertThat(run(start("first"), strict).state()).isEqualTo(PipelineState.WARNED);

        Pipeline lenient = built(strict.toBuilder().exitCode(2, ExitMeaning.WARNING));
        PipelineReport end = run(start("second"), lenient);

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a", "b");
        assertThat(PipelineRunTest.states(end)).containsEntry("a", StepState.WARNED);
    }

    @Test
    void aWarningThatStopsRunsAgainIfNothingElseIsSaid() throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 2, ""), JobScript.succeed(MINUTE));
        Pipeline strict = built(pipeline("a", "b").exitCode(2, ExitMeaning.WARNING_STOP));
        run(start("first"), strict);

        assertThat(run(start("second"), strict).state()).isEqualTo(PipelineState.SUCCEEDED);

        assertThat(begun()).containsExactly("a", "a", "b");
    }

    @Test
    void aLostRunIsRunAgainOnRequest() throws InterruptedException {
        script("a", JobScript.loseCapacity(MINUTE), JobScript.succeed(MINUTE));
        Pipeline pipeline = built(pipeline("a"));
        assertThat(PipelineRunTest.states(run(start("first"), pipeline))).containsEntry("a", StepState.LOST);

        assertThat(run(start("second"), pipeline).state()).isEqualTo(PipelineState.SUCCEEDED);
    }

    @Test
    void whatAnotherProcessDoesShowsOnRecord() throws InterruptedException {
        script("b", JobScript.hang());
        PipelineRun run = start("first").pipelines().run(built(pipeline("a", "b", "c")), KEY);
        await().atMost(PATIENCE).until(() -> begun().contains("b"));
        assertThatThrownBy(() -> run.await(MINUTE.multipliedBy(5))).isInstanceOf(DroverException.class);

        PipelineReport seen = start("second").pipelines().find(KEY).orElseThrow();

        assertThat(seen.state()).isEqualTo(PipelineState.RUNNING);
        assertThat(PipelineRunTest.states(seen))
                .containsExactly(
                        Map.entry("a", StepState.SUCCEEDED),
                        Map.entry("b", StepState.RUNNING),
                        Map.entry("c", StepState.WAITING));
        assertThat(seen.step("b").flatMap(StepReport::latest).flatMap(AttemptReport::job))
                .isEqualTo(run.report().step("b").flatMap(StepReport::latest).flatMap(AttemptReport::job));
        run.cancel();
        assertThat(run.await(DAY).state()).isEqualTo(PipelineState.CANCELLED);
    }

    // Two at once

    @Test
    void aRunThatAnotherProcessCarriesOnIsRefused() throws InterruptedException {
        script("a", JobScript.succeed(MINUTE.multipliedBy(30)));
        Pipeline pipeline = built(pipeline("a"));
        PipelineRun run = start("first").pipelines().run(pipeline, KEY);
        await().atMost(PATIENCE).until(() -> begun().contains("a"));
        Instant asked = processes.clock.instant();

        assertThatThrownBy(() -> start("second").pipelines().run(pipeline, KEY))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("has just given a sign of life");

        assertThat(processes.clock.instant()).isBefore(asked.plusSeconds(30));
        assertThat(run.await(DAY).state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a");
    }

    @Test
    void ofTwoThatBeginInTheSameMomentOneWins() throws Exception {
        script("a", JobScript.succeed(DAY));
        Pipeline pipeline = built(pipeline("a"));
        Drover first = start("first");
        Drover second = start("second");
        AtomicInteger created = new AtomicInteger();
        processes.justBefore(
                call -> call.client().equals("first")
                        && call.api().equals("CreateObject")
                        && created.incrementAndGet() > Processes.PROBES,
                () -> {
                    second.pipelines().run(pipeline, KEY);
                    // Time passes for those who wait: whoever is still to be started would be silent for too long.
                    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> begun().contains("a"));
                });

        assertThatThrownBy(() -> first.pipelines().run(pipeline, KEY))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));

        processes.clock.advance(Duration.ofHours(1));
        assertThat(begun()).containsExactly("a");
    }

    @Test
    void whoeverIsSilentForTooLongHasLostTheRun() throws InterruptedException {
        script("b", JobScript.succeed(MINUTE.multipliedBy(60)));
        Pipeline pipeline = built(pipeline("a", "b"));
        Drover first = start("first");
        PipelineRun stale = first.pipelines().run(pipeline, KEY);
        await().atMost(PATIENCE).until(() -> begun().contains("b"));
        // By then only signs of life are written.
        processes.clock.sleep(MINUTE.multipliedBy(3));
        processes.faults.next("CreateObject").from("first").pauseClient(MINUTE.multipliedBy(10));
        processes.clock.sleep(MINUTE.multipliedBy(5));

        PipelineReport end = run(start("second"), pipeline);

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThatThrownBy(() -> stale.await(DAY))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("was taken over");
        assertThat(begun()).containsExactly("a", "b");
    }

    @Test
    void lettingGoLeavesJobsAloneAndTheRunFree() throws InterruptedException {
        script("a", JobScript.succeed(MINUTE.multipliedBy(30)));
        Pipeline pipeline = built(pipeline("a", "b"));
        PipelineRun first = start("first").pipelines().run(pipeline, KEY);
        assertThatThrownBy(() -> first.await(MINUTE)).isInstanceOf(DroverException.class);
        first.close();
        assertThat(first.await(MINUTE).state()).isEqualTo(PipelineState.INTERRUPTED);
        Instant free = processes.clock.instant();

        PipelineRun second = start("second").pipelines().run(pipeline, KEY);

        assertThat(processes.clock.instant()).isBefore(free.plusSeconds(10));
        assertThat(second.await(DAY).state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a", "b");
    }

    @Test
    void closingTheDroverLetsGoOfItsRuns() throws InterruptedException {
        script("a", JobScript.succeed(MINUTE.multipliedBy(30)));
        Pipeline pipeline = built(pipeline("a"));
        Drover first = start("first");
        PipelineRun run = first.pipelines().run(pipeline, KEY);
        assertThatThrownBy(() -> run.await(MINUTE)).isInstanceOf(DroverException.class);

        first.close();

        assertThat(run.await(MINUTE).state()).isEqualTo(PipelineState.INTERRUPTED);
        assertThat(start("second").pipelines().find(KEY).orElseThrow().state()).isEqualTo(PipelineState.INTERRUPTED);
        assertThat(run(start("third"), pipeline).state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a");
    }

    // Another definition

    @Test
    void aChangedStepRunsInItsNewShapeUnlessItHasSucceeded() throws InterruptedException {
        script("b", JobScript.fail(MINUTE, 1, ""), JobScript.succeed(MINUTE));
        run(start("first"), built(pipeline("a", "b", "c")));
        Pipeline changed = built(pipeline()
                .step(Step.of("a", PipelineRunTest.job("other")))
                .step(Step.of("b", PipelineRunTest.job("b2")))
                .step(PipelineRunTest.step("d")));

        PipelineReport end = run(start("second"), changed);

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a", "b", "b2", "d");
        assertThat(end.notices())
                .containsExactly(
                        "Step a was changed; it had been done before and is not run again.",
                        "Step b was changed.",
                        "Step d was added.",
                        "Step c was removed.");
        assertThat(end.steps()).extracting(StepReport::name).containsExactly("a", "b", "d");
    }

    @Test
    void aStepWhoseJobRunsCannotBeRemoved() throws InterruptedException {
        script("b", JobScript.succeed(MINUTE.multipliedBy(30)));
        PipelineRun first = start("first").pipelines().run(built(pipeline("a", "b")), KEY);
        await().atMost(PATIENCE).until(() -> begun().contains("b"));
        first.close();
        first.await(MINUTE);

        assertThatThrownBy(() -> start("second").pipelines().run(built(pipeline("a")), KEY))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining("'b' was removed");

        assertThat(run(start("third"), built(pipeline("a", "b"))).state()).isEqualTo(PipelineState.SUCCEEDED);
    }

    // The record

    @Test
    void aStoreThatIsDownForAWhileIsWaitedFor() throws InterruptedException {
        Pipeline pipeline = built(pipeline("a", "b", "c"));
        PipelineRun run = start("first").pipelines().run(pipeline, KEY);
        await().atMost(PATIENCE).until(() -> begun().contains("a"));
        processes.clock.sleep(Duration.ofSeconds(50));
        processes.faults.down("mem://ledger", Duration.ofSeconds(25));

        assertThat(run.await(DAY).state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a", "b", "c");
    }

    @Test
    void aStoreThatStaysDownLeavesTheRunToBeResumed() throws InterruptedException {
        Pipeline pipeline = built(pipeline("a", "b"));
        PipelineRun run = start("first").pipelines().run(pipeline, KEY);
        await().atMost(PATIENCE).until(() -> begun().contains("a"));
        processes.clock.sleep(Duration.ofSeconds(30));
        processes.faults.down("mem://ledger", MINUTE.multipliedBy(30));

        assertThatThrownBy(() -> run.await(DAY)).isInstanceOf(DroverException.class);
        processes.clock.sleep(MINUTE.multipliedBy(40));

        assertThat(run(start("second"), pipeline).state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a", "b");
    }

    @Test
    void signsOfLifeDoNotPileUp() throws InterruptedException {
        script("a", JobScript.succeed(Duration.ofHours(3)));
        Drover first = start("first");

        run(first, built(pipeline("a")));

        try (Stream<StoredObject> objects =
                first.storage(Processes.LEDGER).list(StorageUri.parse(Processes.LEDGER + "pipelines/"))) {
            assertThat(objects).hasSizeLessThan(6);
        }
        assertThat(platform.calls().get("CreateObject")).isGreaterThan(500);
    }

    @Test
    void aRecordThatCannotBeReadIsLeftAlone() throws InterruptedException {
        Drover first = start("first");
        run(first, built(pipeline("a")));
        Storage storage = first.storage(Processes.LEDGER);
        StorageUri newest;
        try (Stream<StoredObject> objects = storage.list(StorageUri.parse(Processes.LEDGER + "pipelines/"))) {
            newest = objects.reduce((a, b) -> b).orElseThrow().uri();
        }
        storage.put(newest, Content.of("{\"format\": 2}"));

        assertThatThrownBy(() -> start("second").pipelines().run(built(pipeline("a")), KEY))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL))
                .hasMessageContaining("not of format 1");
    }

    @Test
    void oldRunsAreForgottenWithTheLedger() throws InterruptedException {
        script("b", JobScript.fail(MINUTE, 1, ""));
        Drover first = start("first");
        run(first, built(pipeline("a", "b")));
        processes.clock.advance(Duration.ofDays(3));
        PipelineRun running = first.pipelines().run(built(pipeline("c")), RequestKey.of("other"));
        processes.clock.sleep(Duration.ofSeconds(5));

        assertThat(first.ledger().expire(Duration.ofDays(2))).isEqualTo(3);

        assertThat(first.pipelines().find(KEY)).isEmpty();
        assertThat(running.await(DAY).state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(first.ledger().sweep().unresolved()).isEmpty();
    }
}
