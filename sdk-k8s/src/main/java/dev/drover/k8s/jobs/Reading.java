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
 */
record Reading(JobState state, String word, OptionalInt exitCode, Optional<String> detail) {

    static Reading of(JobState state, String word) {
        return new Reading(state, word, OptionalInt.empty(), Optional.empty());
    }

    /** Nothing if the text is empty. */
    Reading because(String text) {
        return new Reading(state, word, exitCode, text.isBlank() ? detail : Optional.of(text.strip()));
    }

    Reading exited(OptionalInt code) {
        return new Reading(state, word, code.isPresent() ? code : exitCode, detail);
    }

    /** Somebody has asked for its end: what has not come to one by itself is on its way there. */
    Reading cancelling() {
        return state.terminal() ? this : new Reading(JobState.CANCELLING, word, exitCode, detail);
    }

    Reading cancelled() {
        return new Reading(JobState.CANCELLED, word, exitCode, detail);
    }

    JobStatus status(JobId id, Instant now) {
        return new JobStatus(id, state, word, exitCode, detail, now);
    }
}
