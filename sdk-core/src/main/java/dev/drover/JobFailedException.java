package dev.drover;

/** A job ended, but not with success; {@link JobHandle#awaitSuccess} throws it, with the reason found. */
public final class JobFailedException extends DroverException {
    private static final long serialVersionUID = 1L;

    private final transient JobStatus status;
    private final transient RootCause rootCause;

    public JobFailedException(JobStatus status, RootCause rootCause) {
        super(codeOf(status), Effect.APPLIED, false, describe(status, rootCause), null);
        this.status = status;
        this.rootCause = rootCause;
    }

    private static ErrorCode codeOf(JobStatus status) {
        return status.state() == JobState.CANCELLED ? ErrorCode.CANCELLED : ErrorCode.FAILED;
    }

    private static String describe(JobStatus status, RootCause cause) {
        String exit = status.exitCode().isPresent()
                ? " with exit code " + status.exitCode().getAsInt()
                : "";
        return "Job " + status.id() + " ended " + status.state() + exit + ". " + cause.summary();
    }

    /** The terminal status. */
    public JobStatus status() {
        return status;
    }

    /** Why the job failed, as far as its logs say. */
    public RootCause rootCause() {
        return rootCause;
    }
}
