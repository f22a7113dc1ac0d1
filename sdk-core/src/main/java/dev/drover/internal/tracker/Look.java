package dev.drover.internal.tracker;

import dev.drover.DroverException;
import dev.drover.JobId;
import dev.drover.JobStatus;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one round of asking brought. A run that is in none of the three was not answered for.
 *
 * @param seen how runs stand
 * @param missing runs that the platform itself said nothing of
 * @param refused runs that it makes no sense to ask for again
 * @param trouble what passed or may pass
 * @param news whether something changed that others wait for
 */
record Look(
        Map<JobId, JobStatus> seen,
        Set<JobId> missing,
        Map<JobId, DroverException> refused,
        Optional<DroverException> trouble,
        boolean news) {

    /** Nothing was asked. */
    static final Look NONE = new Look(Map.of(), Set.of(), Map.of(), Optional.empty(), false);
}
