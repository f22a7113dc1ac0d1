package dev.drover.gcp.dataproc;

import dev.drover.ErrorCode;
import dev.drover.gcp.internal.GcpFailures;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;

/** What errors of Dataproc mean that other services of Google's do not know. */
final class JobFailures {

    private JobFailures() {}

    /**
     * As {@link GcpFailures}, but for a job between its acceptance and its start: Dataproc refuses to cancel it
     * (<a href="https://github.com/googleapis/google-cloud-java/issues/3754">google-cloud-java 3754</a>), and a few seconds
     * later does not.
     */
    static Failure classify(NativeCall call, Throwable error) {
        Failure failure = GcpFailures.classify(call, error);
        boolean starting = call.api().equals("CancelJob")
                && failure.code() == ErrorCode.CONFLICT
                && failure.message().contains("SETUP_DONE");
        return starting
                ? new Failure(
                        failure.code(),
                        failure.effect(),
                        failure.scope(),
                        true,
                        failure.retryAfter(),
                        failure.message())
                : failure;
    }
}
