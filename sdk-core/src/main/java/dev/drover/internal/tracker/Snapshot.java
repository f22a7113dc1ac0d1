package dev.drover.internal.tracker;

import dev.drover.JobId;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.Map;

/**
 * What the holder of the lease saw.
 *
 * @param epoch of the lease
 * @param sequence counted by the holder
 * @param holder who wrote it
 * @param released whether the holder has given the lease back
 * @param observedAt by the holder's clock; for people, nothing is concluded from it
 */
record Snapshot(
        long epoch,
        long sequence,
        String holder,
        boolean released,
        Instant observedAt,
        Map<JobId, JobStatus> statuses) {

    boolean newerThan(Snapshot other) {
        return epoch > other.epoch || (epoch == other.epoch && sequence > other.sequence);
    }
}
