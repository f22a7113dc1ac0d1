package dev.drover;

import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.StepReport;
import java.time.Duration;
import java.util.Optional;

/**
 * Told what Drover does, as it does it. Called on the thread that does the work, so return quickly; what a listener
 * throws is logged and otherwise ignored. Of the jobs of a cluster it is told on a background thread, one change after
 * the other.
 *
 * <pre>
 * create    call*  clusterChanged(STARTING)  progressed*  clusterChanged(READY | FAILED)
 * upload    uploadProgressed+  call*
 * submit    call*
 * pipeline  pipelineChanged(RUNNING)+  (pipelineStepChanged  submit  await)*  pipelineChanged(its end)
 * await     (call  jobChanged*)*                  jobChanged: once per job and state that was seen, however many wait
 *
 * call      try  (callRetrying  try)*             as often as GuardOptions allows
 * try       callWaited*  (callRefused | breakerChanged(HALF_OPEN)?  callStarted  callEnded  breakerChanged?)
 * </pre>
 *
 * <p>{@code callWaited} comes up to twice in a try: for tokens of a budget, then for a free place at the endpoint. A
 * {@code callRefused} is the last event of its call. {@code breakerChanged} comes on the thread whose call brought the
 * change; other threads' calls are told in between.
 *
 * <p>Events are records that gain components as Drover grows: read them through their accessors, and do not build or
 * take them apart by position.
 */
public interface DroverListener {

    /** A listener that does nothing. */
    DroverListener NONE = new DroverListener() {};

    /** A long operation has come a step further. */
    default void progressed(Progress progress) {}

    /** An upload has come a step further. */
    default void uploadProgressed(UploadProgress progress) {}

    /** A cluster that is waited for was seen in another state than before. */
    default void clusterChanged(ClusterStatus status) {}

    /** A job that is waited for was seen in another state than before. */
    default void jobChanged(JobStatus status) {}

    /** A run of a pipeline that this process carries on, or waits for, has come a step further. */
    default void pipelineChanged(PipelineChanged changed) {}

    /** A step of a pipeline that this process carries on stands otherwise than before. */
    default void pipelineStepChanged(PipelineStepChanged changed) {}

    /** A run was accepted beside the one that counts for its attempt; see {@link Ledger#sweep}. */
    default void surplusFound(Ledger.Surplus surplus) {}

    /** A native call had to wait before it could be sent. */
    default void callWaited(CallWaited waited) {}

    /** A native call is about to be sent. */
    default void callStarted(CallStarted started) {}

    /** A native call has ended. */
    default void callEnded(CallEnded call) {}

    /** A native call has failed and will be sent again after a pause. */
    default void callRetrying(CallRetrying retrying) {}

    /** Drover did not send a native call. */
    default void callRefused(CallRefused refused) {}

    /** A circuit breaker opened, closed, or lets trial calls through. */
    default void breakerChanged(BreakerChanged changed) {}

    /**
     * A step of a long operation.
     *
     * @param operation what is being done to what
     * @param message how far it has come
     */
    record Progress(String operation, String message) {}

    /**
     * How far an upload has come.
     *
     * @param target where it goes
     * @param filesDone including those skipped
     * @param filesSkipped because the target already has them
     * @param bytesDone of the files that are not skipped
     * @param bytesTotal of the files that are not skipped
     */
    record UploadProgress(
            StorageUri target, int filesDone, int filesTotal, int filesSkipped, long bytesDone, long bytesTotal) {}

    /**
     * A run of a pipeline that has come a step further.
     *
     * @param pipeline the run's key
     * @param message how far: that it waits for another process, makes a cluster, has ended
     */
    record PipelineChanged(RequestKey pipeline, PipelineState state, String message) {}

    /**
     * A step that stands otherwise than before.
     *
     * @param pipeline the run's key
     */
    record PipelineStepChanged(RequestKey pipeline, StepReport step) {}

    /**
     * A native call, whichever of its tries.
     *
     * @param where the location whose provider makes it
     * @param operation what it is part of, as in messages: "cancel job X"
     * @param api the platform's name of the operation
     * @param endpoint who answers
     * @param cost in tokens of the account's budget
     * @param cluster that the operation is about, if it is about one
     * @param job that the operation is about, if it is about one
     * @param key that the operation was asked with, if there was one
     */
    record Call(
            Location where,
            String operation,
            String api,
            String endpoint,
            int cost,
            Optional<ClusterId> cluster,
            Optional<JobId> job,
            Optional<RequestKey> key) {}

    /** What a call waits for. */
    enum Wait {
        /** Tokens of the account's budget. */
        BUDGET,
        /** A free place among the calls that run at the endpoint. */
        ENDPOINT
    }

    /**
     * A native call that had to wait.
     *
     * @param on what for
     * @param took how long
     */
    record CallWaited(Call call, Wait on, Duration took) {}

    /**
     * A native call that is about to be sent.
     *
     * @param number which try it is, from 1
     */
    record CallStarted(Call call, int number) {}

    /**
     * A native call that was sent, as the platform counts it.
     *
     * @param number which try it was, from 1
     * @param failure empty if it succeeded
     * @param took how long it took, waits before it left out
     */
    record CallEnded(Call call, int number, Optional<ErrorCode> failure, Duration took) {

        /** The platform's name of the operation. */
        public String api() {
            return call.api();
        }

        /** Who answered, or should have. */
        public String endpoint() {
            return call.endpoint();
        }
    }

    /**
     * A native call that failed and will be sent again.
     *
     * @param number which try failed, from 1
     * @param failure how
     * @param pause until the next try
     */
    record CallRetrying(Call call, int number, ErrorCode failure, Duration pause) {}

    /** Why Drover does not send a call. */
    enum Refusal {
        /** The endpoint's circuit breaker is open, or all its trial calls are under way. */
        BREAKER_OPEN,
        /** The account's budget has no tokens before the deadline. */
        NO_TOKENS,
        /** The endpoint has no free place before the deadline. */
        ENDPOINT_FULL,
        /** The operation's time is over. */
        NO_TIME,
        /** The thread was interrupted while it waited. */
        INTERRUPTED
    }

    /**
     * A native call that Drover did not send.
     *
     * @param number which try it would have been, from 1
     * @param why the reason
     */
    record CallRefused(Call call, int number, Refusal why) {}

    /**
     * A circuit breaker in another state.
     *
     * @param before the state it was in
     * @param now where it stands
     */
    record BreakerChanged(BreakerStatus.State before, BreakerStatus now) {}
}
