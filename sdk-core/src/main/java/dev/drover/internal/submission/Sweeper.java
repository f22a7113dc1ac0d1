package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobState;
import dev.drover.Ledger.Surplus;
import dev.drover.LedgerEntry;
import dev.drover.internal.guard.Listeners;
import dev.drover.internal.submission.Runs.Seen;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs that were accepted beside the one that counts. Looks where one may be, once the settle time has passed. Safe
 * for use by many threads; a loop runs in the background while something is due.
 */
public final class Sweeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final DroverClock clock;
    private final Executor executor;
    private final Listeners listeners;
    private final Queue<Due> queue = new PriorityQueue<>(Comparator.comparing(Due::at));
    private final Set<Attempt> waiting = new HashSet<>();
    private boolean running;
    private boolean closed;

    private record Due(Instant at, LedgerEntry entry, Runs runs) {}

    public Sweeper(DroverClock clock, Executor executor, Listeners listeners) {
        this.clock = clock;
        this.executor = executor;
        this.listeners = listeners;
    }

    /** Looks for surplus runs of an entry that is PLACED or ENDED, when they can have arrived. */
    void later(LedgerEntry entry, Runs runs) {
        Optional<Duration> longest = longestSettle(entry, runs);
        if (longest.isEmpty()) {
            return;
        }
        Due due = new Due(entry.at().plus(longest.get()), entry, runs);
        synchronized (queue) {
            if (closed || !waiting.add(entry.attempt())) {
                return;
            }
            queue.add(due);
            if (running) {
                return;
            }
            running = true;
        }
        start();
    }

    /** Empty if there is nothing to look for, or if a target is none of this process's any more: a sweep says so. */
    private static Optional<Duration> longestSettle(LedgerEntry entry, Runs runs) {
        try {
            return entry.suspects().stream().map(runs::settle).max(Comparator.naturalOrder());
        } catch (DroverException e) {
            log.warn("Cannot look for surplus runs of {}: {}", entry.attempt(), e.getMessage());
            return Optional.empty();
        }
    }

    private void start() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            log.debug("No sweep: this Drover is closing", e);
        }
    }

    private void run() {
        Optional<Due> next = next();
        while (next.isPresent()) {
            try {
                clock.sleep(Duration.between(clock.instant(), next.get().at()));
            } catch (InterruptedException e) {
                close();
                return;
            }
            if (isClosed()) {
                return;
            }
            sweep(next.get().entry(), next.get().runs());
            next = next();
        }
    }

    private Optional<Due> next() {
        synchronized (queue) {
            Optional<Due> next = Optional.ofNullable(queue.poll());
            next.ifPresent(due -> waiting.remove(due.entry().attempt()));
            running = next.isPresent();
            return next;
        }
    }

    private boolean isClosed() {
        synchronized (queue) {
            return closed;
        }
    }

    /** Looks now, and ends what it finds beside the run that counts. */
    public List<Surplus> sweep(LedgerEntry entry, Runs runs) {
        List<Surplus> surplus = new ArrayList<>();
        String kept = entry.id().orElse("");
        for (String target : entry.suspects()) {
            try {
                if (runs.find(target, entry.attempt(), LOOK) instanceof Lookup.Found<Seen> found) {
                    found.matches().stream()
                            .filter(seen -> !seen.id().equals(kept) && seen.state() != JobState.CANCELLED)
                            .forEach(seen -> surplus.add(end(entry.attempt(), kept, seen, runs)));
                }
            } catch (DroverException e) {
                log.warn("Could not look for surplus runs of {} at {}: {}", entry.attempt(), target, e.getMessage());
            }
        }
        return surplus;
    }

    private Surplus end(Attempt attempt, String kept, Seen seen, Runs runs) {
        return seen.state().terminal()
                ? report(new Surplus(attempt, kept, seen.id(), false))
                : cancel(attempt, kept, seen.id(), runs);
    }

    /**
     * Ends a run that is known not to count; an error is reported, not thrown. It takes time of its own: a holder that
     * was paused beyond its deadline has to clean up all the same.
     */
    Surplus cancel(Attempt attempt, String kept, String id, Runs runs) {
        try {
            runs.undo(id, LOOK);
            return report(new Surplus(attempt, kept, id, true));
        } catch (DroverException e) {
            log.warn("Could not end surplus run {} of {}: {}", id, attempt, e.getMessage());
            return report(new Surplus(attempt, kept, id, e.code() == ErrorCode.NOT_FOUND));
        }
    }

    private Surplus report(Surplus surplus) {
        log.warn(
                "{} was accepted for {} beside {}, which counts; {}",
                surplus.surplus(),
                surplus.attempt(),
                surplus.kept(),
                surplus.cancelled() ? "it was ended" : "it could not be ended");
        listeners.tell(listener -> listener.surplusFound(surplus));
        return surplus;
    }

    /** Stops looking; what is still due is found by the next caller with the key, or by the next sweep. */
    @Override
    public void close() {
        synchronized (queue) {
            closed = true;
            queue.clear();
        }
    }
}
