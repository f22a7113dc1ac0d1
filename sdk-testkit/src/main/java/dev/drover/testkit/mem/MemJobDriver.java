package dev.drover.testkit.mem;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NewestJobs;
import dev.drover.spi.Safety;
import dev.drover.testkit.fault.MemApi;
import dev.drover.testkit.mem.PretendedRun.Request;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs on the pretended platform. */
final class MemJobDriver implements JobDriver {
    private final Endpoint endpoint;
    private final Runs runs;
    private final MemSettings settings;

    MemJobDriver(Endpoint endpoint, Runs runs, MemSettings settings) {
        this.endpoint = endpoint;
        this.runs = runs;
        this.settings = settings;
    }

    @Override
    public Duration settle() {
        return settings.settle();
    }

    @Override
    public Safety submitSafety() {
        return settings.submitsAt(endpoint.where());
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        return settings.capabilities();
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {
        // Whatever a job can say, memory can hold.
    }

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        return endpoint.call(
                context,
                endpoint.request(MemApi.SUBMIT_JOB, submitSafety(), cluster.toString()),
                Optional.of(cluster),
                Optional.of(attempt.key()),
                (asOf, sentAt) ->
                        runs.submit(new Request(cluster, job, attempt, attempt.name(), endpoint.client(), sentAt)));
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        return endpoint.look(
                context,
                MemApi.FIND_JOBS,
                Optional.of(cluster),
                attempt.key(),
                (asOf, sentAt) -> runs.named(cluster, attempt, asOf).stream()
                        .map(run -> status(run, asOf))
                        .toList());
    }

    @Override
    public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context) {
        return endpoint.call(context, MemApi.DESCRIBE_JOBS, cluster, Optional.empty(), (asOf, sentAt) -> {
            Map<JobId, JobStatus> known = new LinkedHashMap<>();
            for (JobId job : jobs) {
                runs.find(job, asOf).ifPresent(run -> known.put(job, status(run, asOf)));
            }
            return known;
        });
    }

    @Override
    public List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        NewestJobs newest = new NewestJobs(query);
        List<JobStatus> page = List.of();
        boolean more = true;
        while (more) {
            page = page(cluster, page, context);
            more = page.size() == settings.pageSize();
            for (JobStatus run : page) {
                if (run.name().filter(Attempt::isName).isPresent()) {
                    newest.add(run);
                }
                more &= newest.wants(run.submittedAt().orElseThrow());
            }
        }
        return newest.list();
    }

    /** The runs before those of a page, whoever submitted them. */
    private List<JobStatus> page(ClusterId cluster, List<JobStatus> last, CallContext context) {
        Optional<JobId> before = last.isEmpty()
                ? Optional.empty()
                : Optional.of(last.get(last.size() - 1).id());
        return endpoint.call(
                context,
                MemApi.LIST_JOBS,
                cluster,
                Optional.empty(),
                (asOf, sentAt) -> runs.listed(cluster, before, settings.pageSize(), asOf).stream()
                        .map(run -> status(run, asOf))
                        .toList());
    }

    private JobStatus status(PretendedRun run, Instant asOf) {
        return run.status(asOf, settings.capabilities().contains(Capability.EXIT_CODE));
    }

    @Override
    public void cancel(JobId job, CallContext context) {
        endpoint.call(context, MemApi.CANCEL_JOB, job.cluster(), Optional.empty(), (asOf, sentAt) -> {
            runs.cancel(job, endpoint.client());
            return job;
        });
    }

    @Override
    public List<JobLogs.Source> logSources(JobId job, CallContext context) {
        return endpoint.call(
                context,
                MemApi.STAT_LOG,
                job.cluster(),
                Optional.empty(),
                (asOf, sentAt) -> runs.get(job, asOf).startedBy(asOf)
                        ? List.of(JobLogs.Source.STDERR, JobLogs.Source.STDOUT)
                        : List.of());
    }

    @Override
    public JobLogs.Page readLog(JobId job, JobLogs.Source source, long offset, int maxBytes, CallContext context) {
        return endpoint.call(
                context,
                MemApi.READ_LOG,
                job.cluster(),
                Optional.empty(),
                (asOf, sentAt) -> RunLog.of(runs.get(job, asOf), source, asOf).page(offset, maxBytes));
    }

    @Override
    public long logLength(JobId job, JobLogs.Source source, CallContext context) {
        return endpoint.call(
                context,
                MemApi.STAT_LOG,
                job.cluster(),
                Optional.empty(),
                (asOf, sentAt) -> RunLog.of(runs.get(job, asOf), source, asOf).length());
    }

    @Override
    public List<MetricsTarget> metrics(JobId job, CallContext context) {
        return endpoint.call(context, MemApi.GET_METRICS, job.cluster(), Optional.empty(), (asOf, sentAt) -> {
            PretendedRun run = runs.get(job, asOf);
            boolean runsNow = run.startedBy(asOf) && !run.endedBy(asOf);
            return runsNow && settings.capabilities().contains(Capability.METRICS)
                    ? List.of(new MetricsTarget("driver", URI.create("http://driver.mem:4040/metrics"), Map.of()))
                    : List.of();
        });
    }
}
