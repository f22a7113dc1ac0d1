package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.KubeException;
import dev.drover.k8s.internal.Watch;
import dev.drover.k8s.internal.WatchEvent;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads one watch into a track, on a thread that may block, and wakes who waits. */
final class Reader implements Runnable, AutoCloseable {
    private static final long CLOSING_SECONDS = 5;

    private final Watch<JsonObject> watch;
    private final Track track;
    private final Set<String> asked;
    private final InstantSource clock;
    private final CompletableFuture<Void> wake;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Reader(Watch<JsonObject> watch, Track track, Set<String> asked, InstantSource clock, CompletableFuture<Void> wake) {
        this.watch = watch;
        this.track = track;
        this.asked = asked;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public void run() {
        try {
            read();
        } catch (KubeException e) {
            // A broken watch is taken up again where it was.
            if (e.is(410)) {
                track.expired();
            }
        } finally {
            ended.complete(null);
            wake.complete(null);
        }
    }

    private void read() throws KubeException {
        Optional<WatchEvent<JsonObject>> event = watch.next();
        while (event.isPresent()) {
            track.apply(event.get(), clock.instant());
            if (event.get().type() != WatchEvent.Type.BOOKMARK
                    && asked.contains(Marks.name(event.get().object()))) {
                wake.complete(null);
            }
            event = watch.next();
        }
    }

    /** Ends the reading. What was read is in the track then. */
    @Override
    public void close() {
        watch.close();
        boolean interrupted = Thread.interrupted();
        try {
            ended.get(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("A closed watch is still being read", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
