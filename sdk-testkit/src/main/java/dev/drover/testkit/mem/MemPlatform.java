package dev.drover.testkit.mem;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.JobId;
import dev.drover.JobSpec;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.spi.NativeException;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.RateBudget;
import dev.drover.spi.Safety;
import dev.drover.testkit.fault.CallHook;
import dev.drover.testkit.fault.FaultSource;
import dev.drover.testkit.mem.PretendedRun.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A pretended platform in memory: clusters at {@code mem://REGION/NAME}, jobs on them, objects at
 * {@code mem://BUCKET/PATH}. Any number of {@link Drover}s, as pretended processes, share it through
 * {@link #factory(String) factories}.
 *
 * <p>It has no threads: states follow from the clock when somebody looks, so the same calls at the same times give the
 * same states. By default clusters are ready after a minute, jobs succeed after a minute, a submission that is repeated
 * makes a second run, and the platform can do everything.
 *
 * <p>Safe for use by many threads. Nothing needs closing.
 */
public final class MemPlatform {
    /** The scheme of all locations. */
    public static final String SCHEME = "mem";

    private static final ClusterSpec ROOMY = ClusterSpec.builder()
            .workers(1, Resources.of(4096, 64 * 1024 * 1024))
            .build();

    private final MemSettings settings;
    private final DroverClock clock;
    private final World world;
    private final CallCounts counts = new CallCounts();
    private final Wire wire;
    private final Rules<ClusterSpec, ClusterScript> clusterScripts =
            new Rules<>(ClusterScript.ready(Duration.ofMinutes(1)));
    private final Rules<JobSpec, JobScript> jobScripts = new Rules<>(JobScript.succeed(Duration.ofMinutes(1)));
    private final Clusters clusters;
    private final Runs runs;
    private final Map<Location, Bucket> buckets = new ConcurrentHashMap<>();

    private MemPlatform(Builder builder) {
        settings = new MemSettings(
                Set.copyOf(builder.capabilities),
                List.copyOf(builder.budgets),
                builder.submits,
                Map.copyOf(builder.submitsAt),
                builder.settle,
                builder.cancelTakes,
                builder.growth,
                builder.pageSize,
                builder.faults,
                builder.hook);
        clock = builder.clock;
        world = new World(builder.time);
        wire = new Wire(world, counts, settings.hook(), settings.faults());
        clusters = new Clusters(world.agenda(), settings, clusterScripts);
        runs = new Runs(world.agenda(), settings, clusters, jobScripts);
    }

    /** A platform on this clock. */
    public static Builder builder(DroverClock clock) {
        return new Builder(clock);
    }

    MemSettings settings() {
        return settings;
    }

    // Clients

    /** Lets one {@link Drover} use this platform; the pretended process is called {@code drover}. */
    public ProviderFactory factory() {
        return factory("drover");
    }

    /** Lets one {@link Drover} use this platform, as a pretended process of this name. */
    public ProviderFactory factory(String client) {
        return new MemFactory(this, client);
    }

    /** A {@link Drover} on this platform and its clock, as a pretended process of this name; the caller closes it. */
    public Drover drover(String client) {
        return Drover.builder().factories(List.of(factory(client))).clock(clock).build();
    }

    Provider open(Location where, String client, DroverClock clientClock) {
        if (where.authority().isEmpty()) {
            throw DroverException.invalid("'" + where + "' names no place; write it as mem://REGION or mem://BUCKET.");
        }
        Endpoint endpoint = new Endpoint(where, client, clientClock, wire);
        return new MemProvider(
                new MemClusterDriver(endpoint, clusters, settings),
                new MemJobDriver(endpoint, runs, settings),
                new MemStorageDriver(
                        endpoint,
                        buckets.computeIfAbsent(where, w -> new Bucket()),
                        world.agenda(),
                        settings.pageSize()));
    }

    // What happens on it

    /**
     * A cluster that is there and ready, with room for everything, and is no leak.
     *
     * @param id such as {@code mem://eu/etl}
     */
    public ClusterId cluster(String id) {
        return cluster(id, ROOMY);
    }

    /** {@link #cluster(String)} with the room that its spec gives: jobs that do not fit are queued. */
    public ClusterId cluster(String id, ClusterSpec spec) {
        ClusterId cluster = ClusterId.parse(id);
        if (!cluster.scheme().equals(SCHEME) || cluster.name().isEmpty()) {
            throw DroverException.invalid("'" + id + "' is no cluster of mem; write it as mem://REGION/NAME.");
        }
        return world.look(() -> {
            if (clusters.get(cluster).isPresent()) {
                throw DroverException.invalid("There is a cluster " + id + " already; choose another name.");
            }
            clusters.declare(cluster, spec);
            return cluster;
        });
    }

    /**
     * Scripts the clusters that are created from matching specs; the newest matching rule decides.
     *
     * @param then for the clusters after the first; the last holds for all that follow
     */
    public void onCreate(Predicate<? super ClusterSpec> specs, ClusterScript first, ClusterScript... then) {
        clusterScripts.add(specs, inOrder(first, then));
    }

    /**
     * Scripts the runs of matching jobs; the newest matching rule decides.
     *
     * @param then for the runs after the first; the last holds for all that follow
     */
    public void onJob(Predicate<? super JobSpec> jobs, JobScript first, JobScript... then) {
        jobScripts.add(jobs, inOrder(first, then));
    }

    /** Scripts the runs of matching jobs by what the job says. */
    public void onJob(Predicate<? super JobSpec> jobs, Function<? super JobSpec, JobScript> script) {
        jobScripts.add(jobs, List.of(script));
    }

    private static <S, T> List<Function<? super S, T>> inOrder(T first, T[] then) {
        List<Function<? super S, T>> scripts = new ArrayList<>();
        scripts.add(spec -> first);
        for (T next : then) {
            scripts.add(spec -> next);
        }
        return scripts;
    }

    /** Lets a cluster fail with all its runs. */
    public void failCluster(ClusterId cluster, String problem) {
        world.look(() -> {
            clusters.end(cluster, ClusterState.FAILED, problem);
            return cluster;
        });
    }

    /** Lets the platform forget a run, as real ones do after a while. */
    public void forget(JobId run) {
        world.look(() -> {
            runs.forget(run);
            return run;
        });
    }

    /** Lets somebody else submit a job, past Drover and under a name that is none of its. */
    public JobId submitByOthers(ClusterId cluster, JobSpec job) {
        Attempt unused = new Attempt(Attempt.Kind.JOB, RequestKey.random(), 1);
        return world.look(() -> {
            try {
                return runs.submit(new Request(cluster, job, unused, "by-others", "others", clock.instant()));
            } catch (NativeException e) {
                throw DroverException.invalid(
                        cluster + " takes no jobs: " + e.failure().message());
            }
        });
    }

    // What it saw

    /** All runs that were ever accepted, in that order, forgotten and vanished ones among them. */
    public List<MemRun> runs() {
        return world.look(() -> runs.all().map(PretendedRun::record).toList());
    }

    /** The clusters that were created and have not ended: those that would have to be paid for. */
    public List<ClusterId> livingClusters() {
        return world.look(() -> clusters.all()
                .filter(cluster -> cluster.living() && cluster.attempt().isPresent())
                .map(PretendedCluster::id)
                .toList());
    }

    /** What a cluster was created from, ended or not; its labels, for one. */
    public Optional<ClusterSpec> spec(ClusterId cluster) {
        return world.look(() -> clusters.get(cluster).map(PretendedCluster::spec));
    }

    /** How many native calls were made, by operation; those that went wrong among them. */
    public Map<String, Long> calls() {
        return counts.byApi();
    }

    /** Builds a {@link MemPlatform}; every method returns this builder. */
    public static final class Builder {
        private final DroverClock clock;
        private InstantSource time;
        private Set<Capability> capabilities = EnumSet.allOf(Capability.class);
        private List<RateBudget> budgets = List.of();
        private Safety submits = Safety.UNSAFE;
        private final Map<Location, Safety> submitsAt = new HashMap<>();
        private Duration settle = Duration.ofSeconds(10);
        private Duration cancelTakes = Duration.ofSeconds(1);
        private Duration growth = Duration.ofMinutes(1);
        private int pageSize = 1_000;
        private FaultSource faults = FaultSource.NONE;
        private CallHook hook = CallHook.NONE;

        private Builder(DroverClock clock) {
            this.clock = clock;
            this.time = clock;
        }

        /** The platform's own time, where it differs from its clients'; one that goes back stands still for it. */
        public Builder time(InstantSource own) {
            time = own;
            return this;
        }

        /** What it can do; by default everything. */
        public Builder capabilities(Collection<Capability> some) {
            capabilities = Set.copyOf(some);
            return this;
        }

        /** The limits that it tells Drover to keep; by default none. */
        public Builder budgets(RateBudget... limits) {
            budgets = List.of(limits);
            return this;
        }

        /**
         * What a repeated submission or create does: UNSAFE, the default, makes a second one; KEYED gives the first.
         *
         * @throws DroverException INVALID_ARGUMENT for READ
         */
        public Builder submits(Safety safety) {
            submits = requireChange(safety);
            return this;
        }

        /** {@link #submits(Safety)} at one location, such as {@code mem://eu}. */
        public Builder submits(String where, Safety safety) {
            submitsAt.put(Location.parse(where), requireChange(safety));
            return this;
        }

        private static Safety requireChange(Safety safety) {
            if (safety == Safety.READ) {
                throw DroverException.invalid("A submission changes something: it is KEYED or UNSAFE, not READ.");
            }
            return safety;
        }

        /** The settle time that it announces; by default 10 s. Effects land later than that only by a fault. */
        public Builder settle(Duration announced) {
            settle = announced;
            return this;
        }

        /** How long a running job takes to end when asked to; by default 1 s. */
        public Builder cancelTakes(Duration time) {
            cancelTakes = time;
            return this;
        }

        /** How long further workers take when a cluster grows; by default a minute. */
        public Builder growth(Duration time) {
            growth = time;
            return this;
        }

        /** How many objects or runs a page of a listing holds; by default 1000. */
        public Builder pageSize(int objects) {
            if (objects < 1) {
                throw DroverException.invalid("A page holds at least 1 object, not " + objects + ".");
            }
            pageSize = objects;
            return this;
        }

        /** Decides what goes wrong; by default nothing does. */
        public Builder faults(FaultSource source) {
            faults = source;
            return this;
        }

        /** Is called before every native call. */
        public Builder hook(CallHook before) {
            hook = before;
            return this;
        }

        public MemPlatform build() {
            return new MemPlatform(this);
        }
    }
}
