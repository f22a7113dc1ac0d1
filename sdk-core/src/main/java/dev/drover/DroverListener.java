package dev.drover;

import java.time.Duration;
import java.util.Optional;

/**
 * Told what Drover does, as it does it. Called on the thread that does the work, so return quickly; what a listener
 * throws is logged and otherwise ignored. Of the jobs of a cluster it is told on a background thread, one change after
 * the other.
 *
 * <pre>
 * create    callEnded*  clusterChanged(STARTING)  progressed*  clusterChanged(READY | FAILED)
 * upload    uploadProgressed+  callEnded*
 * submit    callEnded*
 * await     (callEnded  jobChanged*)*             jobChanged: once per job and state that was seen, however many wait
 * </pre>
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

    /** A run was accepted beside the one that counts for its attempt; see {@link Ledger#sweep}. */
    default void surplusFound(Ledger.Surplus surplus) {}

    /** A native call has ended. */
    default void callEnded(CallEnded call) {}

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
     * A native call, as the platform counts it.
     *
     * @param api the platform's name of the operation
     * @param endpoint who answered, or should have
     * @param failure empty if it succeeded
     * @param took how long it took
     */
    record CallEnded(String api, String endpoint, Optional<ErrorCode> failure, Duration took) {}
}
