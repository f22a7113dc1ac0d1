package dev.drover.standalone.rest;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NativeException;
import dev.drover.spi.NewestJobs;
import dev.drover.standalone.rest.MasterState.Driver;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs jobs on Spark standalone masters. A provider that uses it classifies errors with {@link StandaloneFailures}.
 *
 * <p>Native calls: submit 1, cancel 1 (2 for a run that has ended), describe 1 for all runs together and 1, once, for
 * each that failed; list 1; find 1 and 1, once, for each other driver that may be meant; a page of a log 2, or 1 for an ended
 * run. Safe for use by many threads; what it remembers is bounded.
 */
public final class StandaloneJobDriver implements JobDriver {
    /**
     * The submission server reads a request whole before it asks the master by RPC, on the same machine. A request that
     * was read has its effect within milliseconds; the rest is for a machine that is swapping or collecting garbage.
     */
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private final StandaloneClusters clusters;
    private final SparkHttp http;
    private final StagedAgent agent;
    private final RunFinder finder = new RunFinder();
    private final Postmortem postmortem = new Postmortem();
    private final DriverLogs driverLogs = new DriverLogs();
    private final Recent<JobId, Boolean> cancelled = new Recent<>();

    /**
     * A driver for some clusters.
     *
     * @param clusters where they listen; may throw a {@link dev.drover.DroverException} for an unknown one
     * @param storages the storage of a staging place, as of {@link dev.drover.spi.ProviderContext#storage}
     */
    public StandaloneJobDriver(
            Function<ClusterId, StandaloneCluster> clusters, Function<StorageUri, Storage> storages, SparkHttp http) {
        this(StandaloneClusters.known(clusters), storages, http);
    }

    /** A driver for clusters that are looked up at their platform. */
    public StandaloneJobDriver(StandaloneClusters clusters, Function<StorageUri, Storage> storages, SparkHttp http) {
        this.clusters = clusters;
        this.agent = new StagedAgent(storages);
        this.http = http;
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    /** A master answers within milliseconds and bills nobody; short jobs are told of soon on a busy cluster too. */
    @Override
    public Duration pollInterval() {
        return LONGEST_PAUSE;
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        return clusters.defaults(cluster).capabilities();
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {
        JobTranslation.check(job, clusters.defaults(cluster));
    }

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        StandaloneCluster target = clusters.find(cluster, context);
        JobDefaults defaults = target.jobs();
        Optional<StorageUri> agentJar = defaults.staging().map(agent::in);
        SubmissionRequest request = JobTranslation.toRequest(job, attempt, defaults, agentJar);
        JobId id = cluster.job(new SubmissionClient(http, target.master()).create(request, context));
        finder.accepted(id, attempt);
        return id;
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        StandaloneCluster target = clusters.find(cluster, context);
        Optional<JobId> own = finder.accepted(cluster, attempt);
        if (own.isPresent()) {
            JobId id = own.get();
            // The master may have forgotten it. It was accepted all the same.
            return new Lookup.Found<>(List.of(describe(cluster, Set.of(id), context)
                    .getOrDefault(id, JobStatus.of(id, JobState.UNKNOWN, "", context.now()))));
        }
        MasterState state = new MasterClient(http, target.master()).state(context);
        if (!state.alive()) {
            return new Lookup.Undecided<>("the master's state is " + state.status(), Duration.ofSeconds(1));
        }
        boolean withAgent = target.jobs().staging().isPresent();
        Lookup<Driver> found = finder.find(cluster, attempt, job, withAgent, state, logs(target), context);
        if (found instanceof Lookup.Found<Driver> drivers) {
            Postmortem.Look look = look(target, state, context);
            return new Lookup.Found<>(drivers.matches().stream()
                    .map(driver -> status(cluster.job(driver.id()), driver, state, look, context))
                    .toList());
        }
        return found instanceof Lookup.Undecided<Driver> open
                ? new Lookup.Undecided<>(open.why(), open.askAgainAfter())
                : new Lookup.NotSeen<>();
    }

    @Override
    public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context) {
        StandaloneCluster target = clusters.find(cluster, context);
        MasterState state = new MasterClient(http, target.master()).askActive(context, all -> all);
        Postmortem.Look look = look(target, state, context);
        Map<JobId, JobStatus> found = new LinkedHashMap<>();
        state.drivers().forEach(driver -> {
            JobId id = cluster.job(driver.id());
            if (jobs.contains(id)) {
                found.put(id, status(id, driver, state, look, context));
            }
        });
        return found;
    }

    /** By the agent's main classes; the master says all that is needed in one answer. */
    @Override
    public List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        StandaloneCluster target = clusters.find(cluster, context);
        MasterState state = new MasterClient(http, target.master()).askActive(context, all -> all);
        NewestJobs newest = new NewestJobs(query);
        state.drivers()
                .filter(driver -> AgentJar.isJob(driver.mainClass()))
                .sorted(Comparator.comparing(Driver::id).reversed())
                .forEach(driver -> newest.add(told(cluster.job(driver.id()), driver, state, context)));
        return newest.list();
    }

    private JobStatus status(JobId id, Driver driver, MasterState state, Postmortem.Look look, CallContext context) {
        JobStatus status = told(id, driver, state, context);
        return switch (driver.state()) {
            case "FAILED" -> {
                var code = look.exitCode(id, driver);
                yield code.isPresent() ? status.withExitCode(code.getAsInt()) : status;
            }
            case "ERROR" ->
                driver.unclaimed()
                        ? endOfUnclaimed(status, look.exitCode(id))
                        : status.withDetail(look.reason(id, driver));
            default -> status;
        };
    }

    private static JobStatus endOfUnclaimed(JobStatus status, OptionalInt exitCode) {
        JobStatus told = status.withDetail(
                "the master was restarted, and no worker ran it any more: it had ended, or had never started");
        return exitCode.isEmpty()
                ? told
                : new JobStatus(
                        told.id(),
                        exitCode.getAsInt() == 0 ? JobState.SUCCEEDED : JobState.FAILED,
                        told.nativeState(),
                        exitCode,
                        told.detail(),
                        told.name(),
                        told.submittedAt(),
                        told.endedAt(),
                        told.observedAt());
    }

    /** What the master's list says. */
    private JobStatus told(JobId id, Driver driver, MasterState state, CallContext context) {
        boolean ending = driver.state().equals("RUNNING") && cancelled.get(id).isPresent();
        JobState known = driver.unclaimed() ? JobState.LOST : DriverStates.translate(driver.state());
        JobState translated = ending ? JobState.CANCELLING : known;
        JobStatus status = JobStatus.of(id, translated, driver.state(), context.now())
                .withTimes(driver.submittedAt(), Optional.empty());
        JobStatus named = finder.name(id).map(status::withName).orElse(status);
        return switch (driver.state()) {
            case "SUBMITTED" -> named.withDetail(QueueReason.of(driver, state));
            // Spark says so only of a process that ended with code 0.
            case "FINISHED" -> named.withExitCode(0);
            default -> named;
        };
    }

    @Override
    public void cancel(JobId job, CallContext context) {
        StandaloneCluster target = clusters.find(job.cluster(), context);
        if (new SubmissionClient(http, target.master()).kill(job.nativeId(), context)) {
            cancelled.put(job, true);
            return;
        }
        // "has already finished or does not exist": only the list of drivers tells which.
        new MasterClient(http, target.master())
                .askActive(
                        context,
                        state -> state.driver(job.nativeId())
                                .orElseThrow(() -> new NativeException(Failure.refused(
                                        ErrorCode.NOT_FOUND,
                                        "the master at " + state.url() + " does not know " + job.nativeId() + "."))));
    }

    @Override
    public List<JobLogs.Source> logSources(JobId job, CallContext context) {
        return driverLogs.sources(place(job, context));
    }

    @Override
    public JobLogs.Page readLog(JobId job, JobLogs.Source source, long offset, int maxBytes, CallContext context) {
        // The state first: a log that is read after its driver has ended is whole.
        DriverLogs.Place place = place(job, context);
        return driverLogs.read(
                job, source, offset, maxBytes, place, logs(clusters.find(job.cluster(), context)), context);
    }

    @Override
    public long logLength(JobId job, JobLogs.Source source, CallContext context) {
        return driverLogs.length(
                job, source, place(job, context), logs(clusters.find(job.cluster(), context)), context);
    }

    @Override
    public List<MetricsTarget> metrics(JobId job, CallContext context) {
        return driverLogs
                .ui(job, place(job, context), logs(clusters.find(job.cluster(), context)), context)
                .map(ui -> new MetricsTarget("executors", metricsUri(ui), Map.of("job", job.nativeId())))
                .stream()
                .toList();
    }

    private static URI metricsUri(URI ui) {
        return MasterEndpoints.resolve(ui, "/metrics/executors/prometheus");
    }

    private DriverLogs.Place place(JobId job, CallContext context) {
        return driverLogs.place(
                job,
                new MasterClient(http, clusters.find(job.cluster(), context).master()),
                context);
    }

    private WorkerLogs logs(StandaloneCluster target) {
        return new WorkerLogs(http, target.master().pagesKey());
    }

    private Postmortem.Look look(StandaloneCluster target, MasterState state, CallContext context) {
        return postmortem.new Look(state, logs(target), new SubmissionClient(http, target.master()), context);
    }
}
