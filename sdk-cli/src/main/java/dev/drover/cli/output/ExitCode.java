package dev.drover.cli.output;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.JobState;
import java.io.IOException;
import picocli.CommandLine.ParameterException;

/** What a shell learns of how it went. */
public enum ExitCode {
    /** Done; a job that was waited for succeeded. */
    DONE(0),
    /** A job failed or was cancelled, or what was made failed by itself. */
    FAILED(1),
    /** The arguments, a local file or the configuration are wrong; nothing was sent. */
    USAGE(2),
    /** The platform refused, does not know it, or cannot be reached. */
    PLATFORM(3),
    /** It cannot be told: an answer was lost, the time was over, or waiting was interrupted. */
    UNKNOWN(4);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the process ends with. */
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

    /** For an error that ended the command. */
    public static ExitCode of(Throwable error) {
        if (error instanceof DroverException known) {
            return of(known);
        }
        return error instanceof ParameterException || error instanceof IOException ? USAGE : UNKNOWN;
    }

    private static ExitCode of(DroverException error) {
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
