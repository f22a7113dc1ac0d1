package dev.drover.internal.provider;

import dev.drover.Capability;
import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/** Refuses what a platform lacks before anything is sent. */
public final class Capabilities {

    private Capabilities() {}

    /** What a cluster spec needs of its provider. */
    public static Set<Capability> neededBy(ClusterSpec spec) {
        Set<Capability> needed = EnumSet.of(Capability.CREATE_CLUSTER);
        if (!spec.bootstrapActions().isEmpty()) {
            needed.add(Capability.BOOTSTRAP_ACTIONS);
        }
        if (spec.idleTimeout().isPresent()) {
            needed.add(Capability.IDLE_TERMINATION);
        }
        if (spec.maxAge().isPresent()) {
            needed.add(Capability.MAX_AGE);
        }
        if (spec.shuffleService()) {
            needed.add(Capability.SHUFFLE_SERVICE);
        }
        return needed;
    }

    /**
     * Refuses a request that needs more than there is.
     *
     * @throws DroverException UNSUPPORTED, naming what is missing and what is there
     */
    public static void require(Set<Capability> needed, Set<Capability> present, String who) {
        Set<Capability> missing = EnumSet.copyOf(needed);
        missing.removeAll(present);
        if (!missing.isEmpty()) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    who + " cannot do " + missing + "; it can do " + new TreeSet<>(present)
                            + ". Use another cluster, or leave out what needs it.");
        }
    }
}
