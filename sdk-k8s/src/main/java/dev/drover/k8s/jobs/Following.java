package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Watch;
import dev.drover.spi.CallContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Waits for changes of runs, by <a
 * href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">watches</a>: a list at the start,
 * then one watch for each kind of runs that is asked for, from where the one before ended. It tells of new runs, too; only
 * those that it has not told of in time are looked at. No watch is open between two calls. Safe for use by many threads.
 */
final class Following {
    /** What comes shortly after a change is told with it. */
    private static final Duration GATHERING = Duration.ofMillis(50);
    /** So that a server that breaks all watches is not asked all the time. */
    private static final Duration AFTER_BREAK = Duration.ofMillis(200);

    private final KubeCalls calls;
    private final Runs runs;
    private final DroverClock clock;
    private final Executor executor;
    private final Map<Place, Track> tracks = new ConcurrentHashMap<>();

    private record Place(String namespace, String resource) {}

    Following(KubeCalls calls, Runs runs, DroverClock clock, Executor executor) {
        this.calls = calls;
        this.runs = runs;
        this.clock = clock;
        this.executor = executor;
    }

    /** As {@link dev.drover.spi.JobDriver#awaitChange}. */
    Map<JobId, JobStatus> awaitChange(
            ClusterId cluster, Set<JobId> jobs, Map<JobId, JobState> known, Duration atMost, CallContext context) {
        List<Followed> all = new ArrayList<>();
        runs.byKind(jobs, context).forEach((kind, some) -> all.add(followed(cluster, kind, some)));
        try {
            Instant end = clock.instant().plus(atMost);
            while (true) {
                all.forEach(each -> each.catchUp(context));
                boolean news = all.stream().filter(each -> each.news(known)).count() > 0;
                Instant now = clock.instant();
                if (news || !now.isBefore(end) || Thread.currentThread().isInterrupted()) {
                    return statuses(all);
                }
                Duration left = Duration.between(now, nextLook(all, end));
                if (left.compareTo(Duration.ZERO) > 0) {
                    watch(all, left, context);
                }
            }
        } finally {
            all.forEach(each -> tracks.put(each.place(), each.track));
        }
    }

    /** Taken out, so that nobody else changes the track. */
    private Followed followed(ClusterId cluster, Kind kind, List<JobId> jobs) {
        Place place = new Place(cluster.name(), kind.resource().toString());
        Track track = tracks.remove(place);
        return new Followed(cluster, jobs, track == null ? new Track(kind) : track);
    }

    private static Instant nextLook(List<Followed> all, Instant end) {
        return all.stream()
                .flatMap(each -> each.track.nextLook().stream())
                .filter(end::isAfter)
                .min(Comparator.naturalOrder())
                .orElse(end);
    }

    private static Map<JobId, JobStatus> statuses(List<Followed> all) {
        Map<JobId, JobStatus> statuses = new HashMap<>();
        all.forEach(each -> each.tell(statuses));
        return statuses;
    }

    private void watch(List<Followed> all, Duration left, CallContext context) {
        CompletableFuture<Void> wake = new CompletableFuture<>();
        Map<Followed, Reader> readers = new HashMap<>();
        try {
            for (Followed each : all) {
                Reader reader = each.reader(left, wake, context);
                executor.execute(reader);
                readers.put(each, reader);
            }
            Instant started = clock.instant();
            if (clock.await(wake, left)) {
                boolean broken = Duration.between(started, clock.instant()).compareTo(AFTER_BREAK) < 0;
                clock.sleep(broken ? AFTER_BREAK : GATHERING);
            }
        } catch (InterruptedException e) {
            gather(readers.values());
            Thread.currentThread().interrupt();
        } finally {
            readers.values().forEach(Reader::close);
        }
        readers.forEach(Followed::heedRefusal);
    }

    /** Runs that come one after the other, each with an interrupt, must not keep the watch from telling of those before. */
    private void gather(Collection<Reader> readers) {
        CompletableFuture<?> opened =
                CompletableFuture.allOf(readers.stream().map(Reader::opened).toArray(CompletableFuture[]::new));
        try {
            if (clock.await(opened, Track.TELLING)) {
                clock.sleep(GATHERING);
            }
        } catch (InterruptedException e) {
            // Once is enough.
        }
    }

    /** The runs of one kind that are asked for. */
    private final class Followed {
        private final ClusterId cluster;
        private final Map<String, JobId> asked;
        private final Track track;

        Followed(ClusterId cluster, List<JobId> jobs, Track track) {
            this.cluster = cluster;
            this.asked = jobs.stream().collect(Collectors.toMap(Runs::name, job -> job, (one, other) -> one));
            this.track = track;
            track.heed(asked.keySet(), clock.instant());
        }

        Place place() {
            return new Place(cluster.name(), track.kind().resource().toString());
        }

        /** Reads what no watch tells: all before the first one, and runs that it has not told of in time. */
        void catchUp(CallContext context) {
            List<String> overdue = track.overdue(clock.instant());
            if (track.listing().isPresent() || track.version().isEmpty() || overdue.size() > Runs.FEW) {
                list(context);
                return;
            }
            overdue.forEach(name -> runs.get(track.kind(), cluster.name(), name, context)
                    .ifPresent(object -> track.saw(object, clock.instant())));
            track.lookedAt(overdue, clock.instant());
        }

        /** On another thread: runs that come meanwhile break off the wait, and must not make the list begin anew. */
        private void list(CallContext context) {
            if (track.listing().isEmpty()) {
                CallContext outlasting = context.renewed();
                track.listing(CompletableFuture.supplyAsync(() -> all(outlasting), executor));
            }
            CompletableFuture<Track.Listed> listing = track.listing().orElseThrow();
            try {
                if (!clock.await(listing, context.remaining())) {
                    throw unlisted(ErrorCode.DEADLINE_EXCEEDED, "the time is over", null);
                }
                track.listed(listing.join(), clock.instant());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw unlisted(ErrorCode.CANCELLED, "interrupted", e);
            } catch (CompletionException e) {
                track.unlisted();
                throw refusal(e);
            }
        }

        private Track.Listed all(CallContext context) {
            Map<String, Track.Sight> found = new LinkedHashMap<>();
            String version = runs.list(
                    cluster.name(),
                    track.kind(),
                    object -> found.put(Marks.name(object), Track.Sight.of(track.kind(), object, clock.instant())),
                    context);
            return new Track.Listed(version, found);
        }

        private DroverException unlisted(ErrorCode code, String why, @Nullable Exception cause) {
            return new DroverException(
                    code,
                    Effect.NONE,
                    true,
                    "The " + track.kind().resource() + " in the namespace '" + cluster.name()
                            + "' are still being listed: " + why + ".",
                    cause);
        }

        boolean news(Map<JobId, JobState> known) {
            boolean news = false;
            for (Map.Entry<String, JobId> run : asked.entrySet()) {
                Optional<Track.Sight> sight = track.of(run.getKey());
                // Who asks for a run that has ended has not told those who wait for it.
                news |= sight.map(Track.Sight::reading)
                        .map(seen -> seen.state().terminal() || seen.state() != known.get(run.getValue()))
                        .orElseGet(() -> track.newlyAbsent(run.getKey()));
            }
            return news;
        }

        void tell(Map<JobId, JobStatus> statuses) {
            asked.forEach((name, job) -> track.of(name)
                    .ifPresent(sight -> statuses.put(job, sight.reading().status(job, sight.at()))));
        }

        Reader reader(Duration left, CompletableFuture<Void> wake, CallContext context) {
            KubeRequest<Watch<JsonObject>> request = KubeRequest.watch(
                            track.kind().resource(), cluster.name(), left.plusSeconds(1))
                    .with("resourceVersion", track.version())
                    .with("labelSelector", Marks.ATTEMPT);
            CallContext outlasting = context.renewed();
            return new Reader(() -> calls.read(request, outlasting), track, asked.keySet(), clock, wake);
        }

        void heedRefusal(Reader reader) {
            try {
                reader.opened().getNow(null);
            } catch (CompletionException e) {
                DroverException error = refusal(e);
                // As the server says that a version is too old.
                if (error.code() != ErrorCode.CONFLICT) {
                    throw error;
                }
                track.expired();
            }
        }
    }

    private static DroverException refusal(CompletionException e) {
        if (e.getCause() instanceof DroverException error) {
            return error;
        }
        throw e;
    }
}
