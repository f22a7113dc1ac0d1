package dev.drover.task;

import dev.drover.JobId;
import java.util.Optional;

/**
 * Where a scheduler keeps a few words for the next try of a task. It holds the id of the run, which is no secret.
 *
 * <p>No task needs one to be safe: its key decides, by the {@linkplain dev.drover.Drover.Builder#ledger ledger} or by what the
 * platform shows. A store spares the look, and knows the run where there is no durable ledger and the platform has forgotten
 * the key. What it says counts only while the key would give the same: a run that has ended is passed over if the task's
 * options say that it may run again. A store that fails is logged and done without.
 */
public interface TaskStateStore {

    /** What the last try of this task wrote; empty if there was none, or nothing was written. */
    Optional<JobId> read();

    /** Replaces what is there; called as soon as there is a run. */
    void write(JobId job);
}
