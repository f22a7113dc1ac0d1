package dev.drover.aws.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Attempt;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.aws.fake.AwsFault;
import dev.drover.aws.fake.FakeEmrCluster;
import dev.drover.aws.fake.FakeEmrStep;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolSpec;
import dev.drover.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of trouble on the wire: nothing runs twice, nothing is lost, and the error says what to do. */
@TestInstance(Lifecycle.PER_CLASS)
class EmrFaultsTest {
    private static final Duration LONGER_THAN_SETTLING = Duration.ofMinutes(15);
    private static final Duration SHORTER = Duration.ofMinutes(1);

    private final ManualClock clock = ManualClock.auto();

    @AutoClose
    private final EmrWorld world = EmrWorld.idle(clock.steady());

    private final JobSpec job =
            SparkJar.of(EmrWorld.CODE.resolve("app.jar"), "com.acme.Etl").build();
    private final RequestKey key = RequestKey.of("etl", "day");
    private Drover drover;
    private ClusterId cluster;

    @BeforeEach
    void start() {
        cluster = readyCluster();
        drover = drover(LONGER_THAN_SETTLING);
    }

    @AfterEach
    void stop() {
        drover.close();
        assertThat(world.aws.unused())
                .as("planned faults that did not come to pass")
                .isEmpty();
        world.emr.clusters().forEach(each -> each.fail("USER_REQUEST", "the test is over"));
        world.empty();
    }

    private ClusterId readyCluster() {
        return ClusterId.parse(EmrWorld.HERE + "/" + world.emr.readyCluster(EmrWorld.LOGS.toString()));
    }

    private Drover drover(Duration timeout) {
        return world.builder(clock, options -> options.staging(EmrWorld.STAGING))
                .operationTimeout(timeout)
                .build();
    }

    private List<FakeEmrStep> steps() {
        return world.emr.cluster(cluster.name()).steps();
    }

    private List<FakeEmrCluster> living() {
        return world.emr.clusters().stream()
                .filter(each -> !each.state().startsWith("TERMINATED"))
                .filter(each -> !each.id().equals(cluster.name()))
                .toList();
    }

    private static AwsFault server() {
        return AwsFault.refuse(500, "InternalServerError", "Try again.");
    }

    // Steps

    @Test
    void aStepWhoseAnswerIsLostIsFoundByItsName() {
        world.aws.next("AddJobFlowSteps", new AwsFault.LoseResponse());

        JobHandle handle = drover.jobs(cluster).submit(job, key);

        assertThat(steps())
                .extracting(FakeEmrStep::id)
                .containsExactly(handle.id().nativeId());
    }

    @ParameterizedTest
    @CsvSource({"ThrottlingException, 400", "InternalServerError, 500", "ServiceUnavailable, 503"})
    void aStepThatIsRefusedAndAcceptedAllTheSameIsFound(String code, int status) {
        world.aws.next("AddJobFlowSteps", new AwsFault.RefuseAfterEffect(status, code, "Rate exceeded"));

        JobHandle handle = drover.jobs(cluster).submit(job, key);

        assertThat(steps())
                .extracting(FakeEmrStep::id)
                .containsExactly(handle.id().nativeId());
    }

    @Test
    void aRequestThatIsLostIsSentAgainOnlyWhenItCannotArriveAnyMore() {
        world.aws.next("AddJobFlowSteps", new AwsFault.LoseRequest());
        Instant before = clock.instant();

        drover.jobs(cluster).submit(job, key);

        assertThat(steps()).hasSize(1);
        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(EmrJobDriver.SETTLE);
    }

    @Test
    void anUnknownOutcomeIsResolvedByTheNextCallInAnotherProcess() {
        world.aws.next("AddJobFlowSteps", new AwsFault.LoseResponse());
        world.aws.always("ListSteps", server());
        try (Drover first = drover(SHORTER)) {
            // Looking first must succeed, or nothing would be sent.
            world.aws.recover("ListSteps");
            world.aws.next("ListSteps", new AwsFault.Delay(Duration.ZERO));
            world.aws.always("ListSteps", server());
            assertThatThrownBy(() -> first.jobs(cluster).submit(job, key)).isInstanceOf(OutcomeUnknownException.class);
        }
        world.aws.recover("ListSteps");
        assertThat(steps()).hasSize(1);

        JobHandle found = drover.jobs(cluster).submit(job, key);

        assertThat(steps())
                .extracting(FakeEmrStep::id)
                .containsExactly(found.id().nativeId());
        assertThat(found.started()).isFalse();
    }

    @Test
    void aStormOfServerErrorsEndsInAnUnknownOutcomeAndOneStep() {
        world.aws.always("AddJobFlowSteps", server());
        try (Drover first = drover(SHORTER)) {
            assertThatThrownBy(() -> first.jobs(cluster).submit(job, key)).isInstanceOf(OutcomeUnknownException.class);
        } finally {
            world.aws.recover("AddJobFlowSteps");
        }

        drover.jobs(cluster).submit(job, key);

        assertThat(steps()).hasSize(1);
    }

    @Test
    void looksAreRepeatedWhenEmrIsBusyAndPausesAreKept() {
        JobHandle handle = drover.jobs(cluster).submit(job, key);
        Instant before = clock.instant();
        world.aws.next("ListSteps", AwsFault.throttle(Duration.ofSeconds(20)), AwsFault.throttle(), server());

        assertThat(handle.status().state()).isEqualTo(JobState.RUNNING);

        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({
        "ExpiredTokenException, UNAUTHENTICATED",
        "UnrecognizedClientException, UNAUTHENTICATED",
        "AccessDeniedException, PERMISSION_DENIED"
    })
    void aRefusalForWhoAsksIsDefinitiveAndLeavesNothingBehind(String code, ErrorCode expected) {
        world.aws.next("AddJobFlowSteps", AwsFault.refuse(400, code, "The cluster id is not valid for you."));

        DroverException refused = catchThrowableOfType(
                DroverException.class, () -> drover.jobs(cluster).submit(job, key));

        assertThat(refused.code()).isEqualTo(expected);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(steps()).isEmpty();
        assertThat(staged()).isEmpty();
    }

    private List<String> staged() {
        try (var objects = drover.storage(EmrWorld.STAGING).list(EmrWorld.STAGING.resolve("runs/"))) {
            return objects.map(object -> object.uri().fileName()).toList();
        }
    }

    @Test
    void aWrongClockIsSaidSo() {
        world.aws.always("ListSteps", AwsFault.refuse(400, "RequestInTheFuture", "Signature not yet current"));
        try (Drover first = drover(SHORTER)) {
            assertThatThrownBy(() -> first.jobs(cluster).submit(job, key))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED))
                    .hasMessageContaining("clock");
        } finally {
            world.aws.recover("ListSteps");
        }
    }

    @Test
    void aFullClusterAndOneThatEndsLeaveTheJobToTheNextOfThePool() {
        FakeEmrCluster full = world.emr.cluster(cluster.name());
        for (int i = 0; i < 256; i++) {
            full.add("step " + i);
        }
        assertThatThrownBy(() -> drover.jobs(cluster).submit(job, key))
                .isInstanceOfSatisfying(DroverException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
                    assertThat(e.effect()).isEqualTo(Effect.NONE);
                });
        ClusterId ended = readyCluster();
        world.emr.cluster(ended.name()).fail("INTERNAL_ERROR", "Gone.");
        assertThatThrownBy(() -> drover.jobs(ended).submit(job, key))
                .isInstanceOfSatisfying(DroverException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(e.effect()).isEqualTo(Effect.NONE);
                });
        ClusterId good = readyCluster();
        try (Drover withPool = world.builder(clock, options -> options)
                .operationTimeout(LONGER_THAN_SETTLING)
                .ledger(EmrWorld.CODE.resolve("ledger/"))
                .build()) {
            ClusterPool pool = withPool.pool(
                    PoolSpec.builder().members(cluster, ended, good).build());
            for (int i = 0; i < 10; i++) {
                JobHandle placed = pool.submit(job, RequestKey.of("pooled", String.valueOf(i)));
                assertThat(placed.id().cluster()).isEqualTo(good);
            }
        }
        assertThat(world.emr.cluster(good.name()).steps()).hasSize(10);
    }

    @Test
    void aKeyIsFoundOnTheThirdPageAndThenOnTheFirst() {
        JobHandle handle = drover.jobs(cluster).submit(job, key);
        for (int i = 0; i < 120; i++) {
            world.emr.cluster(cluster.name()).add("another " + i);
            clock.advance(Duration.ofSeconds(30));
        }
        try (Drover other = drover(LONGER_THAN_SETTLING)) {
            int before = world.aws.calls("ListSteps");
            assertThat(other.jobs(cluster).find(key))
                    .hasValueSatisfying(found -> assertThat(found.id()).isEqualTo(handle.id()));
            assertThat(world.aws.calls("ListSteps") - before).isEqualTo(3);

            assertThat(other.jobs(cluster).find(RequestKey.of("nobody's"))).isEmpty();
            int known = world.aws.calls("ListSteps");
            assertThat(other.jobs(cluster).find(RequestKey.of("nobody's either")))
                    .isEmpty();
            assertThat(world.aws.calls("ListSteps") - known)
                    .as("only what is new is read")
                    .isEqualTo(1);
        }
    }

    @Test
    void aListIsReadByPagesAsFarAsItIsWanted() {
        JobHandle first = drover.jobs(cluster).submit(job, key);
        for (int i = 0; i < 120; i++) {
            world.emr.cluster(cluster.name()).add("another " + i);
            clock.advance(Duration.ofSeconds(30));
        }
        Instant late = clock.instant();
        JobHandle last = drover.jobs(cluster).submit(job, RequestKey.of("etl", "next day"));

        assertListed(JobQuery.RECENT, 3, last.id(), first.id());
        assertListed(JobQuery.builder().limit(1).build(), 1, last.id());
        assertListed(JobQuery.builder().since(late).build(), 1, last.id());
        // In what order EMR gives those is not told.
        assertListed(JobQuery.builder().activeOnly().limit(1).build(), 3, last.id());
        assertThat(drover.jobs(cluster).list(JobQuery.RECENT).get(1)).satisfies(run -> {
            assertThat(run.name()).contains(new Attempt(Attempt.Kind.JOB, key, 1).name());
            assertThat(run.submittedAt().orElseThrow()).isBefore(late);
        });
    }

    private void assertListed(JobQuery query, int calls, JobId... expected) {
        int before = world.aws.calls("ListSteps");
        assertThat(drover.jobs(cluster).list(query)).extracting(JobStatus::id).containsExactly(expected);
        assertThat(world.aws.calls("ListSteps") - before).isEqualTo(calls);
    }

    @Test
    void aStepThatEmrDoesNotKnowSpoilsNoOtherAnswer() {
        JobHandle handle = drover.jobs(cluster).submit(job, key);

        assertThat(drover.jobs(cluster).describe(Set.of(handle.id(), cluster.job("s-0UNKNOWN00"))))
                .containsOnlyKeys(handle.id());
    }

    @Test
    void manyStepsAreReadInPages() {
        FakeEmrCluster here = world.emr.cluster(cluster.name());
        for (int i = 0; i < 130; i++) {
            here.add("step " + i);
        }
        Set<JobId> all =
                here.steps().stream().map(step -> cluster.job(step.id())).collect(Collectors.toSet());
        int before = world.aws.calls("ListSteps");

        assertThat(drover.jobs(cluster).describe(all)).hasSize(130);

        assertThat(world.aws.calls("ListSteps") - before).isEqualTo(3);
        assertThat(world.aws.calls("DescribeStep")).isZero();
    }

    @Test
    void aClusterThatEndsTakesItsStepsAlong() throws InterruptedException {
        JobHandle running = drover.jobs(cluster).submit(job, key);
        JobHandle waiting = drover.jobs(cluster).submit(job, RequestKey.of("behind"));

        world.emr.cluster(cluster.name()).fail("INTERNAL_ERROR", "Gone.");

        assertThat(running.await(Duration.ofHours(1)))
                .satisfies(end -> assertThat(end.state()).isEqualTo(JobState.FAILED))
                .satisfies(end -> assertThat(end.detail()).hasValue("its cluster ended while it ran"));
        assertThat(waiting.await(Duration.ofHours(1)).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void cancellingAWaitingStepTakesItsSecretsAway() {
        drover.jobs(cluster).submit(job, key);
        JobHandle waiting = drover.jobs(cluster).submit(job, RequestKey.of("behind"));
        assertThat(staged()).hasSize(2);

        waiting.cancel();

        assertThat(waiting.status().state()).isEqualTo(JobState.CANCELLED);
        assertThat(staged()).hasSize(1);
    }

    // Clusters

    @Test
    void aClusterWhoseAnswerIsLostIsFoundByItsName() {
        world.aws.next("RunJobFlow", new AwsFault.LoseResponse());

        ClusterHandle made =
                drover.clusters(EmrWorld.HERE).create(ClusterSpec.builder().build(), key);

        assertThat(living())
                .extracting(FakeEmrCluster::id)
                .containsExactly(made.id().name());
    }

    @Test
    void aThrottledCreateMayHaveCreated() {
        world.aws.next("RunJobFlow", new AwsFault.RefuseAfterEffect(400, "ThrottlingException", "Rate exceeded"));

        ClusterHandle made =
                drover.clusters(EmrWorld.HERE).create(ClusterSpec.builder().build(), key);

        assertThat(living())
                .extracting(FakeEmrCluster::id)
                .containsExactly(made.id().name());
    }

    @Test
    void aCreateThatIsLostIsSentAgainOnlyWhenItCannotArriveAnyMore() {
        world.aws.next("RunJobFlow", new AwsFault.LoseRequest());
        Instant before = clock.instant();

        drover.clusters(EmrWorld.HERE).create(ClusterSpec.builder().build(), key);

        assertThat(living()).hasSize(1);
        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(EmrJobDriver.SETTLE);
    }

    /** As after {@code kill -9}: whoever asked is gone before the answer, and another process asks with the same key. */
    @Test
    void aProcessThatEndsInTheMiddleOfACreateLeavesOneCluster() {
        world.aws.next("ListClusters", new AwsFault.Delay(Duration.ZERO));
        world.aws.next("RunJobFlow", new AwsFault.LoseResponse());
        world.aws.always("ListClusters", server());
        try (Drover killed = drover(SHORTER)) {
            assertThatThrownBy(() -> killed.clusters(EmrWorld.HERE)
                            .create(ClusterSpec.builder().build(), key))
                    .isInstanceOf(OutcomeUnknownException.class);
        } finally {
            world.aws.recover("ListClusters");
        }
        assertThat(living()).hasSize(1);

        ClusterHandle next =
                drover.clusters(EmrWorld.HERE).create(ClusterSpec.builder().build(), key);

        assertThat(living())
                .extracting(FakeEmrCluster::id)
                .containsExactly(next.id().name());
        assertThat(next.started()).isFalse();
    }

    @Test
    void aClusterThatFailsSaysWhyAndTheNextCreateMakesAnother() {
        ClusterHandle made =
                drover.clusters(EmrWorld.HERE).create(ClusterSpec.builder().build(), key);
        world.emr.cluster(made.id().name()).fail("VALIDATION_ERROR", "The subnet has no room.");

        assertThatThrownBy(() -> made.awaitReady(Duration.ofHours(1)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FAILED))
                .hasMessageContaining("The subnet has no room.")
                .hasMessageContaining("VALIDATION_ERROR");
        assertThat(drover.clusters(EmrWorld.HERE).find(key)).isEqualTo(Optional.empty());
        assertThat(drover.clusters(EmrWorld.HERE)
                        .create(ClusterSpec.builder().build(), key)
                        .id())
                .isNotEqualTo(made.id());
    }

    @Test
    void clustersOfOthersAreNeitherListedNorFound() {
        assertThat(drover.clusters(EmrWorld.HERE).list())
                .noneMatch(status -> status.id().equals(cluster));
    }

    @Test
    void resizingWhatHasEndedOrIsBeingMadeIsRefused() {
        ClusterHandle starting =
                drover.clusters(EmrWorld.HERE).create(ClusterSpec.builder().build(), key);
        assertThatThrownBy(() -> starting.resize(2))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        world.emr.cluster(cluster.name()).fail("INTERNAL_ERROR", "Gone.");
        assertThatThrownBy(() -> drover.cluster(cluster).resize(2))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        drover.cluster(cluster).terminate();
    }
}
