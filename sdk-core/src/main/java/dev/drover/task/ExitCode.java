package dev.drover.task;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.JobState;

/** The five numbers that a process ends with; they say what can be done next, and stay as they are. */
public enum ExitCode {
    /** Done; a job that was waited for succeeded. */
    DONE(0),
    /** A job failed or was cancelled, or what was made failed by itself: look at the job. */
    FAILED(1),
    /** Arguments, a local file or the configuration are wrong, and nothing was sent: mend the call. */
    USAGE(2),
    /** The platform refused, does not know it, or cannot be reached: ask the platform. */
    PLATFORM(3),
    /** It cannot be told: an answer was lost, the time was over, or waiting was interrupted. Ask again with the key. */
    UNKNOWN(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }

    /** For a job that was waited for. */
    public static ExitCode of(JobState state) {
        return switch (state) {
            case SUCCEEDED -> DONE;
            case FAILED, CANCELLED -> FAILED;
            case LOST, QUEUED, RUNNING, CANCELLING, UNKNOWN -> UNKNOWN;
        };
    }

    /** For an error. */
    public static ExitCode of(DroverException error) {
        if (error.effect() == Effect.UNKNOWN) {
            return UNKNOWN;
        }
        return switch (error.code()) {
            case INVALID_ARGUMENT -> USAGE;
            case FAILED, CANCELLED -> FAILED;
            case DEADLINE_EXCEEDED, INTERNAL -> UNKNOWN;
            case UNSUPPORTED,
                    UNAUTHENTICATED,
                    PERMISSION_DENIED,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    CONFLICT,
                    QUOTA_EXCEEDED,
                    THROTTLED,
                    UNAVAILABLE -> PLATFORM;
        };
    }
}
