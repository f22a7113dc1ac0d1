package dev.drover.internal.cluster;

import dev.drover.Attempt;
import dev.drover.ClusterChange;
import dev.drover.ClusterChange.Create;
import dev.drover.ClusterChange.Impossible;
import dev.drover.ClusterChange.Resize;
import dev.drover.ClusterChange.Unchanged;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterProvider;
import dev.drover.ClusterRequest;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.LedgerEntry;
import dev.drover.Location;
import dev.drover.internal.submission.Submissions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Compares clusters that are wanted with those that there are. Safe for use by many threads. */
public final class ClusterChanges {
    private final Function<Location, ? extends ClusterProvider> providers;
    private final Submissions submissions;

    public ClusterChanges(Function<Location, ? extends ClusterProvider> providers, Submissions submissions) {
        this.providers = providers;
        this.submissions = submissions;
    }

    /** What {@link #apply} would do. */
    public ClusterChange plan(ClusterRequest wanted) {
        ClusterProvider provider = providers.apply(wanted.location());
        return provider.find(wanted.key())
                .map(ClusterHandle::describe)
                .filter(status -> !status.state().terminal())
                .map(status -> change(wanted, status))
                .orElseGet(() -> new Create(provider.plan(wanted.spec())));
    }

    /** Does it; does nothing where nothing is to be done. */
    public ClusterHandle apply(ClusterRequest wanted) {
        ClusterProvider provider = providers.apply(wanted.location());
        ClusterChange change = plan(wanted);
        if (change instanceof Create create && !create.plan().problems().isEmpty()) {
            throw DroverException.invalid("The " + wanted + " would not come to life: "
                    + String.join("; ", create.plan().problems()) + ". Nothing was made.");
        }
        if (change instanceof Impossible impossible) {
            throw new DroverException(
                    ErrorCode.CONFLICT,
                    Effect.NONE,
                    false,
                    "The " + wanted + " is there as " + impossible + ". Nothing was changed.",
                    null);
        }
        ClusterHandle cluster = provider.create(wanted.spec(), wanted.key());
        if (change instanceof Resize resize) {
            cluster.resize(resize.to());
        }
        return cluster;
    }

    private ClusterChange change(ClusterRequest wanted, ClusterStatus status) {
        ClusterId cluster = status.id();
        if (status.state() == ClusterState.TERMINATING) {
            return new Impossible(cluster, List.of(), "it is being ended; ask again when it has ended");
        }
        Optional<SpecFields> made = made(wanted, cluster);
        List<String> differing = made.map(fields -> fields.differing(SpecFields.of(wanted.spec())))
                .orElseGet(() -> toBeSeen(wanted.spec(), status));
        if (!differing.isEmpty()) {
            return new Impossible(
                    cluster,
                    differing,
                    String.join(", ", differing) + (differing.size() == 1 ? " differs" : " differ")
                            + " from what it was made of; end it and apply again, or use another key");
        }
        int workers = status.nodes(Role.WORKER).size();
        // While it starts nobody can tell how many there will be; where it scales, the platform says how many there
        // are.
        boolean resize = status.state() != ClusterState.STARTING
                && wanted.spec().scaling().isEmpty()
                && workers != wanted.spec().workers();
        return resize
                ? new Resize(cluster, workers, wanted.spec().workers())
                : new Unchanged(cluster, made.isPresent());
    }

    private static List<String> toBeSeen(ClusterSpec spec, ClusterStatus status) {
        boolean other = spec.sparkVersion().isPresent()
                && status.sparkVersion().isPresent()
                && !spec.sparkVersion().equals(status.sparkVersion());
        return other ? List.of("sparkVersion") : List.of();
    }

    /** What the cluster was made of, if this ledger has seen it made. */
    private Optional<SpecFields> made(ClusterRequest wanted, ClusterId cluster) {
        return submissions
                .last(Attempt.Kind.CLUSTER, wanted.key())
                .filter(entry -> entry.id().equals(Optional.of(cluster.toString())))
                .map(LedgerEntry::digest)
                .flatMap(SpecFields::parse);
    }
}
