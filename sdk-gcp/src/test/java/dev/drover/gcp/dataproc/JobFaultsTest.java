package dev.drover.gcp.dataproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.cloud.dataproc.v1.ClusterStatus;
import com.google.cloud.dataproc.v1.Job;
import com.google.cloud.dataproc.v1.JobStatus.State;
import com.google.cloud.dataproc.v1.SubmitJobRequest;
import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.Secret;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.fake.GcpFault;
import dev.drover.gcp.fake.RpcFault;
import dev.drover.testkit.ManualClock;
import io.grpc.Status.Code;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong on the wire. Jobs are scripts in a staging place, so that it is seen what stays there. */
class JobFaultsTest {
    private static final JobSpec JOB =
            Command.of("etl").args("a").secret("TOKEN", Secret.of("s3cr3t")).build();
    private static final JobSpec OTHER = Command.of("etl").args("b").build();

    private final ManualClock clock = ManualClock.auto();
    private final JobWorld world = JobWorld.idle(clock);
    private final RequestKey key = RequestKey.of("etl", "2026-11-21");
    private final Attempt attempt = new Attempt(Attempt.Kind.JOB, key, 1);
    private final Drover drover = drover(Duration.ofMinutes(10));

    private Drover drover(Duration timeout) {
        return world.builder(options -> options.staging(JobWorld.STAGING))
                .operationTimeout(timeout)
                .build();
    }

    @AfterEach
    void close() {
        drover.close();
        world.close();
        assertThat(world.rpc.unused())
                .as("planned faults that did not come to pass")
                .isEmpty();
    }

    private JobHandle submit() {
        return drover.jobs(JobWorld.ETL).submit(JOB, key);
    }

    private DroverException refused() {
        return catchThrowableOfType(DroverException.class, this::submit);
    }

    private List<String> scripts() {
        return world.gcs.names("staging");
    }

    /** The script that an accepted job will look for is there, and nothing else. */
    private void assertOneJob(JobHandle handle) {
        assertThat(world.jobs.all())
                .extracting(job -> job.getReference().getJobId())
                .containsExactly(attempt.name());
        assertThat(handle.id()).isEqualTo(JobWorld.ETL.job(attempt.name()));
        LaunchedRun run =
                LaunchedRun.of(world.jobs.job(attempt.name()), JobWorld.STAGING).orElseThrow();
        assertThat(scripts()).containsExactly(run.script().path());
    }

    @Test
    void aJobWhoseAnswerIsLostIsAskedForByTheSameRequest() {
        world.rpc.next("SubmitJob", new RpcFault.LoseResponse());

        assertOneJob(submit());

        assertThat(world.jobs.submitted())
                .hasSize(2)
                .extracting(SubmitJobRequest::getRequestId)
                .allMatch(id -> id.matches("[0-9a-f]{32}"))
                .containsOnly(world.jobs.submitted().get(0).getRequestId());
    }

    @Test
    void aRequestThatIsLostIsSentAgain() {
        world.rpc.next("SubmitJob", new RpcFault.LoseRequest());

        assertOneJob(submit());
        assertThat(world.rpc.calls("SubmitJob")).isEqualTo(2);
    }

    @Test
    void aJobThatIsRefusedAndAcceptedAllTheSameIsFound() {
        world.rpc.next("SubmitJob", new RpcFault.RefuseAfterEffect(Code.INTERNAL, "try later"));

        assertOneJob(submit());
    }

    @Test
    void anAcceptedJobWhoseRequestWasForgottenKeepsItsScript() {
        world.rpc.next("SubmitJob", new RpcFault.RefuseAfterEffect(Code.ALREADY_EXISTS, "Already exists"));

        JobHandle handle = submit();

        assertOneJob(handle);
        assertThat(handle.started()).isFalse();
    }

    @Test
    void aStormInWhichItWasAcceptedIsSettledByALook() {
        world.rpc.always("SubmitJob", new RpcFault.RefuseAfterEffect(Code.UNAVAILABLE, "try later"));

        assertOneJob(submit());
    }

    @Test
    void aStormThatNothingGetsThroughIsSettledByTheNextCall() {
        world.rpc.always("SubmitJob", RpcFault.refuse(Code.UNAVAILABLE, "try later"));
        assertThat(catchThrowableOfType(OutcomeUnknownException.class, this::submit))
                .isNotNull();
        assertThat(scripts()).isNotEmpty();
        world.rpc.recover("SubmitJob");

        assertOneJob(submit());
    }

    @Test
    void anotherProcessWithAnotherSpecHasTheJobAndKeepsItsScript() {
        JobHandle theirs;
        try (Drover other = drover(Duration.ofMinutes(10))) {
            theirs = other.jobs(JobWorld.ETL).submit(OTHER, key);
        }
        // As if it came between our look and our request.
        world.rpc.next("GetJob", RpcFault.refuse(Code.NOT_FOUND, "Not found"));

        JobHandle ours = submit();

        assertOneJob(ours);
        assertThat(ours.id()).isEqualTo(theirs.id());
        assertThat(ours.started()).isFalse();
        assertThat(world.rpc.calls("SubmitJob")).isEqualTo(2);
    }

    @Test
    void anotherSpecUnderTheSameKeyIsAConflict() {
        submit();

        DroverException refused = catchThrowableOfType(
                DroverException.class, () -> drover.jobs(JobWorld.ETL).submit(OTHER, key));

        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(world.rpc.calls("SubmitJob")).isEqualTo(1);
    }

    @Test
    void aThrottledRequestWaitsAsLongAsGoogleAsks() {
        world.rpc.next("SubmitJob", RpcFault.throttle(Duration.ofSeconds(47)));
        Instant before = clock.instant();

        assertOneJob(submit());

        assertThat(Duration.between(before, clock.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(47));
    }

    @ParameterizedTest
    @CsvSource({
        "PERMISSION_DENIED, PERMISSION_DENIED",
        "INVALID_ARGUMENT, INVALID_ARGUMENT",
        "FAILED_PRECONDITION, CONFLICT",
        "UNIMPLEMENTED, UNSUPPORTED"
    })
    void aRefusalLeavesNothing(Code said, ErrorCode code) {
        world.rpc.next("SubmitJob", RpcFault.refuse(said, "no"));

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(scripts()).isEmpty();
        assertThat(refused).hasMessageNotContaining("s3cr3t");
    }

    @Test
    void credentialsThatHaveExpiredAreSaidToHave() {
        world.rpc.accept("another-token");

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(world.jobs.all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ClusterStatus.State.class,
            names = {"ERROR", "DELETING", "STOPPED"})
    void aClusterThatTakesNoJobsRefuses(ClusterStatus.State state) {
        world.clusters.put("etl", state);

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(refused).hasMessageContaining(state.name()).hasMessageContaining("etl");
        assertThat(scripts()).isEmpty();
    }

    @Test
    void aClusterThatIsNotThereIsNotFound() {
        world.clusters.clear();

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(refused).hasMessageContaining("clusters/etl");
        assertThat(scripts()).isEmpty();
    }

    @Test
    void silenceEndsInTimeAndTheNextCallSettlesIt() {
        world.rpc.always("SubmitJob", new RpcFault.Silence());
        GcpOptions hasty = GcpOptions.builder()
                .endpoint(world.rpc.endpoint())
                .anonymous()
                .requestTimeout(Duration.ofMillis(200))
                .build();
        try (Drover waiting = world.builder(options -> options.staging(JobWorld.STAGING))
                .configure("dataproc://", hasty)
                .operationTimeout(Duration.ofSeconds(30))
                .build()) {
            assertThat(catchThrowableOfType(
                            OutcomeUnknownException.class,
                            () -> waiting.jobs(JobWorld.ETL).submit(JOB, key)))
                    .isNotNull();
        }
        world.rpc.recover("SubmitJob");

        assertOneJob(submit());
    }

    @Test
    void whatCannotBeStagedIsNotSubmitted() {
        world.gcs.next("objects.insert", GcpFault.refuse(403, "forbidden", "no"));

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(world.rpc.calls("SubmitJob")).isZero();
    }

    @Test
    void nothingIsUnknownOfAJobThatWasNeverStaged() {
        world.gcs.next(
                "objects.insert",
                Collections.nCopies(20, new GcpFault.LoseResponse()).toArray(GcpFault[]::new));

        DroverException refused = refused();

        assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(world.rpc.calls("SubmitJob")).isZero();
    }

    @Test
    void anAcceptedJobStandsThoughNobodyCanLookAfterOtherScripts() {
        world.gcs.next("objects.list", GcpFault.refuse(403, "forbidden", "no"));

        assertOneJob(submit());
    }

    @Test
    void aCustomizerMayNotChangeTheIdAndLeavesNothingIfItTries() {
        JobSpec job = JOB.toBuilder()
                .customize(
                        Job.Builder.class,
                        "another id",
                        b -> b.getReferenceBuilder().setJobId("mine"))
                .build();

        DroverException refused = catchThrowableOfType(
                DroverException.class, () -> drover.jobs(JobWorld.ETL).submit(job, key));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(scripts()).isEmpty();
    }

    @Test
    void aCustomizerChangesTheJob() {
        drover.jobs(JobWorld.ETL)
                .submit(
                        JOB.toBuilder()
                                .label("team", "data")
                                .customize(
                                        Job.Builder.class,
                                        "driver pool",
                                        b -> b.getDriverSchedulingConfigBuilder()
                                                .setVcores(2))
                                .build(),
                        key);

        Job job = world.jobs.job(attempt.name());
        assertThat(job.getDriverSchedulingConfig().getVcores()).isEqualTo(2);
        assertThat(job.getLabelsMap()).containsEntry("team", "data");
    }

    // Cancelling

    @Test
    void aJobThatIsJustBeingStartedIsCancelledALittleLater() {
        JobHandle handle = submit();
        world.rpc.next(
                "CancelJob",
                RpcFault.refuse(
                        Code.FAILED_PRECONDITION,
                        "Cannot cancel jobId 'a' in projectId 'p' in state: 'SETUP_DONE'; cancellable states:"
                                + " '[PENDING, RUNNING]'"));

        handle.cancel();

        assertThat(handle.status().state()).isEqualTo(JobState.CANCELLING);
        assertThat(world.rpc.calls("CancelJob")).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"CANCEL_PENDING", "CANCEL_STARTED", "CANCELLED", "DONE", "ERROR"})
    void cancellingWhatEndsOrHasEndedIsNoError(State state) {
        JobHandle handle = submit();
        world.jobs.enter(attempt.name(), state, "");

        handle.cancel();

        assertThat(world.jobs.job(attempt.name()).getStatus().getState()).isEqualTo(state);
    }

    @Test
    void aJobThatIsCancelledBeforeItsStartLeavesNoScript() {
        JobHandle handle = submit();
        handle.cancel();
        world.jobs.enter(attempt.name(), State.CANCELLED, "");

        assertThat(handle.status().state()).isEqualTo(JobState.CANCELLED);

        assertThat(scripts()).isEmpty();
    }

    // Status

    @Test
    void aJobThatWasNeverAcquiredLeavesNoScript() {
        JobHandle handle = submit();
        world.jobs.enter(attempt.name(), State.ERROR, "Task was not acquired");

        JobStatus status = handle.status();

        assertThat(status.state()).isEqualTo(JobState.FAILED);
        assertThat(status.exitCode()).isEmpty();
        assertThat(status.detail()).contains("Task was not acquired");
        assertThat(scripts()).isEmpty();
    }

    @Test
    void aStateStandsThoughItsExitCodeCannotBeRead() {
        JobHandle handle = submit();
        world.jobs.enter(attempt.name(), State.ERROR, "failed");
        world.gcs.next("objects.get", GcpFault.refuse(403, "forbidden", "no"));

        JobStatus status = handle.status();

        assertThat(status.state()).isEqualTo(JobState.FAILED);
        assertThat(status.detail())
                .hasValueSatisfying(
                        detail -> assertThat(detail).startsWith("failed; its exit code could not be read: "));
    }

    @Test
    void aJobOfOnesKeyOnAnotherClusterIsThatJob() {
        world.clusters.put("night", ClusterStatus.State.RUNNING);
        try (Drover other = drover(Duration.ofMinutes(10))) {
            other.jobs(ClusterId.parse(JobWorld.HERE + "/night")).submit(JOB, key);
        }

        JobHandle found = submit();

        assertThat(found.id().toString()).isEqualTo(JobWorld.HERE + "/night#" + attempt.name());
        assertThat(world.jobs.all()).hasSize(1);
        assertThat(drover.jobs(JobWorld.ETL).describe(Set.of(JobWorld.ETL.job(attempt.name()))))
                .isEmpty();
        assertThat(found.status().state()).isEqualTo(JobState.QUEUED);
    }
}
