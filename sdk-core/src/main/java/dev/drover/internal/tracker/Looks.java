package dev.drover.internal.tracker;

import dev.drover.JobId;
import dev.drover.JobState;
import java.util.Map;
import java.util.Set;

/** Where a tracker learns how runs stand. Used by one thread at a time. */
interface Looks {

    /**
     * Asks for all runs. Throws nothing that can be foreseen.
     *
     * @param known what was last seen of them; runs that were not seen yet are left out
     */
    Look look(Set<JobId> runs, Map<JobId, JobState> known);

    /** Nobody waits any more, for now. */
    void rest();
}
