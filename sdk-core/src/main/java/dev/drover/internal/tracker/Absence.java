package dev.drover.internal.tracker;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import java.time.Instant;

/** What it means that the platform does not know a run. */
public final class Absence {

    private Absence() {}

    /** Nobody knows that there ever was such a run. */
    public static DroverException unknown(JobId run) {
        return new DroverException(
                ErrorCode.NOT_FOUND,
                "Cluster " + run.cluster() + " does not know job " + run
                        + "; the id is wrong, or the run is so old that the platform has forgotten it.");
    }

    /** The run was accepted. */
    static JobStatus lost(JobId run, Instant now) {
        return JobStatus.of(run, JobState.LOST, "", now)
                .withDetail("the platform accepted the run and no longer knows it; how it ended is on no record");
    }
}
