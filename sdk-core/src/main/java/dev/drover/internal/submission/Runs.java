package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.JobState;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.util.Optional;

/**
 * What platforms have accepted, jobs or clusters. Targets and ids are text, as in the ledger. Every method that asks a
 * platform ends within the limit given.
 */
public interface Runs {

    /** How long after a request its effect may still appear at a target. */
    Duration settle(String target);

    /** What was accepted for an attempt at a target. */
    Lookup<Seen> find(String target, Attempt attempt, Duration limit);

    /** How what was accepted stands; empty if the platform does not know it. */
    Optional<JobState> state(String id, Duration limit);

    /** The attempt that follows when one has ended. */
    Attempt after(Attempt ended);

    /** Ends what was accepted beside what counts. */
    void undo(String id, Duration limit);

    /**
     * What was accepted.
     *
     * @param state how it stood when it was seen
     */
    record Seen(String id, JobState state) {}
}
