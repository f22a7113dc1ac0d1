package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.DroverException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Waits for changes of runs, by <a
 * href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">watches</a>: a list at the start,
 * then one watch for each kind of runs that is asked for, from where the one before ended. Nothing is open between two
 * calls. Safe for use by many threads.
 */
final class Following {
    /** What comes shortly after a change is told with it. */
    private static final Duration GATHERING = Duration.ofMillis(50);
    /** So that a server that breaks all watches is not asked all the time. */
    private static final Duration AFTER_BREAK = Duration.ofMillis(200);
    /** A run that is not there is heard of by nobody: the caller counts the time. */
    private static final Duration WITH_ABSENT = Duration.ofSeconds(5);

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
                Duration left = left(all, end, atMost);
                if (news
                        || left.compareTo(Duration.ZERO) <= 0
                        || Thread.currentThread().isInterrupted()) {
                    return statuses(all);
                }
                watch(all, left, context);
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

    private Duration left(List<Followed> all, Instant end, Duration atMost) {
        boolean absent = all.stream().anyMatch(Followed::lacksSome);
        Instant now = clock.instant();
        Instant until =
                absent && atMost.compareTo(WITH_ABSENT) > 0 ? end.minus(atMost).plus(WITH_ABSENT) : end;
        return Duration.between(now, until);
    }

    private static Map<JobId, JobStatus> statuses(List<Followed> all) {
        Map<JobId, JobStatus> statuses = new HashMap<>();
        all.forEach(each -> each.tell(statuses));
        return statuses;
    }

    private void watch(List<Followed> all, Duration left, CallContext context) {
        CompletableFuture<Void> wake = new CompletableFuture<>();
        List<Reader> readers = new ArrayList<>();
        try {
            for (Followed each : all) {
                each.open(left, wake, context).ifPresent(readers::add);
            }
            Instant started = clock.instant();
            if (clock.await(wake, left)) {
                boolean broken = Duration.between(started, clock.instant()).compareTo(AFTER_BREAK) < 0;
                clock.sleep(broken ? AFTER_BREAK : GATHERING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            readers.forEach(Reader::close);
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
            track.heed(asked.keySet());
        }

        Place place() {
            return new Place(cluster.name(), track.kind().resource().toString());
        }

        /** Reads what the track cannot know: all before the first watch, and runs that it has forgotten. */
        void catchUp(CallContext context) {
            if (track.version().isEmpty()) {
                track.listed(
                        runs.list(cluster.name(), track.kind(), object -> track.saw(object, clock.instant()), context));
                return;
            }
            List<JobId> missing = asked.entrySet().stream()
                    .filter(run -> track.of(run.getKey()).isEmpty())
                    .map(Map.Entry::getValue)
                    .toList();
            if (!missing.isEmpty()) {
                runs.get(cluster, track.kind(), missing, context)
                        .values()
                        .forEach(object -> track.saw(object, clock.instant()));
            }
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

        boolean lacksSome() {
            return asked.keySet().stream().anyMatch(name -> track.of(name).isEmpty());
        }

        void tell(Map<JobId, JobStatus> statuses) {
            asked.forEach((name, job) -> track.of(name)
                    .ifPresent(sight -> statuses.put(job, sight.reading().status(job, sight.at()))));
        }

        /** Empty if all must be listed again. */
        Optional<Reader> open(Duration left, CompletableFuture<Void> wake, CallContext context) {
            try {
                Watch<JsonObject> watch = calls.read(
                        KubeRequest.watch(track.kind().resource(), cluster.name(), left.plusSeconds(1))
                                .with("resourceVersion", track.version())
                                .with("labelSelector", Marks.ATTEMPT),
                        context);
                Reader reader = new Reader(watch, track, asked.keySet(), clock, wake);
                executor.execute(reader);
                return Optional.of(reader);
            } catch (DroverException e) {
                // As the server says that a version is too old.
                if (e.code() != ErrorCode.CONFLICT) {
                    throw e;
                }
                track.expired();
                wake.complete(null);
                return Optional.empty();
            }
        }
    }
}
