package dev.drover.k8s.jobs;

import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a run stands, as its object says.
 *
 * @param word the platform's own
 * @param exitCode of the driver or command, where it is told
 * @param detail what explains it
 * @param life which run it is, and since when
 */
record Reading(JobState state, String word, OptionalInt exitCode, Optional<String> detail, Life life) {

    /**
     * What an object says whatever its state.
     *
     * @param name the attempt's
     */
    record Life(Optional<String> name, Optional<Instant> submittedAt, Optional<Instant> endedAt) {
        private static final Life UNKNOWN = new Life(Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Reading of(JobState state, String word) {
        return new Reading(state, word, OptionalInt.empty(), Optional.empty(), Life.UNKNOWN);
    }

    /** Nothing if the text is empty. */
    Reading because(String text) {
        return new Reading(state, word, exitCode, text.isBlank() ? detail : Optional.of(text.strip()), life);
    }

    Reading exited(OptionalInt code) {
        return new Reading(state, word, code.isPresent() ? code : exitCode, detail, life);
    }

    /** Somebody has asked for its end: what has not come to one by itself is on its way there. */
    Reading cancelling() {
        return state.terminal() ? this : new Reading(JobState.CANCELLING, word, exitCode, detail, life);
    }

    Reading cancelled() {
        return new Reading(JobState.CANCELLED, word, exitCode, detail, life);
    }

    Reading of(Life its) {
        return new Reading(state, word, exitCode, detail, its);
    }

    JobStatus status(JobId id, Instant now) {
        JobStatus status =
                new JobStatus(id, state, word, exitCode, detail, life.name(), Optional.empty(), Optional.empty(), now);
        return status.withTimes(life.submittedAt(), life.endedAt());
    }
}
