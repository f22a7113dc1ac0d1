package dev.drover.internal.tracker;

import dev.drover.JobId;
import dev.drover.JobStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was last told of runs that nobody waits for now, so that the next wait does not tell it again. Remembers the
 * last {@value #MOST}. Not safe for use by many threads.
 */
final class Told extends LinkedHashMap<JobId, JobStatus> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 1_000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<JobId, JobStatus> eldest) {
        return size() > MOST;
    }
}
