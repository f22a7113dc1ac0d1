package dev.drover.internal.pool;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.PartialResult;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.internal.fanout.FanOut;
import dev.drover.internal.job.JobClient;
import dev.drover.internal.packages.PackagedFiles;
import dev.drover.internal.routing.CheckedChooser;
import dev.drover.routing.Candidate;
import dev.drover.routing.Chooser;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.routing.Requirement;
import dev.drover.spi.NewestJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ClusterPool} over submissions. */
public final class Pool implements ClusterPool {
    private static final Logger log = LoggerFactory.getLogger(Pool.class);

    private final Members members;
    private final Settings settings;
    private final Chooser chooser;
    private final boolean countsRuns;
    private final Duration maxWait;
    private final List<Requirement> requirements;
    private final Surroundings surroundings;

    /**
     * What a pool stands on.
     *
     * @param jobs the submitter of a cluster
     * @param capabilities what a cluster can do at most
     * @param outage what is wrong with whoever answers for a cluster, as far as calls have shown
     * @param status what a cluster says of itself; empty where clusters cannot be asked
     * @param packagedFiles where each cluster finds the files of packages
     * @param durable whether the ledger is
     * @param marks which clusters others have drained; empty for a pool that only this Drover knows
     * @param fanOut asks several clusters
     */
    public record Surroundings(
            Function<ClusterId, JobClient> jobs,
            Function<ClusterId, Set<Capability>> capabilities,
            Function<ClusterId, Optional<String>> outage,
            Function<ClusterId, Optional<ClusterStatus>> status,
            PackagedFiles packagedFiles,
            boolean durable,
            Optional<DrainMarks> marks,
            FanOut fanOut,
            DroverClock clock,
            RandomGenerator random) {}

    private Pool(
            Members members,
            Settings settings,
            Chooser chooser,
            boolean countsRuns,
            Duration maxWait,
            List<Requirement> requirements,
            Surroundings surroundings) {
        this.members = members;
        this.settings = settings;
        this.chooser = chooser;
        this.countsRuns = countsRuns;
        this.maxWait = maxWait;
        this.requirements = requirements;
        this.surroundings = surroundings;
    }

    /** A pool whose clusters are all up and empty as far as is known. */
    public static Pool of(PoolSpec spec, Surroundings surroundings) {
        List<Member> members = spec.members().stream()
                .map(member -> new Member(
                        member,
                        surroundings.capabilities().apply(member.cluster()),
                        () -> surroundings.outage().apply(member.cluster())))
                .toList();
        boolean limited =
                spec.members().stream().anyMatch(member -> member.maxInFlight().isPresent());
        return new Pool(
                new Members(members),
                Settings.of(spec),
                CheckedChooser.start(spec.policy()),
                limited || spec.policy().usesLoad(),
                spec.maxWait(),
                List.of(),
                surroundings);
    }

    @Override
    public JobHandle submit(JobSpec job, RequestKey key) {
        return submit(job, key, SubmitOptions.DEFAULT);
    }

    @Override
    public JobHandle submit(JobSpec job, RequestKey key, SubmitOptions options) {
        if (!surroundings.durable() && members.ids().size() > 1) {
            throw DroverException.invalid("Key " + key + " cannot be submitted to several clusters without a durable"
                    + " ledger: after a crash nobody would know which of them to ask. Set Drover.Builder.ledger, or"
                    + " submit without a key.");
        }
        return route(job, key, options);
    }

    @Override
    public JobHandle submit(JobSpec job) {
        return route(job, RequestKey.random(), SubmitOptions.DEFAULT);
    }

    private JobHandle route(JobSpec job, RequestKey key, SubmitOptions options) {
        surroundings.marks().ifPresent(marks -> heed(marks::readIfOld));
        Route route =
                new Route(members, chooser, job, requirements, maxWait, surroundings.clock(), surroundings.random());
        try {
            JobHandle handle = anyJobs().submit(job, key, options, route, cluster -> onCluster(job, cluster));
            if (countsRuns && handle.started()) {
                route.handOver().ifPresent(member -> releaseAfter(handle, member));
            }
            return handle;
        } finally {
            route.giveBack();
        }
    }

    private void releaseAfter(JobHandle handle, Member member) {
        var unused = handle.completion().whenComplete((end, error) -> members.release(member));
    }

    private JobClient anyJobs() {
        return surroundings.jobs().apply(members.ids().iterator().next());
    }

    /** The job as it is for a cluster: with the pool's settings, the scheduler's queue, and files where they are. */
    private JobSpec onCluster(JobSpec job, ClusterId cluster) {
        Optional<PoolMember> member = members.find(cluster).map(Member::declared);
        JobSpec settled = withQueue(settings.on(member, job), member);
        return surroundings.packagedFiles().located(settled, cluster, member.flatMap(PoolMember::sparkVersion));
    }

    /** The pool's name of a queue becomes the scheduler's. */
    private static JobSpec withQueue(JobSpec job, Optional<PoolMember> member) {
        Optional<String> queue = job.options().queue();
        if (queue.isEmpty()) {
            return job;
        }
        Optional<String> schedulers =
                member.flatMap(there -> there.queues().getOrDefault(queue.get(), Optional.empty()));
        return job.toBuilder().queue(schedulers).build();
    }

    @Override
    public Optional<JobHandle> find(RequestKey key) {
        if (surroundings.durable()) {
            return anyJobs().find(key);
        }
        List<JobHandle> found = new ArrayList<>();
        for (ClusterId cluster : members.ids()) {
            surroundings.jobs().apply(cluster).find(key).ifPresent(found::add);
        }
        return found.stream().findFirst();
    }

    @Override
    public PartialResult<ClusterId, List<JobStatus>> list(JobQuery query, Duration timeout) {
        PartialResult<ClusterId, Map<ClusterId, List<JobStatus>>> lists = surroundings
                .fanOut()
                .ask(
                        "list jobs",
                        members.ids(),
                        timeout,
                        (cluster, limit) -> surroundings.jobs().apply(cluster).list(query, limit));
        NewestJobs newest = new NewestJobs(query);
        lists.found().values().forEach(list -> list.forEach(newest::add));
        return new PartialResult<>(newest.list(), lists.failed());
    }

    @Override
    public PartialResult<ClusterId, Map<JobId, JobStatus>> describe(Set<JobId> jobs, Duration timeout) {
        Map<ClusterId, Set<JobId>> byCluster =
                jobs.stream().collect(Collectors.groupingBy(JobId::cluster, Collectors.toUnmodifiableSet()));
        byCluster.forEach((cluster, some) -> {
            if (members.find(cluster).isEmpty()) {
                throw DroverException.invalid("Jobs " + some + " are not on a cluster of the pool, which has "
                        + members.ids() + "; ask their own cluster.");
            }
        });
        List<ClusterId> asked =
                members.ids().stream().filter(byCluster::containsKey).toList();
        PartialResult<ClusterId, Map<ClusterId, Map<JobId, JobStatus>>> answers = surroundings
                .fanOut()
                .ask(
                        "describe jobs",
                        asked,
                        timeout,
                        (cluster, limit) -> surroundings
                                .jobs()
                                .apply(cluster)
                                .describe(byCluster.getOrDefault(cluster, Set.of()), limit));
        Map<JobId, JobStatus> statuses = new HashMap<>();
        answers.found().values().forEach(statuses::putAll);
        return new PartialResult<>(Map.copyOf(statuses), answers.failed());
    }

    @Override
    public ClusterPool requiring(Requirement... more) {
        List<Requirement> all = new ArrayList<>(requirements);
        all.addAll(List.of(more));
        return new Pool(members, settings, chooser, countsRuns, maxWait, List.copyOf(all), surroundings);
    }

    @Override
    public List<Candidate> candidates() {
        return members.all();
    }

    @Override
    public void drain(ClusterId cluster) {
        Member member = members.require(cluster);
        surroundings.marks().ifPresent(marks -> marks.add(cluster));
        member.drain(true);
    }

    @Override
    public void resume(ClusterId cluster) {
        Member member = members.require(cluster);
        surroundings.marks().ifPresent(marks -> marks.remove(cluster));
        member.drain(false);
    }

    /** What cannot be read now changes nothing: a storage that is down must not stop submissions here. */
    private void heed(Supplier<Optional<Set<ClusterId>>> marks) {
        try {
            marks.get()
                    .ifPresent(drained ->
                            members.each().forEach(member -> member.drain(drained.contains(member.cluster()))));
        } catch (DroverException e) {
            log.warn("Which clusters are drained cannot be read: {}", e.getMessage());
        }
    }

    @Override
    public List<Candidate> checkHealth() {
        surroundings.marks().ifPresent(marks -> heed(() -> Optional.of(marks.read())));
        for (Member member : members.each()) {
            member.found(problem(member.cluster()));
        }
        return candidates();
    }

    private Optional<String> problem(ClusterId cluster) {
        try {
            return surroundings
                    .status()
                    .apply(cluster)
                    .filter(status -> status.state() != ClusterState.READY && status.state() != ClusterState.DEGRADED)
                    .map(status -> "it is " + status.state());
        } catch (DroverException e) {
            log.debug("{} was asked how it is: {}", cluster, e.getMessage());
            return Optional.of(
                    e.code() == ErrorCode.NOT_FOUND ? "it does not exist" : "asked how it is, it failed: " + e.code());
        }
    }
}
