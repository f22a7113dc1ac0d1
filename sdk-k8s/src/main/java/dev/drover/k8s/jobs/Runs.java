package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.k8s.internal.Page;
import dev.drover.k8s.internal.Syntax;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The objects of runs. Those of commands have ids that no application can have: a dot is in none of their names. Immutable.
 */
final class Runs {
    private static final String COMMAND = "batch.";
    /** More than these are listed rather than got one by one. */
    static final int FEW = 10;

    private static final String PAGE = "500";

    private final KubeJobOptions options;
    private final KubeCalls calls;
    private final Operators operators;
    private final Kind commands = new CommandJobs();

    Runs(KubeJobOptions options, KubeCalls calls, Operators operators) {
        this.options = options;
        this.calls = calls;
        this.operators = operators;
    }

    Kind commands() {
        return commands;
    }

    JobId id(ClusterId cluster, Kind kind, String name) {
        return cluster.job(kind == commands ? COMMAND + name : name);
    }

    static String name(JobId job) {
        String id = job.nativeId();
        return id.startsWith(COMMAND) ? id.substring(COMMAND.length()) : id;
    }

    /** Whether there can be such a run at all. */
    static boolean possible(JobId job) {
        return Syntax.isLabel(name(job)) && Syntax.isLabel(job.cluster().name());
    }

    /** Empty if the cluster has no such kind. */
    Optional<Kind> kind(JobId job, CallContext context) {
        return job.nativeId().startsWith(COMMAND) ? Optional.of(commands) : operators.find(options.operator(), context);
    }

    Map<Kind, List<JobId>> byKind(Collection<JobId> jobs, CallContext context) {
        Map<Kind, List<JobId>> all = new HashMap<>();
        for (JobId job : jobs) {
            if (possible(job)) {
                kind(job, context)
                        .ifPresent(kind -> all.computeIfAbsent(kind, unused -> new ArrayList<>())
                                .add(job));
            }
        }
        return all;
    }

    /** The object of a run; empty if there is none that Drover has made. */
    Optional<JsonObject> get(Kind kind, String namespace, String name, CallContext context) {
        return Existing.of(() -> calls.read(KubeRequest.get(kind.resource(), namespace, name), context))
                .filter(object -> Marks.label(object, Marks.ATTEMPT).isPresent());
    }

    /** Those of one kind that there are. */
    Map<JobId, JsonObject> get(ClusterId cluster, Kind kind, List<JobId> jobs, CallContext context) {
        Map<String, JobId> asked = jobs.stream().collect(Collectors.toMap(Runs::name, job -> job, (one, other) -> one));
        Map<JobId, JsonObject> found = new HashMap<>();
        if (jobs.size() <= FEW) {
            asked.forEach((name, job) ->
                    get(kind, cluster.name(), name, context).ifPresent(object -> found.put(job, object)));
            return found;
        }
        list(
                cluster.name(),
                kind,
                object -> {
                    JobId job = asked.get(Marks.name(object));
                    if (job != null) {
                        found.put(job, object);
                    }
                },
                context);
        return found;
    }

    /**
     * Reads all that Drover has made, page by page.
     *
     * @return the version of the list
     */
    String list(String namespace, Kind kind, Consumer<JsonObject> reader, CallContext context) {
        Optional<String> next = Optional.empty();
        String version;
        do {
            KubeRequest<Page<JsonObject>> request = KubeRequest.list(kind.resource(), namespace)
                    .with("labelSelector", Marks.ATTEMPT)
                    .with("limit", PAGE);
            Page<JsonObject> page = calls.read(
                    next.map(token -> request.with("continue", token)).orElse(request), context);
            page.items().forEach(reader);
            version = page.resourceVersion();
            next = page.next();
        } while (next.isPresent());
        return version;
    }
}
