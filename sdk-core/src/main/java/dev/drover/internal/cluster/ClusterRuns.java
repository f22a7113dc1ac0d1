package dev.drover.internal.cluster;

import dev.drover.Attempt;
import dev.drover.ClusterId;
import dev.drover.ClusterState;
import dev.drover.JobState;
import dev.drover.Location;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.internal.submission.Runs;
import dev.drover.spi.ClusterDriver;
import dev.drover.spi.Lookup;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** {@link Runs} that are clusters: they run until they have ended, whichever way. Targets are locations. */
public class ClusterRuns implements Runs {
    private final Function<Location, Opened> providers;

    public ClusterRuns(Function<Location, Opened> providers) {
        this.providers = providers;
    }

    Opened at(String target) {
        return providers.apply(Location.parse(target));
    }

    ClusterDriver driver(String target) {
        return at(target).clusters();
    }

    @Override
    public Duration settle(String target) {
        return driver(target).settle();
    }

    @Override
    public Lookup<Seen> find(String target, Attempt attempt, Duration limit) {
        Lookup<ClusterId> lookup = driver(target)
                .find(
                        attempt,
                        at(target)
                                .guard()
                                .begin("find cluster " + attempt + " at " + target, Subject.of(attempt.key()), limit));
        if (lookup instanceof Lookup.Found<ClusterId> found) {
            return new Lookup.Found<>(found.matches().stream()
                    .map(id -> new Seen(id.toString(), JobState.RUNNING))
                    .toList());
        }
        if (lookup instanceof Lookup.Undecided<ClusterId> undecided) {
            return new Lookup.Undecided<>(undecided.why(), undecided.askAgainAfter());
        }
        return new Lookup.NotSeen<>();
    }

    @Override
    public Optional<JobState> state(String id, Duration limit) {
        ClusterId cluster = ClusterId.parse(id);
        String target = cluster.location().toString();
        return driver(target)
                .describe(cluster, at(target).guard().begin("describe cluster " + cluster, Subject.of(cluster), limit))
                .map(status -> state(status.state()));
    }

    /** One that is being ended is its key's no more: it takes no jobs, and drivers do not find it either. */
    private static JobState state(ClusterState state) {
        boolean over = state.terminal() || state == ClusterState.TERMINATING;
        return over ? JobState.CANCELLED : JobState.RUNNING;
    }

    @Override
    public void undo(String id, Duration limit) {
        ClusterId cluster = ClusterId.parse(id);
        String target = cluster.location().toString();
        driver(target)
                .terminate(
                        cluster,
                        at(target).guard().begin("terminate surplus cluster " + cluster, Subject.of(cluster), limit));
    }

    /** A cluster's key names the living one, however many there were before it. */
    @Override
    public Attempt after(Attempt ended) {
        return ended;
    }
}
