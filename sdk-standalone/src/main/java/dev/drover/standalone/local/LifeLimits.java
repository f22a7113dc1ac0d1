package dev.drover.standalone.local;

import dev.drover.ClusterSpec;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.standalone.local.ClusterRecord.Endpoints;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends clusters of this JVM at their idle timeout and maximum age. */
final class LifeLimits {
    private static final Logger log = LoggerFactory.getLogger(LifeLimits.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final DroverClock clock;
    private final StatusReader statuses;

    LifeLimits(DroverClock clock, StatusReader statuses) {
        this.clock = clock;
        this.statuses = statuses;
    }

    /** Watches until the cluster has ended. */
    void watch(LocalCluster cluster, ClusterSpec spec) {
        Instant made = clock.instant();
        Instant lastBusy = made;
        try {
            while (!cluster.ended().isDone()) {
                Instant now = clock.instant();
                lastBusy = isBusy(cluster) ? now : lastBusy;
                if (isOver(spec.maxAge(), made, now)) {
                    end(cluster, "its maximum age");
                } else if (isOver(spec.idleTimeout(), lastBusy, now)) {
                    end(cluster, "its idle timeout");
                } else {
                    clock.sleep(pause(spec));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(LocalCluster cluster, String limit) throws InterruptedException {
        log.info("Local cluster {} has reached {} and is ended", cluster.name(), limit);
        cluster.terminate();
    }

    /** A cluster that is being made, or cannot be asked, counts as busy. */
    private boolean isBusy(LocalCluster cluster) {
        Endpoints endpoints = cluster.record().endpoints();
        if (endpoints == null || !cluster.takesJobs()) {
            return true;
        }
        try {
            return statuses.isBusy(endpoints, new BackgroundContext(clock));
        } catch (DroverException e) {
            return true;
        }
    }

    private static boolean isOver(Optional<Duration> limit, Instant since, Instant now) {
        return limit.filter(most -> Duration.between(since, now).compareTo(most) >= 0)
                .isPresent();
    }

    /** A tenth of the shorter limit, so that it is kept within that. */
    private static Duration pause(ClusterSpec spec) {
        Duration shortest = spec.idleTimeout()
                .filter(idle ->
                        spec.maxAge().filter(age -> age.compareTo(idle) < 0).isEmpty())
                .or(spec::maxAge)
                .orElseThrow();
        Duration tenth = shortest.dividedBy(10);
        if (tenth.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return tenth.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : tenth;
    }
}
