package dev.drover;

import java.time.Duration;
import java.util.Optional;

/** What a submission does when its key has been used before, and how long it may take. Immutable. */
public final class SubmitOptions {
    private static final int MOST_ATTEMPTS = 1_000;

    /** Returns the run that the key has, however it ended. */
    public static final SubmitOptions DEFAULT = builder().build();

    private final OnEnded onSucceeded;
    private final OnEnded onFailed;
    private final OnEnded onCancelled;
    private final OnEnded onLost;
    private final int maxAttempts;
    private final Optional<Duration> timeout;

    /** What to do when the key's last run has ended. */
    public enum OnEnded {
        /** Give a handle to that run. */
        RETURN,
        /** Start the next attempt, unless all are used up; then give a handle to that run. */
        RERUN
    }

    private SubmitOptions(Builder builder) {
        onSucceeded = builder.onSucceeded;
        onFailed = builder.onFailed;
        onCancelled = builder.onCancelled;
        onLost = builder.onLost;
        maxAttempts = builder.maxAttempts;
        timeout = builder.timeout;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Starts the next attempt after a failure, a cancellation or a loss, and returns a run that succeeded. */
    public static SubmitOptions rerunUnlessSucceeded(int maxAttempts) {
        return builder()
                .onFailed(OnEnded.RERUN)
                .onCancelled(OnEnded.RERUN)
                .onLost(OnEnded.RERUN)
                .maxAttempts(maxAttempts)
                .build();
    }

    /** What to do after a run that ended so; RETURN for a state that is not terminal. */
    public OnEnded on(JobState state) {
        return switch (state) {
            case SUCCEEDED -> onSucceeded;
            case FAILED -> onFailed;
            case CANCELLED -> onCancelled;
            case LOST -> onLost;
            case QUEUED, RUNNING, CANCELLING, UNKNOWN -> OnEnded.RETURN;
        };
    }

    /** Whether a run is returned however it ended, so that its state need not be asked for. */
    public boolean returnsAlways() {
        return onSucceeded == OnEnded.RETURN
                && onFailed == OnEnded.RETURN
                && onCancelled == OnEnded.RETURN
                && onLost == OnEnded.RETURN;
    }

    /** The same with another time for the submission; see {@link Builder#timeout(Duration)}. */
    public SubmitOptions within(Duration most) {
        return builder()
                .onSucceeded(onSucceeded)
                .onFailed(onFailed)
                .onCancelled(onCancelled)
                .onLost(onLost)
                .maxAttempts(maxAttempts)
                .timeout(most)
                .build();
    }

    /** How many attempts a key may have in all; at least 1. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** How long the submission may take, waits for the key's other callers included; else the Drover's timeout. */
    public Optional<Duration> timeout() {
        return timeout;
    }

    /** Builds {@link SubmitOptions}; every method returns this builder. */
    public static final class Builder {
        private OnEnded onSucceeded = OnEnded.RETURN;
        private OnEnded onFailed = OnEnded.RETURN;
        private OnEnded onCancelled = OnEnded.RETURN;
        private OnEnded onLost = OnEnded.RETURN;
        private int maxAttempts = MOST_ATTEMPTS;
        private Optional<Duration> timeout = Optional.empty();

        private Builder() {}

        /** After a run that succeeded; by default it is returned. */
        public Builder onSucceeded(OnEnded then) {
            onSucceeded = then;
            return this;
        }

        /** After a run that failed; by default it is returned. */
        public Builder onFailed(OnEnded then) {
            onFailed = then;
            return this;
        }

        /** After a run that was cancelled; by default it is returned. */
        public Builder onCancelled(OnEnded then) {
            onCancelled = then;
            return this;
        }

        /** After a run whose outcome is on no record: it may have done its work. By default it is returned. */
        public Builder onLost(OnEnded then) {
            onLost = then;
            return this;
        }

        /**
         * How many attempts a key may have in all.
         *
         * @param most 1 to 1,000, the default
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder maxAttempts(int most) {
            if (most < 1 || most > MOST_ATTEMPTS) {
                throw DroverException.invalid("A key has 1 to " + MOST_ATTEMPTS + " attempts, not " + most + ".");
            }
            maxAttempts = most;
            return this;
        }

        /**
         * How long the submission may take, waits for the key's other callers included.
         *
         * @param most above zero; by default the Drover's timeout of operations
         * @throws DroverException INVALID_ARGUMENT if it is not above zero
         */
        public Builder timeout(Duration most) {
            if (most.isNegative() || most.isZero()) {
                throw DroverException.invalid("The timeout of a submission must be above zero, not " + most + ".");
            }
            timeout = Optional.of(most);
            return this;
        }

        public SubmitOptions build() {
            return new SubmitOptions(this);
        }
    }
}
