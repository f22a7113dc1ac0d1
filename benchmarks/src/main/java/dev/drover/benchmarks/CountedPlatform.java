package dev.drover.benchmarks;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.Location;
import dev.drover.MetricsTarget;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A platform that takes every job at once, whose runs end at times given beforehand or never, and which counts its looks. */
final class CountedPlatform implements ProviderFactory, Provider, JobDriver {
    private final Map<JobId, Instant> ends;
    private final CountDownLatch open;
    private final AtomicLong calls;

    CountedPlatform(Map<JobId, Instant> ends, CountDownLatch open, AtomicLong calls) {
        this.ends = ends;
        this.open = open;
        this.calls = calls;
    }

    @Override
    public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context) {
        NativeCall call = NativeCall.of("describe", Safety.READ, "counted", Duration.ofSeconds(5));
        return context.call(call, timeout -> {
            open.await();
            calls.incrementAndGet();
            Map<JobId, JobStatus> answer = new HashMap<>();
            Instant now = context.now();
            for (JobId job : jobs) {
                JobState state =
                        now.isBefore(ends.getOrDefault(job, Instant.MAX)) ? JobState.RUNNING : JobState.SUCCEEDED;
                answer.put(job, JobStatus.of(job, state, state.name(), now));
            }
            return answer;
        });
    }

    /** None: it has no {@link Capability#LIST_JOBS}. */
    @Override
    public List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        return List.of();
    }

    @Override
    public Set<String> schemes() {
        return Set.of("counted");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return Set.of(Capability.SPARK_JAR);
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        return this;
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return Failure.lost(String.valueOf(error.getMessage()));
    }

    @Override
    public Optional<JobDriver> jobs() {
        return Optional.of(this);
    }

    @Override
    public void close() {}

    @Override
    public Duration settle() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        return Set.of(Capability.SPARK_JAR);
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {}

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        NativeCall call = NativeCall.of("submit", Safety.UNSAFE, "counted", Duration.ofSeconds(5));
        return context.call(call, timeout -> cluster.job(attempt.name()));
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        return new Lookup.NotSeen<>();
    }

    @Override
    public void cancel(JobId job, CallContext context) {
        throw unsupported();
    }

    @Override
    public List<JobLogs.Source> logSources(JobId job, CallContext context) {
        throw unsupported();
    }

    @Override
    public JobLogs.Page readLog(JobId job, JobLogs.Source source, long offset, int maxBytes, CallContext context) {
        throw unsupported();
    }

    @Override
    public long logLength(JobId job, JobLogs.Source source, CallContext context) {
        throw unsupported();
    }

    @Override
    public List<MetricsTarget> metrics(JobId job, CallContext context) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("No benchmark asks for this");
    }
}
