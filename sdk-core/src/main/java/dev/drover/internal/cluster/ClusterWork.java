package dev.drover.internal.cluster;

import dev.drover.Attempt;
import dev.drover.ClusterSpec;
import dev.drover.Location;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.provider.Capabilities;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.internal.submission.Work;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.util.function.Function;

/** A cluster that is to be made once. */
final class ClusterWork extends ClusterRuns implements Work {
    private final ClusterSpec spec;

    ClusterWork(ClusterSpec spec, Function<Location, Opened> providers) {
        super(providers);
        this.spec = spec;
    }

    @Override
    public String what() {
        return "create a cluster";
    }

    @Override
    public String digest() {
        return SpecFields.of(spec).toString();
    }

    /** Whoever asks for the key of a living cluster gets that cluster; {@link ClusterChanges} says how it differs. */
    @Override
    public boolean is(String recorded) {
        return true;
    }

    @Override
    public Safety safety(String target) {
        return driver(target).createSafety();
    }

    @Override
    public void check(String target, Duration limit) {
        Capabilities.require(Capabilities.neededBy(spec), at(target).atMost(), "'" + target + "'");
        driver(target).check(spec);
    }

    @Override
    public String send(String target, Attempt attempt, Duration limit) {
        return driver(target)
                .create(
                        spec,
                        attempt,
                        at(target)
                                .guard()
                                .begin("create cluster " + attempt + " at " + target, Subject.of(attempt.key()), limit))
                .toString();
    }
}
