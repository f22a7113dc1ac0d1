package dev.drover.gcp.dataprocserverless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.dataproc.v1.Batch.State;
import com.google.cloud.dataproc.v1.CreateBatchRequest;
import dev.drover.Attempt;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.JobQuery;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.RootCause.Category;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.gcp.fake.RpcFault;
import dev.drover.testkit.spark.FastClock;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong between Drover and Dataproc Serverless, on the wire. */
class BatchFaultsTest {
    private final BatchWorld world = BatchWorld.still();
    private final Drover drover = world.drover()
            .clock(new FastClock(10))
            .operationTimeout(Duration.ofMinutes(5))
            .build();

    @AfterEach
    void close() {
        drover.close();
        assertThat(world.server.unused()).isEmpty();
        world.close();
    }

    private static SparkJar job(String... args) {
        return SparkJar.of(StorageUri.parse("gs://bucket/app.jar"), "com.acme.Etl")
                .args(args)
                .build();
    }

    private JobHandle submit(RequestKey key) {
        return drover.jobs(BatchWorld.REGION).submit(job(), key);
    }

    private JobHandle submit() {
        return submit(RequestKey.random());
    }

    @Test
    void aBatchHasTheNameOfItsAttemptAndARequestId() {
        RequestKey key = RequestKey.random();

        JobHandle handle = submit(key);

        assertThat(handle.id()).isEqualTo(BatchWorld.REGION.job(new Attempt(Attempt.Kind.JOB, key, 1).name()));
        CreateBatchRequest request = world.batches.request(handle.id().nativeId());
        assertThat(request.getParent()).isEqualTo(BatchWorld.PARENT);
        assertThat(request.getRequestId())
                .matches("[a-z0-9]{33}")
                .isEqualTo(request.getBatch().getLabelsOrThrow("drover-request"));
        // A look whether it is there, and the batch itself.
        assertThat(world.server.calls()).isEqualTo(Map.of("GetBatch", 1, "CreateBatch", 1));
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                Arguments.of("the answer is lost", new RpcFault.LoseResponse()),
                Arguments.of("the request is lost", new RpcFault.LoseRequest()),
                Arguments.of("throttled", RpcFault.throttle(Duration.ofSeconds(1))),
                Arguments.of("overloaded", RpcFault.refuse(Code.UNAVAILABLE, "try again")),
                Arguments.of("failed", RpcFault.refuse(Code.INTERNAL, "try again")),
                Arguments.of(
                        "done, and failed all the same",
                        new RpcFault.RefuseAfterEffect(Code.UNAVAILABLE, "try again")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("passing")
    void aSubmissionOutlivesATroubleAndThereIsOneBatch(String unused, RpcFault fault) {
        world.server.next("CreateBatch", fault, fault);

        JobHandle handle = submit();

        assertThat(handle.started()).isTrue();
        assertThat(world.batches.made()).isEqualTo(1);
        assertThat(world.server.calls("CreateBatch")).isEqualTo(3);
        assertThat(handle.status().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void thePauseThatGoogleAsksForIsKept() {
        world.server.next("CreateBatch", RpcFault.throttle(Duration.ofSeconds(20)));
        FastClock clock = new FastClock(20);
        Instant before = clock.instant();
        try (Drover patient = world.drover()
                .clock(clock)
                .operationTimeout(Duration.ofMinutes(5))
                .build()) {
            patient.jobs(BatchWorld.REGION).submit(job(), RequestKey.random());
        }

        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(world.batches.made()).isEqualTo(1);
    }

    @Test
    void aStormLeavesTheOutcomeOpenAndTheNextCallSettlesIt() {
        RequestKey key = RequestKey.random();
        world.server.next("CreateBatch", new RpcFault.LoseResponse());
        world.server.always("CreateBatch", RpcFault.refuse(Code.UNAVAILABLE, "overloaded"));
        try (Drover hasty =
                world.drover().operationTimeout(Duration.ofSeconds(2)).build()) {
            assertThat(catchThrowableOfType(
                            OutcomeUnknownException.class,
                            () -> hasty.jobs(BatchWorld.REGION).submit(job(), key)))
                    .isNotNull();
        }
        world.server.recover("CreateBatch");

        assertThat(submit(key).started()).isFalse();
        assertThat(world.batches.made()).isEqualTo(1);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Code.PERMISSION_DENIED, "no", ErrorCode.PERMISSION_DENIED),
                Arguments.of(Code.UNAUTHENTICATED, "token expired", ErrorCode.UNAUTHENTICATED),
                Arguments.of(Code.INVALID_ARGUMENT, "no", ErrorCode.INVALID_ARGUMENT),
                Arguments.of(Code.FAILED_PRECONDITION, "no subnetwork", ErrorCode.CONFLICT),
                Arguments.of(
                        Code.INVALID_ARGUMENT,
                        "Insufficient 'CPUS' quota. Requested 12.0, available 8.0.",
                        ErrorCode.QUOTA_EXCEEDED),
                Arguments.of(Code.RESOURCE_EXHAUSTED, "Too many active operations", ErrorCode.QUOTA_EXCEEDED));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("refusals")
    void aRefusalIsTypedAndNothingRuns(Code status, String message, ErrorCode expected) {
        world.server.next("CreateBatch", RpcFault.refuse(status, message));

        DroverException refused = catchThrowableOfType(DroverException.class, this::submit);

        assertThat(refused.code()).isEqualTo(expected);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(refused).hasMessageContaining("CreateBatch");
        assertThat(world.batches.made()).isZero();
    }

    @Test
    void aBatchIdThatIsTakenByTheSameRequestIsThatBatch() {
        RequestKey key = RequestKey.random();
        JobId first = submit(key).id();
        world.batches.forgetRequests();
        try (Drover blind = withLedger()) {
            JobHandle again = blind.jobs(BatchWorld.REGION).submit(job(), key);

            assertThat(again.id()).isEqualTo(first);
            assertThat(again.started()).isFalse();
        }
        assertThat(world.server.calls("CreateBatch")).isEqualTo(2);
        assertThat(world.batches.made()).isEqualTo(1);
    }

    @Test
    void aBatchIdThatIsTakenByAnotherSpecIsAConflict() {
        RequestKey key = RequestKey.random();
        submit(key);
        try (Drover blind = withLedger()) {
            DroverException refused = catchThrowableOfType(
                    DroverException.class, () -> blind.jobs(BatchWorld.REGION).submit(job("tuesday"), key));

            assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(refused.effect()).isEqualTo(Effect.NONE);
            assertThat(refused).hasMessageContaining("asked for otherwise");
        }
        assertThat(world.server.calls("CreateBatch")).isEqualTo(2);
        assertThat(world.batches.made()).isEqualTo(1);
    }

    /** It knows that it has not sent the key, so it does not look before. */
    private Drover withLedger() {
        return world.drover()
                .clock(new FastClock(10))
                .operationTimeout(Duration.ofMinutes(5))
                .ledger("gs://bucket/ledger/")
                .build();
    }

    @Test
    void aTextThatCannotBeStagedIsNotSubmitted() {
        try (Drover elsewhere = world.drover(DataprocServerlessOptions.builder()
                        .staging(StorageUri.parse("gs://no-such-bucket/staging"))
                        .build())
                .build()) {
            DroverException refused = catchThrowableOfType(
                    DroverException.class,
                    () -> elsewhere
                            .jobs(BatchWorld.REGION)
                            .submit(SparkSql.text("SELECT 1").build(), RequestKey.random()));

            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(world.server.calls("CreateBatch")).isZero();
    }

    @Test
    void customizersChangeTheRequestButNotItsNames() {
        RequestKey key = RequestKey.random();
        JobHandle handle = drover.jobs(BatchWorld.REGION)
                .submit(
                        SparkJar.of(StorageUri.parse("gs://bucket/app.jar"), "A")
                                .customize(CreateBatchRequest.Builder.class, "metastore", request -> {
                                    request.setBatchId("mine").setRequestId("mine");
                                    request.getBatchBuilder()
                                            .getEnvironmentConfigBuilder()
                                            .getPeripheralsConfigBuilder()
                                            .setMetastoreService("m");
                                })
                                .build(),
                        key);

        CreateBatchRequest request = world.batches.request(handle.id().nativeId());
        assertThat(request.getBatchId()).isEqualTo(new Attempt(Attempt.Kind.JOB, key, 1).name());
        CreateBatchRequest.Builder digested = request.toBuilder().clearRequestId();
        digested.getBatchBuilder().removeLabels("drover-request");
        assertThat(request.getRequestId()).isEqualTo(RequestDigest.of(digested.build()));
        assertThat(request.getBatch()
                        .getEnvironmentConfig()
                        .getPeripheralsConfig()
                        .getMetastoreService())
                .isEqualTo("m");
    }

    @Test
    void aBatchIsFoundBehindManyOthersByOneCall() {
        world.batches.add(BatchWorld.PARENT, 120, State.SUCCEEDED);
        RequestKey key = RequestKey.random();
        JobId id = submit(key).id();
        int before = world.server.calls("GetBatch");

        try (Drover other = world.drover().build()) {
            assertThat(other.jobs(BatchWorld.REGION).find(key).orElseThrow().id())
                    .isEqualTo(id);
        }
        assertThat(world.server.calls("GetBatch")).isEqualTo(before + 1);
        assertThat(world.server.calls("ListBatches")).isZero();
    }

    @Test
    void manyBatchesAreLookedAtByPagesAndEndedOnesByThemselves() {
        world.batches.add("projects/acme-data/locations/us-central1", 30, State.RUNNING);
        List<String> all = new ArrayList<>(world.batches.add(BatchWorld.PARENT, 119, State.PENDING));
        all.addAll(world.batches.add(BatchWorld.PARENT, 2, State.SUCCEEDED));
        world.batches.change(all.get(0), batch -> batch.say(77));
        world.batches.pages(50);
        Set<JobId> ids = new HashSet<>();
        all.forEach(id -> ids.add(BatchWorld.REGION.job(id)));

        Map<JobId, JobStatus> statuses = drover.jobs(BatchWorld.REGION).describe(ids);

        assertThat(statuses).containsOnlyKeys(ids);
        assertThat(statuses.get(BatchWorld.REGION.job(all.get(1))).state()).isEqualTo(JobState.QUEUED);
        assertThat(statuses.get(BatchWorld.REGION.job(all.get(120))).state()).isEqualTo(JobState.SUCCEEDED);
        JobStatus odd = statuses.get(BatchWorld.REGION.job(all.get(0)));
        assertThat(odd.state()).isEqualTo(JobState.UNKNOWN);
        assertThat(odd.nativeState()).isEqualTo("STATE_77");
        assertThat(world.server.calls("ListBatches")).isEqualTo(3);
        assertThat(world.server.calls("GetBatch")).isEqualTo(3);
    }

    @Test
    void aListIsReadByPagesAsFarAsItIsWanted() throws InterruptedException {
        JobId first = submit().id();
        world.batches.add(BatchWorld.PARENT, 119, State.SUCCEEDED);
        world.batches.pages(50);
        JobId last = submit().id();

        assertListed(JobQuery.RECENT, 3, last, first);
        assertListed(JobQuery.builder().limit(1).build(), 1, last);
        Instant late = drover.job(last).status().submittedAt().orElseThrow();
        assertListed(JobQuery.builder().since(late).build(), 1, last);
        assertListed(JobQuery.builder().activeOnly().build(), 1, last, first);

        world.batches.change(first.nativeId(), batch -> batch.move(State.FAILED, "it broke"));
        assertListed(JobQuery.builder().activeOnly().build(), 1, last);
        assertThat(drover.jobs(BatchWorld.REGION)
                        .list(JobQuery.builder().states(Set.of(JobState.FAILED)).build()))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.endedAt()).isPresent();
                    assertThat(run.name()).contains(first.nativeId());
                    assertThat(run.detail()).contains("it broke");
                });
    }

    private void assertListed(JobQuery query, int calls, JobId... expected) {
        int before = world.server.calls("ListBatches");
        assertThat(drover.jobs(BatchWorld.REGION).list(query))
                .extracting(JobStatus::id)
                .containsExactly(expected);
        assertThat(world.server.calls("ListBatches") - before).isEqualTo(calls);
    }

    @Test
    void aThousandThatAreUnderWayAreOneCall() {
        Set<JobId> ids = new HashSet<>();
        world.batches.add(BatchWorld.PARENT, 1_000, State.RUNNING).forEach(id -> ids.add(BatchWorld.REGION.job(id)));

        assertThat(drover.jobs(BatchWorld.REGION).describe(ids)).containsOnlyKeys(ids);
        assertThat(world.server.calls()).isEqualTo(Map.of("ListBatches", 1));
    }

    @Test
    void fewBatchesAreAskedForByThemselves() {
        List<String> ids = world.batches.add(BatchWorld.PARENT, 3, State.RUNNING);

        drover.jobs(BatchWorld.REGION)
                .describe(Set.of(
                        BatchWorld.REGION.job(ids.get(0)),
                        BatchWorld.REGION.job(ids.get(1)),
                        BatchWorld.REGION.job(ids.get(2))));

        assertThat(world.server.calls()).isEqualTo(Map.of("GetBatch", 3));
    }

    @Test
    void cancellingIsOneOperationHoweverOften() {
        JobHandle handle = submit();
        world.server.next("CancelOperation", new RpcFault.LoseResponse());

        handle.cancel();
        handle.cancel();

        assertThat(handle.status().state()).isEqualTo(JobState.CANCELLED);
        // Once more after the lost answer, when there was nothing to cancel any more.
        assertThat(world.server.calls("CancelOperation")).isEqualTo(2);
    }

    @Test
    void aBatchThatIsBeingCancelledIsNotCancelledAgain() {
        JobHandle handle = submit();
        world.batches.change(handle.id().nativeId(), batch -> batch.move(State.CANCELLING, ""));

        handle.cancel();

        assertThat(world.server.calls("CancelOperation")).isZero();
    }

    @Test
    void aCancelThatIsRefusedIsTold() {
        JobHandle handle = submit();
        world.server.next("CancelOperation", RpcFault.refuse(Code.PERMISSION_DENIED, "dataproc.operations.cancel"));

        assertThat(catchThrowableOfType(DroverException.class, handle::cancel).code())
                .isEqualTo(ErrorCode.PERMISSION_DENIED);
        world.server.next("CancelOperation", RpcFault.refuse(Code.FAILED_PRECONDITION, "not now"));

        assertThat(catchThrowableOfType(DroverException.class, handle::cancel).code())
                .isEqualTo(ErrorCode.CONFLICT);
        assertThat(handle.status().state()).isEqualTo(JobState.QUEUED);
    }

    @Test
    void whyABatchWasCancelledIsInItsHistory() {
        JobHandle handle = submit();
        world.batches.change(
                handle.id().nativeId(),
                batch -> batch.move(State.CANCELLING, "Cancelling batch as ttl exceeded")
                        .move(State.CANCELLED, ""));

        assertThat(handle.status().state()).isEqualTo(JobState.CANCELLED);
        assertThat(handle.status().detail()).contains("Cancelling batch as ttl exceeded");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "PERMISSION, Permission 'dataproc.agents.create' denied on resource (or it may not exist).",
                "QUOTA, Insufficient 'CPUS' quota. Requested 12.0 and there are 8.0.",
                "UNKNOWN, Driver compute node failed to initialize for batch in 600 seconds."
            })
    void aFailureWithoutALogIsExplainedByGooglesWords(Category category, String words) {
        JobHandle handle = submit();
        world.batches.change(handle.id().nativeId(), batch -> batch.move(State.FAILED, words));

        JobFailedException failed =
                catchThrowableOfType(JobFailedException.class, () -> handle.awaitSuccess(Duration.ofMinutes(5)));

        assertThat(failed.rootCause().category()).isEqualTo(category);
        assertThat(failed.rootCause().message()).isEqualTo(words);
    }

    @Test
    void anOutputIsFollowedWhileItGrows() {
        JobHandle handle = submit();
        String id = handle.id().nativeId();
        assertThat(handle.logs().read(Source.STDOUT, 0, 100)).isEqualTo(new Page("", 0, More.LATER));

        world.batches.change(id, batch -> batch.move(State.RUNNING, "").print("one\n"));
        assertThat(handle.logs().sources()).containsExactly(Source.STDERR, Source.STDOUT);
        assertThat(handle.logs().read(Source.STDOUT, 0, 100)).isEqualTo(new Page("one\n", 4, More.LATER));

        world.batches.change(id, batch -> batch.print("one\ntwo\n"));
        assertThat(handle.logs().read(Source.STDERR, 4, 100)).isEqualTo(new Page("two\n", 8, More.LATER));

        world.batches.change(id, batch -> batch.move(State.SUCCEEDED, ""));
        assertThat(handle.logs().read(Source.STDOUT, 8, 100)).isEqualTo(new Page("", 8, More.LATER));

        world.batches.change(id, batch -> batch.printWhole("one\ntwo\n"));
        assertThat(handle.logs().read(Source.STDOUT, 8, 100)).isEqualTo(new Page("", 8, More.END));
        assertThat(handle.logs().tail(Source.STDOUT, 1)).containsExactly("two");
    }

    @Test
    void anOutputThatIsMissingLongAfterTheEndIsMissing() {
        JobHandle handle = submit();
        String id = handle.id().nativeId();
        world.batches.change(id, batch -> batch.move(State.FAILED, ""));
        assertThat(handle.logs().read(Source.STDOUT, 0, 100).more()).isEqualTo(More.LATER);

        world.batches.change(id, batch -> batch.endedAt(Instant.now().minus(Duration.ofHours(1))));
        assertThat(handle.logs().read(Source.STDOUT, 0, 100).more()).isEqualTo(More.NEVER);
    }

    @Test
    void aRuntimeThatWritesNoOutputHasNoLogs() {
        JobHandle handle = submit();
        world.batches.change(
                handle.id().nativeId(),
                batch -> batch.hideOutput()
                        .move(State.SUCCEEDED, "")
                        .endedAt(Instant.now().minus(Duration.ofHours(1))));

        assertThat(handle.logs().sources()).isEmpty();
        assertThat(handle.logs().read(Source.STDOUT, 0, 100).more()).isEqualTo(More.NEVER);
        assertThat(handle.logs().tail(Source.STDOUT, 5)).isEmpty();
    }

    @Test
    void aTokenThatHasExpiredUnderALookIsToldAsSuch() {
        JobHandle handle = submit();
        world.server.accept("another token");

        DroverException refused = catchThrowableOfType(DroverException.class, handle::status);

        assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }
}
