package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs.More;
import dev.drover.JobLogs.Page;
import dev.drover.JobLogs.Source;
import dev.drover.MetricsTarget;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.spi.CallContext;
import dev.drover.spi.LogText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The logs of a run's containers, by <a
 * href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#get-read-log-of-the-specified-pod">pods/log</a>.
 * A page costs two calls; it is read from the nearest place that is known, not from the start. Safe for use by many threads.
 */
final class RunLogs {
    /** More than a node keeps of a container, which is 10 MiB unless its administrator says otherwise. */
    private static final long MOST = 64L << 20;

    private static final String UI = ":4040/metrics/executors/prometheus";

    private final KubeCalls calls;
    private final Runs runs;
    private final Pods pods;
    private final LogPlaces places = new LogPlaces();

    /** Reads what comes. */
    private interface Reading<T> {
        T of(TimedLog log) throws IOException;
    }

    RunLogs(KubeCalls calls, Runs runs, Pods pods) {
        this.calls = calls;
        this.runs = runs;
        this.pods = pods;
    }

    List<Source> sources(JobId job, CallContext context) {
        List<JsonObject> all = pods(job, context);
        if (all.isEmpty()) {
            var unused = isOver(job, context);
        }
        return Containers.sources(all);
    }

    Page read(JobId job, Source source, long offset, int maxBytes, CallContext context) {
        Optional<Containers.Container> found = container(job, source, context);
        if (found.isEmpty() || !found.get().started()) {
            boolean never = found.map(Containers.Container::ended).orElse(false) || isOver(job, context);
            return new Page("", offset, never ? More.NEVER : More.LATER);
        }
        Containers.Container container = found.get();
        int bytes = Math.max(maxBytes, LogText.SMALLEST_READ);
        return open(job, container, offset, context, log -> {
            byte[] page = log.read(offset, bytes);
            boolean whole = page.length < bytes;
            if (whole && container.ended()) {
                places.ended(container.key(), log.offset());
            }
            More after = container.ended() ? More.END : More.LATER;
            return LogText.page(page, offset, whole ? after : More.NOW);
        });
    }

    /** In bytes; 0 if there is none yet. */
    long length(JobId job, Source source, CallContext context) {
        Optional<Containers.Container> found = container(job, source, context);
        if (found.isEmpty()) {
            // Of a run that there is not, this says so.
            var unused = isOver(job, context);
            return 0;
        }
        if (!found.get().started()) {
            return 0;
        }
        Containers.Container container = found.get();
        OptionalLong known = places.length(container.key());
        if (known.isPresent()) {
            return known.getAsLong();
        }
        return open(job, container, Long.MAX_VALUE, context, log -> {
            log.skipAll();
            if (container.ended()) {
                places.ended(container.key(), log.offset());
            }
            return log.offset();
        });
    }

    private <T> T open(
            JobId job, Containers.Container container, long offset, CallContext context, Reading<T> reading) {
        Optional<LogPlaces.Place> start = places.before(container.key(), offset);
        KubeRequest<InputStream> request = KubeRequest.logs(job.cluster().name(), container.pod())
                .with("container", container.name())
                .with("timestamps", "true")
                .with("limitBytes", Long.toString(MOST));
        // Kubernetes takes whole seconds only.
        KubeRequest<InputStream> onwards = start.map(place -> request.with(
                        "sinceTime",
                        place.time().truncatedTo(ChronoUnit.SECONDS).toString()))
                .orElse(request);
        try (InputStream in = calls.read(onwards, context)) {
            return reading.of(new TimedLog(in, container.key(), places, start));
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    true,
                    "The log of container " + container.name() + " of pod " + container.pod() + " in namespace "
                            + job.cluster().name() + " broke off: " + e.getMessage() + ". Read it again.",
                    e);
        }
    }

    private Optional<Containers.Container> container(JobId job, Source source, CallContext context) {
        if (!Containers.possible(source)) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "Run " + job + " has no log '" + source.name() + "'; logs().sources() tells which there are.");
        }
        return Containers.find(source, pods(job, context));
    }

    private List<JsonObject> pods(JobId job, CallContext context) {
        if (!Runs.possible(job)) {
            throw Cancelling.unknown(job);
        }
        return pods.all(job.cluster().name(), Runs.name(job), context);
    }

    /** @throws DroverException NOT_FOUND if there is no such run */
    private boolean isOver(JobId job, CallContext context) {
        Kind kind = runs.kind(job, context).orElseThrow(() -> Cancelling.unknown(job));
        JsonObject object = runs.get(kind, job.cluster().name(), Runs.name(job), context)
                .orElseThrow(() -> Cancelling.unknown(job));
        return kind.read(object).state().terminal();
    }

    /** By the pod's address, which is reached from within the cluster. */
    List<MetricsTarget> metrics(JobId job, CallContext context) {
        return Containers.driver(pods(job, context))
                .filter(pod -> PodReport.phase(pod).equals("Running")
                        && Marks.label(pod, Pods.ROLE).isPresent())
                .flatMap(pod -> Json.text(Json.object(pod, "status"), "podIP"))
                .map(address -> new MetricsTarget(
                        "executors",
                        URI.create("http://" + (address.contains(":") ? "[" + address + "]" : address) + UI),
                        Map.of("job", job.nativeId())))
                .stream()
                .toList();
    }
}
