package dev.drover.internal.tracker;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.JobStatus;
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.Listeners;
import dev.drover.spi.JobDriver;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The trackers of one Drover, one for each cluster that somebody has a use for. Safe for use by many threads. */
public final class Trackers implements AutoCloseable {
    /** For a lease on the shared snapshot to be given back. */
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final DroverClock clock;
    private final RandomGenerator random;
    private final Executor executor;
    private final Listeners listeners;
    private final BiFunction<Attempt, JobStatus, JobStatus> ended;
    private final Optional<SharedStatus> shared;
    private final ConcurrentMap<ClusterId, WeakReference<Tracker>> trackers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Trackers that follow nothing yet.
     *
     * @param executor runs the loops, one thread for each cluster with runs that are waited for, and what is told
     * @param ended told once, on a thread of its own, when a watched run is seen to have ended, before the waits for it
     *     end with what it returns; may take its time and throw, but after 10 s the waits end without it. Told again
     *     later if it threw a {@link dev.drover.DroverException} other than INTERNAL
     * @param shared the snapshot to share with other JVMs
     */
    public Trackers(
            DroverClock clock,
            RandomGenerator random,
            Executor executor,
            Listeners listeners,
            BiFunction<Attempt, JobStatus, JobStatus> ended,
            Optional<SharedStatus> shared) {
        this.clock = clock;
        this.random = random;
        this.executor = executor;
        this.listeners = listeners;
        this.ended = ended;
        this.shared = shared;
    }

    /** The tracker of a cluster. It is there as long as somebody holds it or waits. */
    public Tracker of(ClusterId cluster, JobDriver driver, Guard guard) {
        while (true) {
            WeakReference<Tracker> reference =
                    trackers.computeIfAbsent(cluster, c -> new WeakReference<>(open(c, driver, guard)));
            @Nullable Tracker tracker = reference.get();
            if (tracker == null) {
                trackers.values().removeIf(old -> old.get() == null);
                continue;
            }
            if (closed) {
                tracker.close();
            }
            return tracker;
        }
    }

    private Tracker open(ClusterId cluster, JobDriver driver, Guard guard) {
        Wakeable wakeable = new Wakeable();
        DirectLooks direct = new DirectLooks(cluster, driver, guard, wakeable);
        Looks looks = shared.<Looks>map(status -> status.looks(cluster, driver, direct))
                .orElse(direct);
        boolean watching = shared.isEmpty() && driver.watchTime().compareTo(Duration.ZERO) > 0;
        return new Tracker(
                cluster,
                driver,
                looks,
                new Endings(clock, executor, listeners, ended),
                wakeable,
                clock,
                executor,
                new Cadence(random, driver.shortestPollInterval(), driver.pollInterval(), watching));
    }

    @Override
    public void close() {
        closed = true;
        List<Tracker> open = trackers.values().stream()
                .map(WeakReference::get)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        open.forEach(Tracker::close);
        if (shared.isPresent()) {
            sayGoodbye(open);
        }
    }

    private void sayGoodbye(List<Tracker> open) {
        try {
            for (Tracker tracker : open) {
                if (!clock.await(tracker.stopped(), FAREWELL)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
