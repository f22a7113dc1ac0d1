package dev.drover;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which runs a {@linkplain JobSubmitter#list listing} shows: the newest of those that match. Immutable. */
public final class JobQuery {
    /** The most runs that one listing shows. */
    public static final int MOST = 1_000;

    /** The newest 100, whatever their state. */
    public static final JobQuery RECENT = builder().build();

    private final int limit;
    private final Set<JobState> states;
    private final Optional<Instant> since;

    private JobQuery(Builder builder) {
        limit = builder.limit;
        states = Set.copyOf(builder.states);
        since = builder.since;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How many runs at most; the newest count. */
    public int limit() {
        return limit;
    }

    /** The states that match. */
    public Set<JobState> states() {
        return states;
    }

    /** Runs that were submitted earlier do not match. */
    public Optional<Instant> since() {
        return since;
    }

    /** Whether no run that has ended can match, so that a platform need not be asked for those. */
    public boolean activeOnly() {
        return states.stream().noneMatch(JobState::terminal);
    }

    /** Whether a run may be shown. One of which the platform does not say when it was submitted matches any time. */
    public boolean matches(JobStatus status) {
        return states.contains(status.state())
                && !status.submittedAt().orElse(Instant.MAX).isBefore(since.orElse(Instant.MIN));
    }

    /** Builds a {@link JobQuery}; every method returns this builder. */
    public static final class Builder {
        private int limit = 100;
        private Set<JobState> states = EnumSet.allOf(JobState.class);
        private Optional<Instant> since = Optional.empty();

        private Builder() {}

        /**
         * How many runs at most; by default 100.
         *
         * @param most 1 to {@value JobQuery#MOST}
         * @throws DroverException INVALID_ARGUMENT outside of that
         */
        public Builder limit(int most) {
            if (most < 1 || most > MOST) {
                throw DroverException.invalid("A listing shows 1 to " + MOST + " runs, not " + most + ".");
            }
            limit = most;
            return this;
        }

        /**
         * Only runs in one of these states; by default in any.
         *
         * @throws DroverException INVALID_ARGUMENT if there is none
         */
        public Builder states(Set<JobState> some) {
            if (some.isEmpty()) {
                throw DroverException.invalid("No run is in none of the states; name at least one.");
            }
            states = Set.copyOf(some);
            return this;
        }

        /** Only runs that have not ended; {@link JobState#UNKNOWN} ones are among them. */
        public Builder activeOnly() {
            EnumSet<JobState> active = EnumSet.allOf(JobState.class);
            active.removeIf(JobState::terminal);
            return states(active);
        }

        /** Only runs that the platform accepted at this time or later; by default all that it shows. */
        public Builder since(Instant start) {
            since = Optional.of(start);
            return this;
        }

        public JobQuery build() {
            return new JobQuery(this);
        }
    }
}
