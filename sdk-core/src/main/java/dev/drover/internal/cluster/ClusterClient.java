package dev.drover.internal.cluster;

import dev.drover.Attempt;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterProvider;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.JobSubmitter;
import dev.drover.Location;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.provider.Capabilities;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.internal.submission.Placed;
import dev.drover.internal.submission.Submissions;
import dev.drover.internal.submission.Targets;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** {@link ClusterProvider} over a driver. */
public final class ClusterClient implements ClusterProvider {
    private static final SubmitOptions ONE_LIVING = SubmitOptions.builder()
            .onSucceeded(OnEnded.RERUN)
            .onFailed(OnEnded.RERUN)
            .onCancelled(OnEnded.RERUN)
            .onLost(OnEnded.RERUN)
            .build();

    private final Opened opened;
    private final ClusterDriver driver;
    private final Function<Location, Opened> providers;
    private final Submissions submissions;
    private final RandomGenerator random;
    private final Supplier<Set<Class<?>>> customizable;
    private final Function<ClusterId, JobSubmitter> submitters;

    public ClusterClient(
            Location where,
            Function<Location, Opened> providers,
            Submissions submissions,
            RandomGenerator random,
            Supplier<Set<Class<?>>> customizable,
            Function<ClusterId, JobSubmitter> submitters) {
        this.opened = providers.apply(where);
        this.driver = opened.clusters();
        this.providers = providers;
        this.submissions = submissions;
        this.random = random;
        this.customizable = customizable;
        this.submitters = submitters;
    }

    @Override
    public Location location() {
        return opened.where();
    }

    @Override
    public ClusterHandle create(ClusterSpec spec, RequestKey key) {
        Capabilities.requireCustomizable(spec.customizers(), customizable.get());
        Placed placed = submissions.submit(
                Attempt.Kind.CLUSTER,
                key,
                new ClusterWork(spec, providers),
                Targets.only(location().toString()),
                ONE_LIVING);
        return handle(ClusterId.parse(placed.id()), placed.started());
    }

    @Override
    public Optional<ClusterHandle> find(RequestKey key) {
        Attempt attempt = attempt(key);
        CallContext context = opened.guard().begin("find cluster " + attempt + " at " + location(), Subject.of(key));
        Lookup<ClusterId> lookup = driver.find(attempt, context);
        if (lookup instanceof Lookup.Found<ClusterId> found) {
            return Optional.of(handle(found.matches().get(0), false));
        }
        if (lookup instanceof Lookup.Undecided<ClusterId> undecided) {
            throw new OutcomeUnknownException(
                    key,
                    "It cannot be told whether there is a cluster for key " + key + " at " + location() + ": "
                            + undecided.why() + ". Ask again later.",
                    null);
        }
        return Optional.empty();
    }

    /** A handle to a cluster that is known by id. */
    public ClusterHandle handle(ClusterId id) {
        return handle(id, false);
    }

    private ClusterHandle handle(ClusterId id, boolean started) {
        return new ManagedCluster(id, started, driver, opened, random, submitters.apply(id));
    }

    @Override
    public List<ClusterStatus> list() {
        return list(submissions.timeout());
    }

    /** The same, within a time. */
    public List<ClusterStatus> list(Duration limit) {
        return driver.list(opened.guard().begin("list clusters at " + location(), limit));
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec) {
        Capabilities.requireCustomizable(spec.customizers(), customizable.get());
        Capabilities.require(Capabilities.neededBy(spec), opened.atMost(), "'" + location() + "'");
        return driver.plan(spec, opened.guard().begin("plan a cluster at " + location()));
    }

    private Attempt attempt(RequestKey key) {
        return submissions.first(Attempt.Kind.CLUSTER, key);
    }
}
