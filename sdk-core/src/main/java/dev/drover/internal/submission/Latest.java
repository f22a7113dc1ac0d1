package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.JobState;
import dev.drover.internal.submission.Runs.Seen;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What a platform knows of a key of which nothing is on record: the last attempt counts.
 *
 * @param seen of that attempt
 */
public record Latest(Attempt attempt, Lookup<Seen> seen) {

    /** Looks for an attempt, and as long as one has ended without success, for the one after it. */
    public static Latest of(Runs runs, String target, Attempt first, Supplier<Duration> limit) {
        return new Latest(first, runs.find(target, first, limit.get())).forward(runs, target, limit);
    }

    Latest forward(Runs runs, String target, Supplier<Duration> limit) {
        Latest latest = this;
        while (latest.endedBadly() && !runs.after(latest.attempt()).equals(latest.attempt())) {
            Attempt next = runs.after(latest.attempt());
            Lookup<Seen> later = runs.find(target, next, limit.get());
            if (!(later instanceof Lookup.Found<Seen>)) {
                break;
            }
            latest = new Latest(next, later);
        }
        return latest;
    }

    private boolean endedBadly() {
        return seen instanceof Lookup.Found<Seen> found
                && found.matches().get(0).state().terminal()
                && found.matches().get(0).state() != JobState.SUCCEEDED;
    }
}
