package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.DroverException;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens one watch and reads it into a track, on a thread that may block, and wakes who waits. */
final class Reader implements Runnable, AutoCloseable {
    private static final long CLOSING_SECONDS = 5;

    private final Supplier<Watch<JsonObject>> opening;
    private final Track track;
    private final Set<String> asked;
    private final InstantSource clock;
    private final CompletableFuture<Void> wake;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Watch<JsonObject> watch;
    private boolean closed;

    Reader(
            Supplier<Watch<JsonObject>> opening,
            Track track,
            Set<String> asked,
            InstantSource clock,
            CompletableFuture<Void> wake) {
        this.opening = opening;
        this.track = track;
        this.asked = asked;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public void run() {
        try (Watch<JsonObject> begun = opening.get()) {
            if (opened(begun)) {
                read(begun);
            }
        } catch (DroverException e) {
            opened.completeExceptionally(e);
        } catch (KubeException e) {
            // A broken watch is taken up again where it was.
            if (e.is(410)) {
                track.expired();
            }
        } finally {
            opened.complete(null);
            ended.complete(null);
            wake.complete(null);
        }
    }

    /** Whether somebody still wants to know. */
    private synchronized boolean opened(Watch<JsonObject> begun) {
        watch = begun;
        opened.complete(null);
        return !closed;
    }

    /** Done when the watch is open, exceptionally if it was refused. */
    CompletableFuture<Void> opened() {
        return opened;
    }

    private void read(Watch<JsonObject> from) throws KubeException {
        Optional<WatchEvent<JsonObject>> event = from.next();
        while (event.isPresent()) {
            track.apply(event.get(), clock.instant());
            if (event.get().type() != WatchEvent.Type.BOOKMARK
                    && asked.contains(Marks.name(event.get().object()))) {
                wake.complete(null);
            }
            event = from.next();
        }
    }

    /** Ends the reading. What was read is in the track then, and what was not opened yet touches it no more. */
    @Override
    public void close() {
        @Nullable Watch<JsonObject> open;
        synchronized (this) {
            closed = true;
            open = watch;
        }
        if (open == null) {
            return;
        }
        open.close();
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
