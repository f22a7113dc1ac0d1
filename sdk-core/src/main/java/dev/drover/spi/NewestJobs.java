package dev.drover.spi;

import dev.drover.JobQuery;
import dev.drover.JobStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Keeps the newest of the runs that match a query while the pages of a platform are read. Runs without a time, or of the
 * same time, count as newer the earlier they are added. Holds no more than the query's limit. Not for use by many threads.
 */
public final class NewestJobs {
    private static final Comparator<Entry> OLDEST_FIRST =
            Comparator.comparing(Entry::submittedAt).thenComparing(Entry::order, Comparator.reverseOrder());

    private final JobQuery query;
    private final PriorityQueue<Entry> kept = new PriorityQueue<>(OLDEST_FIRST);
    private long added;

    private record Entry(JobStatus status, long order) {
        Instant submittedAt() {
            return status.submittedAt().orElse(Instant.MIN);
        }
    }

    public NewestJobs(JobQuery query) {
        this.query = query;
    }

    /** Keeps a run, if it matches and is among the newest so far. */
    public void add(JobStatus status) {
        if (query.matches(status)) {
            kept.add(new Entry(status, added++));
            if (kept.size() > query.limit()) {
                kept.remove();
            }
        }
    }

    /** Where the platform gives the newest first: whether a run of this time, or an older one, can still be wanted. */
    public boolean wants(Instant submittedAt) {
        return kept.size() < query.limit()
                && !submittedAt.isBefore(query.since().orElse(Instant.MIN));
    }

    /** What was kept, the newest first. */
    public List<JobStatus> list() {
        List<Entry> entries = new ArrayList<>(kept);
        entries.sort(Collections.reverseOrder(OLDEST_FIRST));
        return entries.stream().map(Entry::status).toList();
    }
}
