package dev.drover.gcp.dataprocserverless;

import com.google.cloud.dataproc.v1.Batch;
import com.google.cloud.dataproc.v1.CreateBatchRequest;
import com.google.cloud.dataproc.v1.ListBatchesResponse;
import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Customizer;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobLogs.Source;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.gcp.internal.DriverOutput;
import dev.drover.spi.CallContext;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NewestJobs;
import dev.drover.spi.Safety;
import dev.drover.spi.StagedSql;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Batches. Native calls: submit 1, and 1 more for a batch id that is taken; find 1; cancel 2 (1 for a batch that has ended);
 * describe 1 for each of up to three batches, and for more of them 1 for each 1,000 that are under way in the region and
 * 1 for each that has ended; list 1 for each 1,000 batches in the region, others' among them, until it has enough; a page of
 * a log 1, and those of Cloud Storage.
 */
final class BatchDriver implements JobDriver {
    static final Set<Capability> CAPABILITIES = Set.of(
            Capability.SPARK_JAR,
            Capability.PYSPARK,
            Capability.SPARK_SQL,
            Capability.DRIVER_LOGS,
            Capability.LIST_JOBS);

    /** An accepted request is seen within seconds; the rest is for a service in trouble. */
    private static final Duration SETTLE = Duration.ofMinutes(1);
    /** A batch takes a minute to start, so nobody misses anything. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    /** A list also shows what others run. */
    private static final int FEW = 3;

    private final Regions regions;
    private final BatchRequest requests;
    private final StagedSql staged;
    private final DriverOutput output;

    BatchDriver(Regions regions, BatchRequest requests, StagedSql staged, DriverOutput output) {
        this.regions = regions;
        this.requests = requests;
        this.staged = staged;
        this.output = output;
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    /** Google answers a request id that it knows with the batch that it made for it; a batch id is taken once. */
    @Override
    public Safety submitSafety() {
        return Safety.KEYED;
    }

    @Override
    public Duration pollInterval() {
        return LONGEST_PAUSE;
    }

    @Override
    public Duration shortestPollInterval() {
        return SHORTEST_PAUSE;
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        return CAPABILITIES;
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {
        var unused = regions.at(cluster);
        requests.check(job);
    }

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        BatchApi api = regions.at(cluster);
        CreateBatchRequest.Builder request = requests.of(job, attempt);
        Customizer.apply(job.options().customizers(), CreateBatchRequest.Builder.class, request);
        request.setParent(api.parent()).setBatchId(attempt.name()).clearRequestId();
        String digest = RequestDigest.of(request.build());
        request.setRequestId(digest).getBatchBuilder().putLabels(Labels.REQUEST, digest);
        if (job instanceof SparkSql sql) {
            staged.put(sql);
        }
        try {
            api.create(request.build(), context);
        } catch (DroverException e) {
            if (e.code() == ErrorCode.ALREADY_EXISTS) {
                requireSame(digest, api, attempt, context);
            }
            throw e;
        }
        return cluster.job(attempt.name());
    }

    private static void requireSame(String digest, BatchApi api, Attempt attempt, CallContext context) {
        Optional<Batch> there = api.get(attempt.name(), context);
        if (there.isPresent() && !digest.equals(there.get().getLabelsMap().get(Labels.REQUEST))) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    "There is a batch " + api.name(attempt.name()) + " for " + attempt
                            + " already, and it was asked for"
                            + " otherwise. A changed spec needs a new key, or the next attempt of this one: see"
                            + " SubmitOptions.");
        }
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        Optional<Batch> batch = regions.at(cluster).get(attempt.name(), context);
        return batch.isEmpty()
                ? new Lookup.NotSeen<>()
                : new Lookup.Found<>(
                        List.of(BatchStates.status(cluster.job(attempt.name()), batch.get(), context.now())));
    }

    @Override
    public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context) {
        BatchApi api = regions.at(cluster);
        Map<JobId, JobStatus> found = new LinkedHashMap<>();
        if (jobs.size() > FEW) {
            describeActive(api, cluster, jobs, found, context);
        }
        for (JobId job : jobs) {
            if (!found.containsKey(job)) {
                api.get(job.nativeId(), context)
                        .ifPresent(batch -> found.put(job, BatchStates.status(job, batch, context.now())));
            }
        }
        return found;
    }

    private static void describeActive(
            BatchApi api, ClusterId cluster, Set<JobId> jobs, Map<JobId, JobStatus> found, CallContext context) {
        String token = "";
        do {
            ListBatchesResponse page = api.list(BatchStates.ACTIVE, token, context);
            for (Batch batch : page.getBatchesList()) {
                JobId job = id(cluster, batch);
                if (jobs.contains(job)) {
                    found.put(job, BatchStates.status(job, batch, context.now()));
                }
            }
            token = page.getNextPageToken();
        } while (!token.isEmpty() && found.size() < jobs.size());
    }

    private static JobId id(ClusterId cluster, Batch batch) {
        return cluster.job(batch.getName().substring(batch.getName().lastIndexOf('/') + 1));
    }

    /** By the label that Drover gives them. */
    @Override
    public List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        BatchApi api = regions.at(cluster);
        NewestJobs newest = new NewestJobs(query);
        String token = "";
        boolean more = true;
        while (more) {
            ListBatchesResponse page = api.list(query.activeOnly() ? BatchStates.ACTIVE : "", token, context);
            token = page.getNextPageToken();
            more = !token.isEmpty();
            for (Batch batch : page.getBatchesList()) {
                if (batch.containsLabels(Labels.REQUEST)) {
                    newest.add(BatchStates.status(id(cluster, batch), batch, context.now()));
                }
                more &= newest.wants(BatchStates.createdAt(batch));
            }
        }
        return newest.list();
    }

    @Override
    public void cancel(JobId job, CallContext context) {
        BatchApi api = regions.at(job.cluster());
        Batch batch = known(api, job, context);
        JobState state = BatchStates.translate(batch.getState());
        if (state.terminal() || state == JobState.CANCELLING) {
            return;
        }
        try {
            api.cancel(batch, context);
        } catch (DroverException e) {
            // An operation that has ended meanwhile is refused, or forgotten.
            if (e.code() != ErrorCode.CONFLICT && e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            if (!BatchStates.translate(known(api, job, context).getState()).terminal()) {
                throw e;
            }
        }
    }

    private static Batch known(BatchApi api, JobId job, CallContext context) {
        return api.get(job.nativeId(), context)
                .orElseThrow(() -> new DroverException(ErrorCode.NOT_FOUND, "There is no batch " + job + "."));
    }

    private Batch known(JobId job, CallContext context) {
        return known(regions.at(job.cluster()), job, context);
    }

    private static Optional<StorageUri> outputUri(Batch batch) {
        return Optional.of(batch.getRuntimeInfo().getOutputUri())
                .filter(text -> !text.isEmpty())
                .map(StorageUri::parse);
    }

    /** Google keeps one output, of both. */
    @Override
    public List<Source> logSources(JobId job, CallContext context) {
        return outputUri(known(job, context)).isPresent() ? List.of(Source.STDERR, Source.STDOUT) : List.of();
    }

    @Override
    public JobLogs.Page readLog(JobId job, Source source, long offset, int maxBytes, CallContext context) {
        Batch batch = known(job, context);
        return output.read(outputUri(batch), offset, maxBytes, endedAt(batch), context.now());
    }

    private static Optional<Instant> endedAt(Batch batch) {
        return BatchStates.translate(batch.getState()).terminal()
                ? Optional.of(BatchStates.since(batch))
                : Optional.empty();
    }

    @Override
    public long logLength(JobId job, Source source, CallContext context) {
        Batch batch = known(job, context);
        return output.length(outputUri(batch), endedAt(batch), context.now());
    }

    @Override
    public List<MetricsTarget> metrics(JobId job, CallContext context) {
        return List.of();
    }
}
