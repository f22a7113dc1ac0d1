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
import dev.drover.internal.guard.InFlight;
import dev.drover.internal.guard.OnceByKey;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.provider.Capabilities;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** {@link ClusterProvider} over a driver. */
public final class ClusterClient implements ClusterProvider {
    private final Opened opened;
    private final ClusterDriver driver;
    private final RandomGenerator random;
    private final InFlight<Location, ClusterId> inFlight;
    private final Function<ClusterId, JobSubmitter> submitters;

    public ClusterClient(
            Opened opened,
            RandomGenerator random,
            InFlight<Location, ClusterId> inFlight,
            Function<ClusterId, JobSubmitter> submitters) {
        this.opened = opened;
        this.driver = opened.clusters();
        this.random = random;
        this.inFlight = inFlight;
        this.submitters = submitters;
    }

    @Override
    public Location location() {
        return opened.where();
    }

    @Override
    public ClusterHandle create(ClusterSpec spec, RequestKey key) {
        Capabilities.require(Capabilities.neededBy(spec), opened.atMost(), "'" + location() + "'");
        driver.check(spec);
        Attempt attempt = attempt(key);
        CallContext context = opened.guard().begin("create cluster " + attempt + " at " + location(), Subject.of(key));
        OnceByKey<ClusterId> once = new OnceByKey<>(
                key,
                "create a cluster at " + location(),
                driver.settle(),
                () -> driver.find(attempt, context),
                () -> driver.create(spec, attempt, context),
                opened.guard().clock(),
                random,
                context.deadline());
        OnceByKey.Outcome<ClusterId> outcome = inFlight.run(location(), attempt, context.remaining(), once);
        return handle(outcome.result(), outcome.started());
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
        return driver.list(opened.guard().begin("list clusters at " + location()));
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec) {
        Capabilities.require(Capabilities.neededBy(spec), opened.atMost(), "'" + location() + "'");
        return driver.plan(spec, opened.guard().begin("plan a cluster at " + location()));
    }

    private static Attempt attempt(RequestKey key) {
        return new Attempt(Attempt.Kind.CLUSTER, key, 1);
    }
}
