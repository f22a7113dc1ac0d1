package dev.drover.internal.tracker;

import dev.drover.Attempt;
import dev.drover.DroverClock;
import dev.drover.JobId;
import dev.drover.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends that are not yet on record. One that the record did not take, as from a ledger whose disk is full, is due again
 * after a second, then ever later, up to a minute; after an hour, or when there are too many, it is given up. Safe for
 * use by many threads.
 */
final class Unrecorded {
    static final int MOST = 1000;
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(Unrecorded.class);

    private final DroverClock clock;
    private final Map<JobId, Late> all = new LinkedHashMap<>();

    /**
     * An end to be put on record.
     *
     * @param pause before the try after the next one
     * @param due when to look at it again
     * @param tried whether the last try is over
     */
    record Late(Attempt attempt, JobStatus end, Instant since, Duration pause, Instant due, boolean tried) {
        Late begun(Instant now) {
            Duration next = pause.multipliedBy(2);
            return new Late(
                    attempt,
                    end,
                    since,
                    next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE,
                    now.plus(pause),
                    false);
        }

        Late over() {
            return new Late(attempt, end, since, pause, due, true);
        }
    }

    Unrecorded(DroverClock clock) {
        this.clock = clock;
    }

    /** An end is brought to the record for the first time. */
    synchronized void began(Attempt attempt, JobStatus end) {
        Instant now = clock.instant();
        all.put(end.id(), new Late(attempt, end, now, FIRST_PAUSE, now, false).begun(now));
    }

    /** The record has it, or will never take it. */
    synchronized void done(JobStatus end) {
        all.remove(end.id());
    }

    /** The record did not take it; it is due again, unless there are too many. */
    synchronized void failed(JobStatus end) {
        if (all.size() > MOST) {
            all.remove(end.id());
        } else {
            all.computeIfPresent(end.id(), (id, late) -> late.over());
        }
    }

    /** How long until one is due; empty if all are on record. */
    synchronized Optional<Duration> left(Instant now) {
        return all.values().stream()
                .map(Late::due)
                .min(Comparator.naturalOrder())
                .map(due -> Duration.between(now, due));
    }

    /** Those that are due, each to be tried now. */
    synchronized List<Late> take(Instant now) {
        List<Late> again = new ArrayList<>();
        for (Late late : List.copyOf(all.values())) {
            if (late.due().isAfter(now)) {
                continue;
            }
            if (late.since().plus(LONGEST).isBefore(now)) {
                all.remove(late.end().id());
                log.warn(
                        "The end of {} could not be put on record for {}; the next caller with its key does it",
                        late.end().id(),
                        LONGEST);
                continue;
            }
            all.put(late.end().id(), late.begun(now));
            if (late.tried()) {
                again.add(late);
            }
        }
        return again;
    }

    synchronized void clear() {
        all.clear();
    }
}
