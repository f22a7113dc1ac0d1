package dev.drover.testkit.mem;

import dev.drover.Attempt;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.JobState;
import java.time.Instant;
import java.util.Optional;

/**
 * What the platform knows of a run and tells only tests: runs that it has forgotten are among them.
 *
 * @param sentBy the pretended process whose request was accepted
 * @param sentAt when that request left it; earlier than {@code acceptedAt} for one that landed late
 * @param end the terminal state; LOST if the run vanished
 * @param cancelledBy the pretended process that asked first for its end
 */
public record MemRun(
        JobId id,
        Attempt attempt,
        JobSpec job,
        String sentBy,
        Instant sentAt,
        Instant acceptedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<JobState> end,
        Optional<String> cancelledBy) {

    /** Whether it has not ended. */
    public boolean active() {
        return end.isEmpty();
    }

    /** Whether it came to an end of its own and so may have had its effects: it succeeded or failed. */
    public boolean reachedTheEnd() {
        return end.filter(state -> state == JobState.SUCCEEDED || state == JobState.FAILED)
                .isPresent();
    }
}
