package dev.drover;

import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.NewestJobs;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A platform in memory for the core's own tests, whose next calls can be made to fail. */
public class FakePlatform implements ProviderFactory, Provider, JobDriver, ClusterDriver {
    public static final ClusterId CLUSTER = ClusterId.parse("fake://here/one");
    public static final Duration SETTLE = Duration.ofSeconds(10);

    /** What the next matching call does instead of answering. */
    public enum Fault {
        REFUSED,
        UNREACHABLE,
        /** The call has its effect, the answer is lost. */
        LOST_AFTER,
        /** The call never arrives, and the caller cannot tell. */
        LOST_BEFORE,
        DENIED
    }

    public final Map<JobId, JobStatus> jobs = new ConcurrentHashMap<>();
    public final Map<JobId, Attempt> attempts = new LinkedHashMap<>();
    public final Map<ClusterId, ClusterStatus> clusters = new LinkedHashMap<>();
    public final Collection<String> calls = new ConcurrentLinkedQueue<>();
    public final Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    public String stderr = "";
    public boolean undecided;
    public boolean closed;
    public Runnable beforeSubmit = () -> {};
    public Runnable afterSubmit = () -> {};
    public Runnable afterDescribe = () -> {};
    private final Deque<Fault> submitFaults = new ArrayDeque<>();
    private final Deque<Fault> readFaults = new ConcurrentLinkedDeque<>();

    public void failSubmits(Fault... faults) {
        submitFaults.addAll(List.of(faults));
    }

    public void failReads(Fault... faults) {
        readFaults.addAll(List.of(faults));
    }

    public void set(JobId job, JobState state) {
        jobs.computeIfPresent(job, (id, old) -> JobStatus.of(id, state, state.name(), old.observedAt()));
    }

    private <T> T read(String api, CallContext context, Supplier<T> answer) {
        return context.call(NativeCall.of(api, Safety.READ, "fake", Duration.ofSeconds(5)), timeout -> {
            calls.add(api);
            fail(readFaults.poll());
            return answer.get();
        });
    }

    private static void fail(@Nullable Fault fault) throws Exception {
        if (fault == null) {
            return;
        }
        switch (fault) {
            case REFUSED -> throw new NativeException(Failure.refused(ErrorCode.QUOTA_EXCEEDED, "no more runs"));
            case UNREACHABLE -> throw new NativeException(Failure.unreachable("connection refused"));
            case DENIED -> throw new NativeException(Failure.refused(ErrorCode.PERMISSION_DENIED, "not allowed"));
            default -> throw new IOException("connection reset");
        }
    }

    @Override
    public Set<String> schemes() {
        return Set.of("fake");
    }

    @Override
    public Set<Capability> capabilities(String scheme) {
        return capabilities;
    }

    @Override
    public Provider open(Location where, ProviderContext context) {
        return this;
    }

    @Override
    public Failure classify(NativeCall call, Throwable error) {
        return Failure.lost("the answer was lost: " + error.getMessage());
    }

    @Override
    public Optional<ClusterDriver> clusters() {
        return Optional.of(this);
    }

    @Override
    public Optional<JobDriver> jobs() {
        return Optional.of(this);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public Duration settle() {
        return SETTLE;
    }

    // Jobs

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        return capabilities;
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {}

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        return context.call(NativeCall.of("submit", Safety.UNSAFE, "fake", Duration.ofSeconds(5)), timeout -> {
            calls.add("submit");
            Fault fault = submitFaults.poll();
            if (fault != null && fault != Fault.LOST_AFTER) {
                fail(fault);
            }
            beforeSubmit.run();
            JobId id = accept(cluster, attempt);
            afterSubmit.run();
            fail(fault);
            return id;
        });
    }

    /** As if somebody had submitted it. */
    public JobId accept(ClusterId cluster, Attempt attempt) {
        JobId id = cluster.job("run-" + jobs.size());
        jobs.put(id, JobStatus.of(id, JobState.RUNNING, "RUNNING", Instant.EPOCH));
        attempts.put(id, attempt);
        return id;
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        return read("find", context, () -> {
            if (undecided) {
                return new Lookup.Undecided<>("a run is queued", Duration.ofSeconds(1));
            }
            List<JobStatus> found = jobs.values().stream()
                    .filter(status -> attempt.equals(attempts.get(status.id())))
                    .toList();
            return found.isEmpty() ? new Lookup.NotSeen<>() : new Lookup.Found<>(found);
        });
    }

    @Override
    public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> wanted, CallContext context) {
        return read("describe", context, () -> {
            Map<JobId, JobStatus> known = new LinkedHashMap<>(jobs);
            known.keySet().retainAll(wanted);
            afterDescribe.run();
            return known;
        });
    }

    @Override
    public List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        return read("list", context, () -> {
            NewestJobs newest = new NewestJobs(query);
            jobs.values().stream()
                    .filter(status -> status.id().cluster().equals(cluster))
                    .forEach(newest::add);
            return newest.list();
        });
    }

    @Override
    public void cancel(JobId job, CallContext context) {
        read("cancel", context, () -> {
            set(job, JobState.CANCELLED);
            return job;
        });
    }

    @Override
    public List<JobLogs.Source> logSources(JobId job, CallContext context) {
        return List.of(JobLogs.Source.STDERR);
    }

    @Override
    public JobLogs.Page readLog(JobId job, JobLogs.Source source, long offset, int maxBytes, CallContext context) {
        return read(
                "readLog",
                context,
                () -> new JobLogs.Page(
                        stderr.substring((int) Math.min(offset, stderr.length())), stderr.length(), JobLogs.More.END));
    }

    @Override
    public long logLength(JobId job, JobLogs.Source source, CallContext context) {
        return stderr.length();
    }

    @Override
    public List<MetricsTarget> metrics(JobId job, CallContext context) {
        return List.of();
    }

    // Clusters

    @Override
    public void check(ClusterSpec spec) {}

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        return context.call(NativeCall.of("create", Safety.UNSAFE, "fake", Duration.ofSeconds(5)), timeout -> {
            calls.add("create");
            Fault fault = submitFaults.poll();
            if (fault != null && fault != Fault.LOST_AFTER) {
                fail(fault);
            }
            ClusterId id = CLUSTER.location().cluster(attempt.name());
            set(id, ClusterState.STARTING, Optional.empty());
            fail(fault);
            return id;
        });
    }

    public void set(ClusterId id, ClusterState state, Optional<String> problem) {
        clusters.put(
                id,
                new ClusterStatus(
                        id, state, state.name(), Optional.empty(), List.of(), List.of(), problem, Instant.EPOCH));
    }

    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        return read("findCluster", context, () -> {
            ClusterId id = CLUSTER.location().cluster(attempt.name());
            return clusters.containsKey(id) ? new Lookup.Found<>(List.of(id)) : new Lookup.NotSeen<>();
        });
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return read("describeCluster", context, () -> Optional.ofNullable(clusters.get(cluster)));
    }

    @Override
    public List<ClusterStatus> list(CallContext context) {
        return List.copyOf(clusters.values());
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        calls.add("resize " + workers);
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        calls.add("terminate");
        clusters.remove(cluster);
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        return new ClusterPlan(List.of("a cluster"), List.of(), List.of());
    }
}
