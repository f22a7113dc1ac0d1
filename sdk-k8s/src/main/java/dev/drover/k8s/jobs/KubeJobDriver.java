package dev.drover.k8s.jobs;

import com.google.gson.JsonObject;
import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Command;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NewestJobs;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Jobs in the namespaces of one Kubernetes cluster: applications of a Spark operator, and commands as Jobs of Kubernetes'
 * own. Native calls beside one to find out which operator there is: submit 1, and 2 for secrets and 2 for SQL and scripts;
 * find 1 to 2; cancel 2 to 4; a look at up to 10 runs one each, at more one for each page of 500;
 * list one for each page of 500 of each kind.
 */
public final class KubeJobDriver implements JobDriver {
    /** The API server ends what takes longer. */
    private static final Duration SETTLE = Duration.ofMinutes(1);

    private static final Duration WATCH = Duration.ofMinutes(1);

    private final KubeJobOptions options;
    private final Operators operators;
    private final Orders orders;
    private final Runs runs;
    private final Placing placing;
    private final Cancelling cancelling;
    private final Explanations explanations;
    private final Following following;
    private final RunLogs logs;

    /** A driver over the connection of a location. */
    public KubeJobDriver(KubeJobOptions options, KubeCalls calls, ProviderContext context) {
        this.options = options;
        operators = new Operators(calls);
        orders = new Orders(options, context::storage);
        runs = new Runs(options, calls, operators);
        Pods pods = new Pods(calls);
        placing = new Placing(calls, runs);
        cancelling = new Cancelling(calls, runs, pods);
        explanations = new Explanations(calls, pods);
        following = new Following(calls, runs, context.clock(), context.executor());
        logs = new RunLogs(calls, runs, pods);
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    @Override
    public Safety submitSafety() {
        return Safety.KEYED;
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        Set<Capability> all = EnumSet.of(
                Capability.COMMAND,
                Capability.SECRETS,
                Capability.EXIT_CODE,
                Capability.DRIVER_LOGS,
                Capability.LIST_JOBS,
                Capability.METRICS);
        if (options.queue().isPresent()) {
            all.add(Capability.QUEUES);
        }
        if (operators.find(options.operator(), context).isPresent()) {
            all.addAll(EnumSet.of(Capability.SPARK_JAR, Capability.PYSPARK, Capability.SPARK_SQL));
        }
        return all;
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {
        orders.check(cluster.name(), job);
    }

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        Order order = orders.of(cluster.name(), job, attempt);
        Kind kind = kind(job, order.options(), context);
        placing.place(kind, order, context);
        return runs.id(cluster, kind, order.name());
    }

    private Kind kind(JobSpec job, KubeJobOptions chosen, CallContext context) {
        if (job instanceof Command) {
            return runs.commands();
        }
        Kind kind = operators.require(chosen.operator(), context);
        if (kind instanceof Apache) {
            Orders.requireKnownToApache(chosen);
        }
        return kind;
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        List<Kind> kinds = new ArrayList<>();
        if (job.filter(Command.class::isInstance).isEmpty()) {
            operators.find(options.operator(), context).ifPresent(kinds::add);
        }
        if (job.filter(Orders::isSpark).isEmpty()) {
            kinds.add(runs.commands());
        }
        for (Kind kind : kinds) {
            Optional<JsonObject> object = runs.get(kind, cluster.name(), attempt.name(), context);
            if (object.isPresent()) {
                JobId id = runs.id(cluster, kind, attempt.name());
                return new Lookup.Found<>(List.of(kind.read(object.get()).status(id, context.now())));
            }
        }
        return new Lookup.NotSeen<>();
    }

    @Override
    public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context) {
        Map<JobId, JobStatus> statuses = new HashMap<>();
        runs.byKind(jobs, context)
                .forEach((kind, some) -> runs.get(cluster, kind, some, context)
                        .forEach((job, object) ->
                                statuses.put(job, kind.read(object).status(job, context.now()))));
        return explanations.of(cluster.name(), statuses, context);
    }

    /** By their labels. */
    @Override
    public List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        NewestJobs newest = new NewestJobs(query);
        List<Kind> kinds = new ArrayList<>(List.of(runs.commands()));
        operators.find(options.operator(), context).ifPresent(kinds::add);
        for (Kind kind : kinds) {
            runs.list(
                    cluster.name(),
                    kind,
                    object -> newest.add(
                            kind.read(object).status(runs.id(cluster, kind, Marks.name(object)), context.now())),
                    context);
        }
        return newest.list();
    }

    @Override
    public Duration watchTime() {
        return WATCH;
    }

    @Override
    public Map<JobId, JobStatus> awaitChange(
            ClusterId cluster, Set<JobId> jobs, Map<JobId, JobState> known, Duration atMost, CallContext context) {
        Map<JobId, JobStatus> statuses = following.awaitChange(cluster, jobs, known, atMost, context);
        // Who is interrupted wants to go on elsewhere.
        return Thread.currentThread().isInterrupted()
                ? statuses
                : explanations.ofChanges(cluster.name(), statuses, known, context);
    }

    @Override
    public void cancel(JobId job, CallContext context) {
        cancelling.cancel(job, context);
    }

    @Override
    public List<JobLogs.Source> logSources(JobId job, CallContext context) {
        return logs.sources(job, context);
    }

    @Override
    public JobLogs.Page readLog(JobId job, JobLogs.Source source, long offset, int maxBytes, CallContext context) {
        return logs.read(job, source, offset, maxBytes, context);
    }

    @Override
    public long logLength(JobId job, JobLogs.Source source, CallContext context) {
        return logs.length(job, source, context);
    }

    @Override
    public List<MetricsTarget> metrics(JobId job, CallContext context) {
        return logs.metrics(job, context);
    }
}
