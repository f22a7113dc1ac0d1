package dev.drover.standalone.hosts;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterPlan;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.spi.CallContext;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.Safety;
import dev.drover.standalone.hosts.ClusterRecord.Phase;
import dev.drover.standalone.hosts.Register.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clusters of Spark standalone on hosts. What is known of them is on the hosts; nothing is kept here. */
final class HostsClusterDriver implements ClusterDriver {
    private final Location where;
    private final HostsOptions options;
    private final Register register;
    private final Allocation allocation;
    private final Creation creation;
    private final Resizing resizing;
    private final Ending ending;
    private final Statuses statuses;
    private final Masters masters;

    HostsClusterDriver(
            Location where,
            HostsOptions options,
            Register register,
            Allocation allocation,
            Creation creation,
            Resizing resizing,
            Ending ending,
            Statuses statuses,
            Masters masters) {
        this.where = where;
        this.options = options;
        this.register = register;
        this.allocation = allocation;
        this.creation = creation;
        this.resizing = resizing;
        this.ending = ending;
        this.statuses = statuses;
        this.masters = masters;
    }

    /** The register is read and written at one place. */
    @Override
    public Duration settle() {
        return Duration.ZERO;
    }

    @Override
    public Safety createSafety() {
        return Safety.KEYED;
    }

    @Override
    public void check(ClusterSpec spec) {
        if (spec.sparkVersion().isPresent()) {
            throw DroverException.invalid("The hosts of '" + where
                    + "' have the Spark that HostsOptions say, whichever version that is. Leave out sparkVersion.");
        }
        long workers = options.hosts().stream()
                .filter(host -> host.role() != SshHost.Role.MASTER)
                .count();
        if (spec.workers() > workers) {
            throw DroverException.invalid(
                    "'" + where + "' has " + workers + " hosts that may be workers, not " + spec.workers() + ".");
        }
    }

    @Override
    public ClusterId create(ClusterSpec spec, Attempt attempt, CallContext context) {
        ClusterId id = where.cluster(attempt.name());
        masters.forget(id);
        creation.create(id.name(), spec, context);
        return id;
    }

    /** One that its maker has left half made is not found, so that {@link #create} makes it anew. */
    @Override
    public Lookup<ClusterId> find(Attempt attempt, CallContext context) {
        return register.read(attempt.name(), context)
                .filter(entry -> !entry.record().detached())
                .filter(entry -> entry.record().phase() == Phase.MADE
                        || (entry.record().phase() == Phase.MAKING && entry.held()))
                .<Lookup<ClusterId>>map(entry -> new Lookup.Found<>(List.of(id(entry))))
                .orElseGet(Lookup.NotSeen::new);
    }

    private ClusterId id(Entry entry) {
        return where.cluster(entry.record().name());
    }

    @Override
    public Optional<ClusterStatus> describe(ClusterId cluster, CallContext context) {
        return register.read(cluster.name(), context).map(entry -> statuses.status(cluster, entry, context));
    }

    /** Also those that are half made or not ended as a whole; they hold hosts. */
    @Override
    public List<ClusterStatus> list(CallContext context) {
        return register.all(context).stream()
                .filter(entry -> !entry.record().detached() && entry.record().phase() != Phase.FAILED)
                .map(entry -> statuses.status(id(entry), entry, context))
                .toList();
    }

    @Override
    public void resize(ClusterId cluster, int workers, CallContext context) {
        resizing.resize(cluster.name(), workers, context);
    }

    @Override
    public void terminate(ClusterId cluster, CallContext context) {
        masters.forget(cluster);
        register.read(cluster.name(), context).ifPresent(entry -> ending.end(entry.record(), context));
    }

    @Override
    public ClusterPlan plan(ClusterSpec spec, CallContext context) {
        List<String> creates = new ArrayList<>();
        List<ClusterPlan.Item> items = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            check(spec);
            ClusterRecord placed = allocation.place(creation.record("plan", spec, context), allocation.look(context));
            items.add(item(placed.master(), Role.MASTER));
            placed.workers().forEach(host -> items.add(item(host, Role.WORKER)));
            items.forEach(item -> creates.add("a " + item.details().get("role") + " on host "
                    + item.details().get("host") + ", which no other cluster gets meanwhile"));
        } catch (DroverException e) {
            problems.add(e.getMessage());
        }
        return new ClusterPlan(
                creates,
                List.of(
                        "no maximum age and no idle time: it runs until it is terminated, or its hosts are switched off"),
                problems,
                items);
    }

    private static ClusterPlan.Item item(String host, Role role) {
        return new ClusterPlan.Item("host", 1, Map.of("host", host, "role", role.word()));
    }
}
