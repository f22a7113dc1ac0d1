package dev.drover.internal.tracker;

import dev.drover.Attempt;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run that somebody waits for. Not safe for use by many threads: the tracker's lock guards it. */
final class Watched {
    private final JobId id;
    private final List<Waiter> waiters = new ArrayList<>(1);
    private Optional<Attempt> attempt = Optional.empty();
    private @Nullable JobStatus seen;
    private @Nullable Instant missingAt;
    private Duration missingFor = Duration.ZERO;

    Watched(JobId id, @Nullable JobStatus seenBefore) {
        this.id = id;
        this.seen = seenBefore;
    }

    JobId id() {
        return id;
    }

    List<Waiter> waiters() {
        return waiters;
    }

    /** The run is known to have been accepted for an attempt, seen or not. */
    void accepted(Attempt known) {
        attempt = Optional.of(known);
    }

    Optional<Attempt> attempt() {
        return attempt;
    }

    boolean wasAccepted() {
        return attempt.isPresent() || seen != null;
    }

    @Nullable
    JobStatus seen() {
        return seen;
    }

    /** Takes note of a status; returns whether the state is another than before. */
    boolean saw(JobStatus status) {
        @Nullable JobState before = seen == null ? null : seen.state();
        seen = status;
        missingAt = null;
        missingFor = Duration.ZERO;
        return before != status.state();
    }

    /**
     * Takes note that the platform does not know the run, and adds up for how long.
     *
     * @param most what may lie between two looks; a clock that jumps does not make a run lost
     */
    Duration missed(Instant now, Duration most) {
        if (missingAt != null && now.isAfter(missingAt)) {
            Duration since = Duration.between(missingAt, now);
            missingFor = missingFor.plus(since.compareTo(most) < 0 ? since : most);
        }
        missingAt = now;
        return missingFor;
    }
}
