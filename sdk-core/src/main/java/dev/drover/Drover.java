package dev.drover;

import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.PackageRepository;
import dev.drover.bundle.PushOptions;
import dev.drover.bundle.Pushed;
import dev.drover.bundle.Uploaded;
import dev.drover.config.DroverConfig;
import dev.drover.internal.cluster.ClusterChanges;
import dev.drover.internal.cluster.ClusterClient;
import dev.drover.internal.cluster.ClusterRuns;
import dev.drover.internal.fanout.FanOut;
import dev.drover.internal.guard.Guards;
import dev.drover.internal.guard.Listeners;
import dev.drover.internal.job.JobClient;
import dev.drover.internal.job.JobRuns;
import dev.drover.internal.ledger.Ledgers;
import dev.drover.internal.packages.PackagedFiles;
import dev.drover.internal.pipeline.JobsSeen;
import dev.drover.internal.pipeline.PipelineClient;
import dev.drover.internal.pipeline.Surroundings;
import dev.drover.internal.pool.DrainMarks;
import dev.drover.internal.pool.Pool;
import dev.drover.internal.provider.Capabilities;
import dev.drover.internal.provider.DaemonThreads;
import dev.drover.internal.provider.OpeningContext;
import dev.drover.internal.provider.Providers;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.internal.storage.StorageClient;
import dev.drover.internal.submission.LedgerClient;
import dev.drover.internal.submission.Submissions;
import dev.drover.internal.submission.Sweeper;
import dev.drover.internal.tracker.SharedStatus;
import dev.drover.internal.tracker.Trackers;
import dev.drover.pipeline.PipelineRunner;
import dev.drover.routing.Candidate;
import dev.drover.routing.ClusterPool;
import dev.drover.routing.PoolSpec;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The entry: clusters, jobs and storage on every platform whose module is on the class path.
 *
 * <pre>{@code
 * try (Drover drover = Drover.builder().build();
 *         EphemeralCluster cluster = drover.ephemeralCluster("local://localhost", spec, key, Duration.ofMinutes(2))) {
 *     cluster.submit(job, key).awaitSuccess(Duration.ofHours(1));
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads. Closing frees connections and threads, lets go of pipelines, and leaves clusters and jobs
 * alone, local clusters excepted, which cannot outlive this JVM.
 */
public final class Drover implements AutoCloseable {
    private final Providers providers;
    private final DroverClock clock;
    private final RandomGenerator random;
    private final Listeners listeners;
    private final Guards guards;
    private final Executor executor;
    private final Runnable stopExecutor;
    private final Submissions submissions;
    private final Ledger ledger;
    private final Trackers trackers;
    private final Optional<StorageUri> ledgerPrefix;
    private final FanOut fanOut;
    private final PackagedFiles packagedFiles;
    private final PipelineClient pipelines;
    private final Set<Location> locations;
    private final Map<String, PoolSpec> declared;
    private final Map<String, ClusterRequest> clusters;
    private final Map<String, ClusterPool> pools = new ConcurrentHashMap<>();

    private Drover(Builder builder) {
        ledgerPrefix = builder.ledger;
        declared = Map.copyOf(builder.pools);
        locations = builder.locations();
        clusters = Map.copyOf(builder.clusters);
        clock = builder.clock;
        random = builder.random;
        listeners = new Listeners(builder.listeners);
        if (builder.executor.isPresent()) {
            executor = builder.executor.get();
            stopExecutor = () -> {};
        } else {
            ExecutorService own = DaemonThreads.cached("drover");
            executor = clock.heeding(own);
            stopExecutor = own::shutdownNow;
        }
        fanOut = new FanOut(clock, executor);
        guards = new Guards(builder.clock, random, listeners, builder.guard, builder.operationTimeout);
        providers = new Providers(
                builder.factories,
                where -> new OpeningContext(
                        builder.optionsAt(where),
                        builder.oidcTokenFile,
                        builder.clock,
                        random,
                        executor,
                        listeners,
                        this::storage),
                guards);
        Supplier<String> nonces = () -> Long.toHexString(random.nextLong());
        Ledgers ledgers = builder.ledger
                .map(uri -> Ledgers.stored(() -> appendingStorage(uri), uri, builder.namespace, nonces))
                .orElseGet(() -> Ledgers.inMemory(builder.namespace, nonces));
        Sweeper sweeper = new Sweeper(builder.clock, executor, listeners);
        submissions =
                new Submissions(ledgers, builder.clockSkew, builder.operationTimeout, builder.clock, random, sweeper);
        packagedFiles = new PackagedFiles(
                Map.copyOf(builder.packages),
                this::packages,
                cluster -> status(cluster).flatMap(ClusterStatus::sparkVersion));
        JobsSeen seen = new JobsSeen();
        pipelines = new PipelineClient(new Surroundings(
                this,
                ledgers,
                listeners,
                seen,
                clock,
                executor,
                nonces.get(),
                builder.operationTimeout,
                builder.clockSkew));
        ledger = new LedgerClient(
                ledgers,
                sweeper,
                builder.clock,
                kind -> switch (kind) {
                    case JOB -> new JobRuns(this::at);
                    case CLUSTER -> new ClusterRuns(providers::at);
                },
                pipelines::expire);
        Optional<SharedStatus> shared = builder.sharedStatus.map(
                prefix -> new SharedStatus(prefix, this::storage, builder.clock, random, executor));
        List<DroverListener> ofJobs = new ArrayList<>(builder.listeners);
        ofJobs.add(seen);
        trackers = new Trackers(builder.clock, random, executor, new Listeners(ofJobs), submissions::ended, shared);
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Opens what {@code drover.yaml} says; see {@link DroverConfig}.
     *
     * @throws dev.drover.config.ConfigException with everything that is wrong with the file
     */
    public static Drover open(Path config) {
        return DroverConfig.standard().read(config).build();
    }

    /** Makes and finds clusters at a location, such as {@code local://localhost}. */
    public ClusterProvider clusters(Location where) {
        return clusterClient(where);
    }

    /** {@link #clusters(Location)} by the location's text. */
    public ClusterProvider clusters(String where) {
        return clusters(Location.parse(where));
    }

    /**
     * The living clusters that Drover made at several locations, which are asked side by side; see
     * {@link ClusterProvider#list}. Locations that are down, slow, or make no clusters are named in the result.
     *
     * @param timeout how long to wait for the answers
     * @return the clusters in the order of their locations
     * @throws DroverException INVALID_ARGUMENT if the timeout is not above zero; CANCELLED if this thread is interrupted,
     *     which it remains
     */
    public PartialResult<Location, List<ClusterStatus>> listClusters(Collection<Location> locations, Duration timeout) {
        PartialResult<Location, Map<Location, List<ClusterStatus>>> lists = fanOut.ask(
                "list clusters",
                locations,
                timeout,
                (where, limit) -> clusterClient(where).list(limit));
        return new PartialResult<>(
                lists.found().values().stream().flatMap(List::stream).toList(), lists.failed());
    }

    /**
     * The locations that were named, in {@code drover.yaml} or to the builder: those with options of their own, and those of
     * pools and declared clusters.
     */
    public Set<Location> locations() {
        return locations;
    }

    /** A cluster that is known by id; it is not asked for. */
    public ClusterHandle cluster(ClusterId id) {
        return clusterClient(id.location()).handle(id);
    }

    /** The clusters that were declared, in {@code drover.yaml} or by {@link Builder#cluster}, by name. */
    public Map<String, ClusterRequest> declaredClusters() {
        return clusters;
    }

    /**
     * What {@link #apply} would do for a cluster: make it, resize it, nothing, or refuse. Nothing is changed.
     *
     * @throws DroverException INVALID_ARGUMENT or UNSUPPORTED if no such cluster can be made there
     */
    public ClusterChange plan(ClusterRequest wanted) {
        return clusterChanges().plan(wanted);
    }

    /**
     * Makes a cluster what it is wanted to be: makes it if there is none for the key, resizes it if the number of workers is
     * another, and does nothing if it is so already. Returns as {@link ClusterProvider#create} does.
     *
     * @throws DroverException CONFLICT if it differs in what cannot be changed while it lives; INVALID_ARGUMENT or UNSUPPORTED
     *     if it cannot be made; then nothing was changed
     */
    public ClusterHandle apply(ClusterRequest wanted) {
        return clusterChanges().apply(wanted);
    }

    private ClusterChanges clusterChanges() {
        return new ClusterChanges(this::clusters, submissions);
    }

    /**
     * Submits a job to its target, or if it names none, to the only pool or else the only cluster that was declared.
     *
     * @throws DroverException INVALID_ARGUMENT if it names none and there are several or none; NOT_FOUND if the pool or cluster
     *     was not declared, or the cluster was not made; and as {@link JobSubmitter#submit(JobSpec, RequestKey, SubmitOptions)}
     */
    public JobHandle submit(JobRequest job) {
        JobTarget target = job.target().orElseGet(this::onlyTarget);
        if (target instanceof JobTarget.Pool pool) {
            return pool(pool.name()).submit(job.spec(), job.key(), job.options());
        }
        ClusterId cluster = target instanceof JobTarget.Cluster known
                ? known.id()
                : declaredCluster(((JobTarget.Declared) target).name());
        return jobs(cluster).submit(job.spec(), job.key(), job.options());
    }

    private JobTarget onlyTarget() {
        if (declared.size() == 1) {
            return new JobTarget.Pool(declared.keySet().iterator().next());
        }
        if (declared.isEmpty() && clusters.size() == 1) {
            return new JobTarget.Declared(clusters.keySet().iterator().next());
        }
        throw DroverException.invalid(
                "The job names no pool and no cluster, and there is not just one to choose: there are pools "
                        + new TreeSet<>(declared.keySet()) + " and clusters " + new TreeSet<>(clusters.keySet()) + ".");
    }

    /**
     * The cluster that was declared under a name; its location is asked for it.
     *
     * @throws DroverException NOT_FOUND if none was declared, or it was not made
     */
    public ClusterId declaredCluster(String name) {
        ClusterRequest wanted = clusters.get(name);
        if (wanted == null) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "No cluster '" + name + "' was declared; there are " + new TreeSet<>(clusters.keySet()) + ".");
        }
        return clusters(wanted.location())
                .find(wanted.key())
                .map(ClusterHandle::id)
                .orElseThrow(() -> new DroverException(
                        ErrorCode.NOT_FOUND,
                        "The cluster '" + name + "' is declared, but there is none for key " + wanted.key() + " at "
                                + wanted.location() + ". Make it first: drover.apply(...)."));
    }

    /** Jobs on a cluster. */
    public JobSubmitter jobs(ClusterId cluster) {
        return jobClient(cluster);
    }

    /**
     * Spreads jobs over several clusters. Pools of one Drover count their running jobs each by itself.
     *
     * @throws DroverException INVALID_ARGUMENT if a cluster's weight is negative, infinite or not a number
     */
    public ClusterPool pool(PoolSpec spec) {
        return pool(spec, Optional.empty());
    }

    private ClusterPool pool(PoolSpec spec, Optional<DrainMarks> marks) {
        return Pool.of(
                spec,
                new Pool.Surroundings(
                        this::jobClient,
                        cluster -> at(cluster).atMost(),
                        this::outage,
                        this::status,
                        packagedFiles,
                        ledger.durable(),
                        marks,
                        fanOut,
                        clock,
                        random));
    }

    /**
     * The pool that was declared under a name, in {@code drover.yaml} or by {@link Builder#pool}; always the same one.
     *
     * @throws DroverException NOT_FOUND if there is none
     */
    public ClusterPool pool(String name) {
        PoolSpec spec = declared.get(name);
        if (spec == null) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND,
                    "No pool '" + name + "' was declared; there are " + new TreeSet<>(declared.keySet()) + ".");
        }
        return pools.computeIfAbsent(
                name,
                unused -> pool(
                        spec, ledgerPrefix.map(uri -> new DrainMarks(() -> appendingStorage(uri), uri, name, clock))));
    }

    /** The names of the pools that were declared. */
    public Set<String> pools() {
        return declared.keySet();
    }

    private Optional<String> outage(ClusterId cluster) {
        return guards.openBreaker(cluster)
                .map(breaker ->
                        "calls to " + breaker.endpoint() + " have failed too often; its circuit breaker is open");
    }

    private Optional<ClusterStatus> status(ClusterId cluster) {
        return at(cluster).provider().clusters().isPresent()
                ? Optional.of(cluster(cluster).describe())
                : Optional.empty();
    }

    /** A run that is known by id, from this JVM or another; it is not asked for. */
    public JobHandle job(JobId id) {
        return jobClient(id.cluster()).handle(id);
    }

    /** What a cluster can do; asks the cluster. */
    public Set<Capability> capabilities(ClusterId cluster) {
        return jobClient(cluster).capabilities();
    }

    /** What any cluster or storage of a scheme can do at most. */
    public Set<Capability> capabilities(String scheme) {
        return providers.capabilities(scheme);
    }

    /** Runs pipelines, and goes on with those that have stopped. */
    public PipelineRunner pipelines() {
        return pipelines;
    }

    /** What is on record of request keys. */
    public Ledger ledger() {
        return ledger;
    }

    /** The circuit breakers of the endpoints that this Drover has called. */
    public Breakers breakers() {
        return guards.breakers();
    }

    /** A storage whose objects can be created only if they are absent. */
    private Storage appendingStorage(StorageUri uri) {
        Capabilities.require(
                Set.of(Capability.PUT_IF_ABSENT), providers.at(uri.location()).atMost(), "'" + uri + "'");
        return storage(uri);
    }

    /** The storage that holds a URI. */
    public Storage storage(StorageUri uri) {
        return new StorageClient(providers.at(uri.location()));
    }

    /** {@link #storage(StorageUri)} by the URI's text. */
    public Storage storage(String uri) {
        return storage(StorageUri.parse(uri));
    }

    /**
     * Uploads a package to a prefix; files that are there already are skipped.
     *
     * @throws DroverException as {@link Storage}; what was uploaded before the error is skipped the next time
     */
    public Uploaded upload(PackageBundle bundle, StorageUri target) throws InterruptedException {
        return bundle.upload(storage(target), target, progress -> listeners.tell(l -> l.uploadProgressed(progress)));
    }

    /** {@link #upload(PackageBundle, StorageUri)} by the prefix's text. */
    public Uploaded upload(PackageBundle bundle, String target) throws InterruptedException {
        return upload(bundle, StorageUri.parse(target));
    }

    /**
     * The packages below a prefix.
     *
     * @throws DroverException UNSUPPORTED if that storage cannot create only what is absent
     */
    public PackageRepository packages(StorageUri prefix) {
        return PackageRepository.at(appendingStorage(prefix), prefix, clock);
    }

    /** {@link #packages(StorageUri)} by the prefix's text. */
    public PackageRepository packages(String prefix) {
        return packages(StorageUri.parse(prefix));
    }

    /**
     * Where clusters find packages, each prefix once; see {@link Builder#packages}.
     *
     * @throws DroverException UNSUPPORTED if none was declared for one of them
     */
    public Set<StorageUri> packagePrefixes(Collection<ClusterId> clusters) {
        Set<StorageUri> prefixes = new LinkedHashSet<>();
        clusters.forEach(cluster -> prefixes.add(packagedFiles.prefix(cluster)));
        return prefixes;
    }

    /**
     * Pushes a version of a package to repositories; see {@link PackageRepository#push}, whose errors these are.
     *
     * @param prefixes of the repositories, such as those of {@link #packagePrefixes}
     */
    public Pushed push(String name, PackageBundle bundle, PushOptions options, Collection<StorageUri> prefixes)
            throws InterruptedException {
        List<PackageRepository> repositories =
                prefixes.stream().map(this::packages).toList();
        return PackageRepository.push(
                name, bundle, options, repositories, progress -> listeners.tell(l -> l.uploadProgressed(progress)));
    }

    /** {@link #push(String, PackageBundle, PushOptions, Collection)} to one repository, by its prefix's text. */
    public Pushed push(String name, PackageBundle bundle, String prefix) throws InterruptedException {
        return push(name, bundle, PushOptions.DEFAULT, List.of(StorageUri.parse(prefix)));
    }

    /**
     * {@link #push(String, PackageBundle, PushOptions, Collection)} to all repositories that the clusters of a pool use, so
     * that a job finds its files wherever it is sent.
     */
    public Pushed push(String name, PackageBundle bundle, ClusterPool pool) throws InterruptedException {
        List<ClusterId> clusters =
                pool.candidates().stream().map(Candidate::cluster).toList();
        return push(name, bundle, PushOptions.DEFAULT, packagePrefixes(clusters));
    }

    /**
     * Makes a cluster, waits until it is ready, and ends it when closed. If it does not become ready, it is ended
     * before the error is thrown.
     *
     * @param timeout for becoming ready
     */
    public EphemeralCluster ephemeralCluster(String where, ClusterSpec spec, RequestKey key, Duration timeout)
            throws InterruptedException {
        ClusterHandle cluster = clusters(where).create(spec, key);
        try {
            return new EphemeralCluster(cluster, cluster.awaitReady(timeout));
        } catch (RuntimeException | InterruptedException e) {
            if (cluster.started()) {
                endAfter(e, cluster);
            }
            throw e;
        }
    }

    private static void endAfter(Exception error, ClusterHandle cluster) {
        try {
            cluster.terminate();
        } catch (RuntimeException e) {
            error.addSuppressed(e);
        }
    }

    private ClusterClient clusterClient(Location where) {
        return new ClusterClient(where, providers::at, submissions, random, providers::customizable, this::jobClient);
    }

    private JobClient jobClient(ClusterId cluster) {
        return new JobClient(cluster, this::at, providers::customizable, submissions, trackers, packagedFiles);
    }

    private Opened at(ClusterId cluster) {
        return providers.at(cluster.location());
    }

    @Override
    public void close() {
        pipelines.close();
        submissions.close();
        trackers.close();
        providers.close();
        stopExecutor.run();
    }

    /** Builds a {@link Drover}. */
    public static final class Builder {
        private final Map<Location, Map<Class<?>, ProviderOptions>> options = new HashMap<>();
        private List<ProviderFactory> factories = List.of();
        private boolean discover = true;
        private DroverClock clock = DroverClock.system();
        private RandomGenerator random = new SharedRandom();
        private Optional<Executor> executor = Optional.empty();
        private final List<DroverListener> listeners = new ArrayList<>();
        private GuardOptions guard = GuardOptions.DEFAULT;
        private Duration operationTimeout = Duration.ofMinutes(1);
        private Optional<StorageUri> ledger = Optional.empty();
        private String namespace = "";
        private Duration clockSkew = Duration.ofSeconds(10);
        private Optional<StorageUri> sharedStatus = Optional.empty();
        private final Map<String, PoolSpec> pools = new HashMap<>();
        private final Map<String, ClusterRequest> clusters = new HashMap<>();
        private final Map<Location, StorageUri> packages = new HashMap<>();
        private Optional<Path> oidcTokenFile = Optional.empty();

        private Builder() {}

        /**
         * One OIDC token for all platforms, read anew whenever credentials run out. It is used by the locations whose options
         * say what it is good for (a role of AWS, a workload identity provider of Google's) and name no credentials of their
         * own.
         */
        public Builder oidcTokenFile(Path file) {
            oidcTokenFile = Optional.of(file);
            return this;
        }

        /**
         * Says where the clusters at a location find packages: there, {@code package://etl/main.py} in a job stands for that
         * file of the repository's package; see {@link dev.drover.bundle.PackageReference}. What is said of a scheme's empty
         * location, such as {@code emr://}, holds for every location of that scheme of which nothing is said.
         *
         * @param prefix of a repository that those clusters can read
         */
        public Builder packages(Location clusters, StorageUri prefix) {
            packages.put(clusters, prefix);
            return this;
        }

        /** {@link #packages(Location, StorageUri)} by their texts. */
        public Builder packages(String clusters, String prefix) {
            return packages(Location.parse(clusters), StorageUri.parse(prefix));
        }

        /** Declares a pool, for {@link Drover#pool(String)}. */
        public Builder pool(String name, PoolSpec spec) {
            pools.put(name, spec);
            return this;
        }

        /** Declares a cluster that is wanted, for {@link Drover#declaredClusters()} and {@link JobTarget.Declared}. */
        public Builder cluster(String name, ClusterRequest wanted) {
            clusters.put(name, wanted);
            return this;
        }

        /**
         * Binds a provider's options to a location. Those of a scheme's empty location, such as {@code s3://}, hold for
         * every location of that scheme that has none of the same type.
         */
        public Builder configure(Location where, ProviderOptions bound) {
            options.computeIfAbsent(where, w -> new HashMap<>()).put(bound.getClass(), bound);
            return this;
        }

        private Map<Class<?>, ProviderOptions> optionsAt(Location where) {
            Map<Class<?>, ProviderOptions> all =
                    new HashMap<>(options.getOrDefault(new Location(where.scheme(), ""), Map.of()));
            all.putAll(options.getOrDefault(where, Map.of()));
            return all;
        }

        private Set<Location> locations() {
            Set<Location> named = new TreeSet<>(Comparator.comparing(Location::toString));
            named.addAll(options.keySet());
            named.removeIf(where -> where.authority().isEmpty());
            pools.values()
                    .forEach(pool -> pool.members()
                            .forEach(member -> named.add(member.cluster().location())));
            clusters.values().forEach(cluster -> named.add(cluster.location()));
            return Collections.unmodifiableSet(named);
        }

        /** {@link #configure(Location, ProviderOptions)} by the location's text. */
        public Builder configure(String where, ProviderOptions bound) {
            return configure(Location.parse(where), bound);
        }

        /** Uses these factories instead of those that {@link ServiceLoader} finds. */
        public Builder factories(List<ProviderFactory> only) {
            factories = List.copyOf(only);
            discover = false;
            return this;
        }

        /** The time to read and to wait by; by default the machine's. */
        public Builder clock(DroverClock source) {
            clock = source;
            return this;
        }

        /** Where chance comes from; must be safe for use by many threads. */
        public Builder random(RandomGenerator source) {
            random = source;
            return this;
        }

        /**
         * Runs what goes on in the background; by default daemon threads of this Drover's own. It is not shut down. It
         * needs a thread for each cluster with jobs that are waited for, and some more for what is told of them; one for
         * each pipeline that it carries on, and one for each of its steps that runs; and up to 32 while a pool or several
         * locations are listed.
         */
        public Builder executor(Executor background) {
            executor = Optional.of(background);
            return this;
        }

        /** Is told what is done. May be called again: each call adds a listener, told after those before it. */
        public Builder listener(DroverListener told) {
            listeners.add(told);
            return this;
        }

        /** How native calls are guarded; by default {@link GuardOptions#DEFAULT}. */
        public Builder guard(GuardOptions options) {
            guard = options;
            return this;
        }

        /**
         * Keeps the ledger of request keys below a prefix, for all processes that name the same; by default it is in
         * memory, and two processes that submit the same key in the same moment may both succeed.
         *
         * @param prefix in a storage that has {@link Capability#PUT_IF_ABSENT}; probed before its first use
         */
        public Builder ledger(StorageUri prefix) {
            ledger = Optional.of(prefix);
            return this;
        }

        /** {@link #ledger(StorageUri)} by the prefix's text. */
        public Builder ledger(String prefix) {
            return ledger(StorageUri.parse(prefix));
        }

        /** Whose keys these are: equal keys of different namespaces name different work. */
        public Builder namespace(String name) {
            namespace = name;
            return this;
        }

        /**
         * How far the clocks of two processes that share a ledger may differ; by default 10 seconds. A key whose holder
         * has gone silent is taken over that much later.
         */
        public Builder clockSkew(Duration most) {
            if (most.isNegative()) {
                throw DroverException.invalid("Clocks differ by zero or more, not by " + most + ".");
            }
            clockSkew = most;
            return this;
        }

        /** How long one operation may take that has no time of its own, transfers of data apart; by default a minute. */
        public Builder operationTimeout(Duration timeout) {
            if (timeout.isNegative() || timeout.isZero()) {
                throw DroverException.invalid("The timeout of operations must be above zero, not " + timeout + ".");
            }
            operationTimeout = timeout;
            return this;
        }

        /**
         * Shares what is seen of jobs with other JVMs that name the same prefix: for each cluster one of them asks the
         * platform for all, the others read its snapshot. For many short-lived JVMs that wait, as one per Airflow task.
         * When the storage fails, each asks the platform by itself. By default nothing is shared.
         *
         * @param prefix in a storage that all of them can read, write and delete in
         */
        public Builder sharedStatus(StorageUri prefix) {
            sharedStatus = Optional.of(prefix);
            return this;
        }

        /**
         * Opens nothing yet: providers open on first use.
         *
         * @throws DroverException INVALID_ARGUMENT if two modules provide one scheme
         */
        public Drover build() {
            if (discover) {
                factories = Providers.onClassPath();
            }
            return new Drover(this);
        }
    }
}
