package dev.drover.internal.pipeline;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterProvider;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.JobSubmitter;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.internal.tracker.Wakeable;
import dev.drover.pipeline.PipelineTarget.NewCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster that is made for a run, under a key of the run's: whoever resumes the run finds it again. */
final class RunCluster {
    private static final Logger log = LoggerFactory.getLogger(RunCluster.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int TRIES_TO_END = 3;

    private final Drover drover;
    private final DroverClock clock;
    private final RequestKey key;
    private final Stop stop;

    /** Told how far it has come, on the thread that makes it. */
    interface Told {
        void made(ClusterId id, Instant askedAt);

        void ready(ClusterId id, JobSubmitter jobs);

        void failed(String why);
    }

    RunCluster(Drover drover, DroverClock clock, RequestKey pipeline, Stop stop) {
        this.drover = drover;
        this.clock = clock;
        this.key = pipeline.child("cluster");
        this.stop = stop;
    }

    /** Makes it, or finds it, and waits until it is ready or somebody wants the run to end. */
    void make(NewCluster wanted, Told told) {
        Instant askedAt = clock.instant();
        try {
            ClusterHandle cluster = drover.clusters(wanted.where()).create(wanted.spec(), key);
            told.made(cluster.id(), askedAt);
            Wakeable waiting = new Wakeable();
            var unused = stop.asked().thenRun(waiting::wake);
            if (waiting.run(() -> cluster.awaitReady(wanted.ready())).isPresent()) {
                told.ready(cluster.id(), cluster.jobs());
            } else {
                told.failed("The cluster was not waited for, since the run is to end.");
            }
        } catch (DroverException e) {
            told.failed(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            told.failed("Interrupted while the cluster was made.");
        } catch (RuntimeException | Error e) {
            told.failed("The cluster cannot be made because of " + e + ", which is a bug to report.");
            throw e;
        }
    }

    /**
     * Ends the cluster that may live at a location.
     *
     * @return its id; empty if there is none
     * @throws DroverException if it cannot be ended, or it cannot be told whether there is one
     */
    Optional<ClusterId> end(Location where) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                ClusterProvider clusters = drover.clusters(where);
                Optional<ClusterHandle> living = clusters.find(key);
                living.ifPresent(ClusterHandle::terminate);
                return living.map(ClusterHandle::id);
            } catch (DroverException e) {
                if (tries == TRIES_TO_END || !e.retryable()) {
                    throw e;
                }
                log.warn("The cluster of {} at {} could not be ended yet: {}", key, where, e.getMessage());
                clock.sleep(PAUSE);
            }
        }
    }
}
