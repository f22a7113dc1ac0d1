package dev.drover.testkit.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.RootCause;
import dev.drover.StorageUri;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.ExitMeaning;
import dev.drover.pipeline.OnFailure;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineFailedException;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineRun;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.Step;
import dev.drover.pipeline.StepReport;
import dev.drover.pipeline.StepState;
import dev.drover.testkit.AllowLeaks;
import dev.drover.testkit.DroverExtension;
import dev.drover.testkit.Leak;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.ClusterScript;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemPlatform;
import dev.drover.testkit.mem.MemRun;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
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

    @Test
    void noMoreStepsRunAtATimeThanThereIsRoomFor() throws InterruptedException {
        Pipeline.Builder wide = pipeline().parallel(2);
        for (String name : List.of("a", "b", "c", "d")) {
            wide.step(Step.builder(name, job(name)).after().build());
        }
        wide.step(Step.builder("z", job("z")).after("a", "b", "c", "d").build());

        assertThat(run(wide).state()).isEqualTo(PipelineState.SUCCEEDED);

        // Of those that begin at the same time, either may be the first.
        assertThat(begun()).hasSize(5).endsWith("z");
        assertThat(begun().subList(0, 2)).containsExactlyInAnyOrder("a", "b");
        assertThat(begun().subList(2, 4)).containsExactlyInAnyOrder("c", "d");
        List<MemRun> runs = platform.runs();
        assertThat(runs).allSatisfy(run -> assertThat(atTheSameTime(run)).isLessThanOrEqualTo(2));
        assertThat(atTheSameTime(runs.get(1))).isEqualTo(2);
        assertThat(atTheSameTime(runs.get(4))).isEqualTo(1);
    }

    private long atTheSameTime(MemRun run) {
        return platform.runs().stream()
                .filter(other -> !other.acceptedAt().isAfter(run.acceptedAt())
                        && other.endedAt().orElseThrow().isAfter(run.acceptedAt()))
                .count();
    }

    @Test
    void aFailureStopsThePipelineAndSaysWhy() throws InterruptedException {
        script("b", JobScript.fail(MINUTE, 3, "").printing("""
                Traceback (most recent call last):
                  File "b.py", line 7, in <module>
                ValueError: no such day
                """));
        PipelineRun run = drover.pipelines()
                .run(pipeline().step(step("a")).step(step("b")).step(step("c")).build(), KEY);

        assertThatThrownBy(() -> run.awaitSuccess(DAY)).isInstanceOfSatisfying(PipelineFailedException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.FAILED);
            assertThat(e.getMessage()).contains("Step b FAILED with exit code 3", "no such day", KEY.toString());
        });

        PipelineReport end = run.report();
        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
        assertThat(begun()).containsExactly("a", "b");
        assertThat(states(end))
                .containsExactly(
                        Map.entry("a", StepState.SUCCEEDED),
                        Map.entry("b", StepState.FAILED),
                        Map.entry("c", StepState.WAITING));
        AttemptReport failed = end.step("b").flatMap(StepReport::latest).orElseThrow();
        assertThat(failed.exitCode()).hasValue(3);
        assertThat(failed.cause()).map(RootCause::message).hasValue("no such day");
    }

    @Test
    void whatRunsBesideAFailureGoesOnToItsEnd() throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 1, ""));
        script("b", JobScript.succeed(MINUTE.multipliedBy(10)));

        PipelineReport end = run(pipeline()
                .step(Step.builder("a", job("a")).after().build())
                .step(Step.builder("b", job("b")).after().build())
                .step(Step.builder("c", job("c")).after("b").build()));

        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
        assertThat(states(end)).containsEntry("b", StepState.SUCCEEDED).containsEntry("c", StepState.WAITING);
    }

    @Test
    void whatComesAfterAFailureIsSkippedAndTheRestGoesOn() throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 1, ""));

        PipelineReport end = run(pipeline()
                .onFailure(OnFailure.SKIP_DEPENDENTS)
                .step(Step.builder("z", job("z")).after("a2").build())
                .step(Step.builder("a", job("a")).after().build())
                .step(Step.builder("a2", job("a2")).after("a").build())
                .step(Step.builder("b", job("b")).after().build())
                .step(Step.builder("b2", job("b2")).after("b").build()));

        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
        assertThat(states(end))
                .containsEntry("a2", StepState.SKIPPED)
                .containsEntry("z", StepState.SKIPPED)
                .containsEntry("b2", StepState.SUCCEEDED);
        assertThat(end.step("z").flatMap(StepReport::message)).hasValue("Not begun, because a has failed.");
    }

    @Test
    void aStepMaySayThatItsFailureDoesNoHarm() throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 1, ""));

        PipelineReport end = run(pipeline()
                .step(Step.builder("a", job("a")).onFailure(OnFailure.CONTINUE).build())
                .step(step("b")));

        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
        assertThat(states(end)).containsEntry("a", StepState.FAILED).containsEntry("b", StepState.SUCCEEDED);
    }

    @Test
    void aWarningThatStopsIsNoFailure() throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 2, "critical quality warning"));

        PipelineReport end = run(
                pipeline().exitCode(2, ExitMeaning.WARNING_STOP).step(step("a")).step(step("b")));

        assertThat(end.state()).isEqualTo(PipelineState.WARNED);
        assertThat(states(end)).containsEntry("a", StepState.WARNED).containsEntry("b", StepState.WAITING);
        assertThat(end.step("a").flatMap(StepReport::latest).orElseThrow().exitCode())
                .hasValue(2);
    }

    @Test
    void exitCodesMeanWhatTheStepSaysThenWhatThePipelineSays() throws InterruptedException {
        for (String name : List.of("a", "b", "c", "d")) {
            script(name, JobScript.fail(MINUTE, 2, ""));
        }

        PipelineReport end = run(pipeline()
                .exitCode(2, ExitMeaning.WARNING)
                .step(step("a"))
                .step(Step.builder("b", job("b"))
                        .exitCode(2, ExitMeaning.SUCCESS)
                        .build())
                .step(Step.builder("c", job("c"))
                        .exitCode(3, ExitMeaning.SUCCESS)
                        .build())
                .step(Step.builder("d", job("d"))
                        .exitCode(2, ExitMeaning.FAILURE)
                        .build()));

        assertThat(states(end))
                .containsExactly(
                        Map.entry("a", StepState.WARNED),
                        Map.entry("b", StepState.SUCCEEDED),
                        Map.entry("c", StepState.WARNED),
                        Map.entry("d", StepState.FAILED));
    }

    @Test
    void warningsThatDoNotStopMakeASuccess() throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 2, ""));

        PipelineReport end =
                run(pipeline().exitCode(2, ExitMeaning.WARNING).step(step("a")).step(step("b")));

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(states(end)).containsEntry("a", StepState.WARNED);
    }

    @Test
    void aFailureIsTriedAgainAsOftenAsTheStepSays() throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 1, ""), JobScript.fail(MINUTE, 1, ""), JobScript.succeed(MINUTE));
        script("b", JobScript.fail(MINUTE, 1, ""));

        PipelineReport end = run(pipeline()
                .step(Step.builder("a", job("a")).attempts(3).build())
                .step(Step.builder("b", job("b")).attempts(2).build()));

        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
        assertThat(begun()).containsExactly("a", "a", "a", "b", "b");
        assertThat(end.step("a").orElseThrow().attempts())
                .extracting(AttemptReport::number, AttemptReport::state)
                .containsExactly(tuple(1, StepState.FAILED), tuple(2, StepState.FAILED), tuple(3, StepState.SUCCEEDED));
    }

    @Test
    void neitherWarningsNorLostRunsAreTriedAgain() throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 2, ""));
        script("b", JobScript.loseCapacity(MINUTE));

        PipelineReport end = run(pipeline()
                .exitCode(2, ExitMeaning.WARNING)
                .step(Step.builder("a", job("a")).attempts(3).build())
                .step(Step.builder("b", job("b")).attempts(3).build()));

        assertThat(begun()).containsExactly("a", "b");
        assertThat(states(end)).containsEntry("b", StepState.LOST);
        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
    }

    @Test
    void anAttemptThatTakesTooLongIsCancelledAndTriedAgain() throws InterruptedException {
        script("a", JobScript.hang(), JobScript.succeed(MINUTE));

        PipelineReport end = run(pipeline()
                .step(Step.builder("a", job("a"))
                        .timeout(MINUTE.multipliedBy(5))
                        .attempts(2)
                        .build()));

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        AttemptReport first = end.step("a").orElseThrow().attempts().get(0);
        assertThat(first.state()).isEqualTo(StepState.TIMED_OUT);
        assertThat(first.message()).hasValue("It was cancelled because it took longer than PT5M.");
        assertThat(first.took(end.at())).isBetween(MINUTE.multipliedBy(5), MINUTE.multipliedBy(6));
        assertThat(platform.runs().get(0).cancelledBy()).isPresent();
    }

    @Test
    void timeInTheQueueCountsForTheTimeout() throws InterruptedException {
        script("a", JobScript.neverStart());

        PipelineReport end =
                run(pipeline().step(Step.builder("a", job("a")).timeout(MINUTE).build()));

        assertThat(states(end)).containsEntry("a", StepState.TIMED_OUT);
        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
    }

    @Test
    void thePipelineEndsWhenItsTimeIsOver() throws InterruptedException {
        script("b", JobScript.hang());

        PipelineReport end = run(pipeline()
                .timeout(MINUTE.multipliedBy(10))
                .step(step("a"))
                .step(step("b"))
                .step(step("c")));

        assertThat(end.state()).isEqualTo(PipelineState.TIMED_OUT);
        assertThat(end.message()).hasValue("It took longer than PT10M.");
        assertThat(states(end)).containsEntry("b", StepState.CANCELLED).containsEntry("c", StepState.WAITING);
    }

    @Test
    void cancellingEndsWhatRuns(ManualClock clock) throws InterruptedException {
        script("a", JobScript.hang());
        PipelineRun run = drover.pipelines()
                .run(pipeline().step(step("a")).step(step("b")).build(), KEY);
        clock.after(MINUTE.multipliedBy(3), run::cancel);

        PipelineReport end = run.await(DAY);

        assertThat(end.state()).isEqualTo(PipelineState.CANCELLED);
        assertThat(states(end)).containsEntry("a", StepState.CANCELLED).containsEntry("b", StepState.WAITING);
        assertThatThrownBy(() -> run.awaitSuccess(DAY))
                .isInstanceOfSatisfying(
                        PipelineFailedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    }

    @Test
    void aStepThatIsCancelledByOthersHasFailed(ManualClock clock) throws InterruptedException {
        script("a", JobScript.hang());
        PipelineRun run = drover.pipelines().run(pipeline().step(step("a")).build(), KEY);
        clock.after(
                MINUTE,
                () -> drover.jobs(etl).find(KEY.child("a")).orElseThrow().cancel());

        PipelineReport end = run.await(DAY);

        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
        assertThat(states(end)).containsEntry("a", StepState.CANCELLED);
    }

    @Test
    void aSubmissionThatIsRefusedFailsTheStep(FaultScript faults) throws InterruptedException {
        faults.next("SubmitJob").refuse(ErrorCode.PERMISSION_DENIED);

        PipelineReport end =
                run(pipeline().step(Step.builder("a", job("a")).attempts(3).build()));

        assertThat(states(end)).containsEntry("a", StepState.FAILED);
        AttemptReport refused = end.step("a").flatMap(StepReport::latest).orElseThrow();
        assertThat(refused.job()).isEmpty();
        assertThat(refused.message()).hasValueSatisfying(why -> assertThat(why).contains("PERMISSION_DENIED"));
        assertThat(begun()).isEmpty();
    }

    @Test
    @AllowLeaks(Leak.UNUSED_FAULTS)
    void aSubmissionOfUnknownOutcomeIsSettledWithTheSameKey(FaultScript faults) throws InterruptedException {
        faults.next("SubmitJob").loseResponse();
        faults.next("FindJobs").after(1).times(40).throttle();

        PipelineReport end = run(pipeline().step(step("a")));

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(begun()).containsExactly("a");
    }

    // Clusters

    private PipelineTarget newCluster() {
        return PipelineTarget.newCluster(
                "mem://us",
                ClusterSpec.builder().workers(2, Resources.of(4, 8192)).build(),
                Duration.ofMinutes(10));
    }

    @Test
    void aClusterIsMadeForTheRunAndEndedAfterIt() throws InterruptedException {
        PipelineReport end = run(pipeline().on(newCluster()).step(step("a")).step(step("b")));

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(platform.calls()).containsEntry("CreateCluster", 1L);
        assertThat(platform.livingClusters()).isEmpty();
        assertThat(end.clusters()).singleElement().satisfies(cluster -> {
            assertThat(cluster.readyAt().orElseThrow()).isAfter(cluster.askedAt());
            assertThat(cluster.endedAt().orElseThrow())
                    .isAfter(cluster.readyAt().orElseThrow());
        });
        assertThat(platform.runs())
                .extracting(run -> run.id().cluster())
                .containsOnly(end.clusters().get(0).id());
    }

    @Test
    void theClusterIsEndedAfterAFailureAndACancellationToo(ManualClock clock) throws InterruptedException {
        script("a", JobScript.fail(MINUTE, 1, ""), JobScript.hang());
        Pipeline pipeline = pipeline().on(newCluster()).step(step("a")).build();

        assertThat(drover.pipelines().run(pipeline, KEY).await(DAY).state()).isEqualTo(PipelineState.FAILED);
        assertThat(platform.livingClusters()).isEmpty();
        PipelineRun again = drover.pipelines().run(pipeline, KEY);
        clock.after(MINUTE.multipliedBy(5), again::cancel);
        assertThat(again.await(DAY).state()).isEqualTo(PipelineState.CANCELLED);

        assertThat(platform.livingClusters()).isEmpty();
        assertThat(again.report().clusters()).hasSize(2);
    }

    @Test
    void aClusterThatDoesNotBecomeReadyIsEnded() throws InterruptedException {
        platform.onCreate(spec -> true, ClusterScript.neverReady());

        PipelineReport end = run(pipeline().on(newCluster()).step(step("a")));

        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
        assertThat(end.message()).hasValueSatisfying(why -> assertThat(why).contains("is not ready after"));
        assertThat(platform.livingClusters()).isEmpty();
        assertThat(begun()).isEmpty();
    }

    @Test
    void aClusterThatIsStillBeingMadeIsEndedByACancellation(ManualClock clock) throws InterruptedException {
        platform.onCreate(spec -> true, ClusterScript.neverReady());
        PipelineRun run = drover.pipelines()
                .run(pipeline().on(newCluster()).step(step("a")).build(), KEY);
        clock.after(MINUTE, run::cancel);

        PipelineReport end = run.await(DAY);

        assertThat(end.state()).isEqualTo(PipelineState.CANCELLED);
        assertThat(platform.livingClusters()).isEmpty();
        assertThat(end.endedAt().orElseThrow()).isBefore(ManualClock.START.plus(MINUTE.multipliedBy(2)));
    }

    @Test
    void aClusterThatIsRefusedFailsThePipeline(FaultScript faults) throws InterruptedException {
        faults.next("CreateCluster").refuse(ErrorCode.QUOTA_EXCEEDED);

        PipelineReport end = run(pipeline().on(newCluster()).step(step("a")));

        assertThat(end.state()).isEqualTo(PipelineState.FAILED);
        assertThat(end.message()).hasValueSatisfying(why -> assertThat(why).contains("QUOTA_EXCEEDED"));
    }

    @Test
    @AllowLeaks(Leak.CLUSTERS)
    void aClusterThatCannotBeEndedIsReportedAndEndedByTheNextRun(FaultScript faults) throws InterruptedException {
        faults.next("TerminateCluster").refuse(ErrorCode.PERMISSION_DENIED);
        Pipeline pipeline = pipeline().on(newCluster()).step(step("a")).build();

        PipelineReport end = drover.pipelines().run(pipeline, KEY).await(DAY);

        assertThat(end.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(end.notices()).singleElement().asString().contains("may live on", "PERMISSION_DENIED");
        assertThat(platform.livingClusters()).hasSize(1);
        PipelineReport again = drover.pipelines().run(pipeline, KEY).await(DAY);
        assertThat(again.state()).isEqualTo(PipelineState.SUCCEEDED);
        assertThat(platform.livingClusters()).isEmpty();
        assertThat(begun()).containsExactly("a");
    }

    @Test
    void theTimesOfTheQueueAreTold() throws InterruptedException {
        ClusterId narrow = platform.cluster(
                "mem://eu/narrow",
                ClusterSpec.builder().workers(1, Resources.of(1, 1024)).build());

        PipelineReport end = run(Pipeline.builder("narrow")
                .on(PipelineTarget.cluster(narrow))
                .step(Step.builder("a", job("a")).after().build())
                .step(Step.builder("b", job("b")).after().build()));

        // Both are submitted at once: whichever comes second has to wait.
        List<AttemptReport> attempts = end.steps().stream()
                .map(step -> step.latest().orElseThrow())
                .sorted(Comparator.comparing(attempt -> attempt.queued(end.at()).orElseThrow()))
                .toList();
        assertThat(attempts.get(0).queued(end.at()).orElseThrow()).isLessThan(Duration.ofSeconds(20));
        AttemptReport second = attempts.get(1);
        assertThat(second.queued(end.at()).orElseThrow()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(90));
        assertThat(second.took(end.at())).isGreaterThan(Duration.ofSeconds(110));
    }

    @Test
    void manyStepsAreFollowedWithTheCallsOfOne() throws InterruptedException {
        run(pipeline().step(step("alone")));
        long alone = platform.calls().getOrDefault("DescribeJobs", 0L);
        Pipeline.Builder wide = pipeline().parallel(40);
        for (int i = 0; i < 40; i++) {
            wide.step(Step.builder("s" + i, job("s" + i)).after().build());
        }

        drover.pipelines().run(wide.build(), KEY.child("wide")).await(DAY);

        assertThat(platform.calls().getOrDefault("DescribeJobs", 0L) - alone).isLessThan(4 * alone);
    }

    // What is refused, and what is told

    @Test
    void whatCannotBeRunIsRefusedBeforeAnythingIsSent() {
        Pipeline nowhere = Pipeline.builder("nowhere").step(step("a")).build();
        Pipeline undeclared =
                nowhere.toBuilder().on(PipelineTarget.pool("absent")).build();
        RequestKey long16 = new RequestKey(Collections.nCopies(16, "x"));

        assertRefused(nowhere, KEY, ErrorCode.INVALID_ARGUMENT, "does not say where it runs");
        assertRefused(undeclared, KEY, ErrorCode.NOT_FOUND, "absent");
        assertRefused(pipeline().step(step("a")).build(), long16, ErrorCode.INVALID_ARGUMENT, "at most 15 parts");
        assertThatThrownBy(() ->
                        drover.pipelines().resume(pipeline().step(step("a")).build(), KEY))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessageContaining("in memory only");
        assertThat(platform.calls()).isEmpty();
    }

    private void assertRefused(Pipeline pipeline, RequestKey key, ErrorCode code, String words) {
        assertThatThrownBy(() -> drover.pipelines().run(pipeline, key))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words);
    }

    @Test
    void oneDroverRunsAPipelineOnceAtATime() throws InterruptedException {
        Pipeline pipeline = pipeline().step(step("a")).build();
        PipelineRun run = drover.pipelines().run(pipeline, KEY);

        assertRefused(pipeline, KEY, ErrorCode.CONFLICT, "this Drover carries it on already");
        assertThat(run.await(DAY).state()).isEqualTo(PipelineState.SUCCEEDED);
    }

    @Test
    void aWaitThatEndsLeavesTheRunAlone() throws InterruptedException {
        PipelineRun run = drover.pipelines().run(pipeline().step(step("a")).build(), KEY);

        assertThatThrownBy(() -> run.await(Duration.ofSeconds(1)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> run.await(DAY)).isInstanceOf(InterruptedException.class);

        assertThat(run.await(DAY).state()).isEqualTo(PipelineState.SUCCEEDED);
    }
}
