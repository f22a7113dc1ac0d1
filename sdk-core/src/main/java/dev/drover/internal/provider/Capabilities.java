package dev.drover.internal.provider;

import dev.drover.Capability;
import dev.drover.ClusterSpec;
import dev.drover.Customizer;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

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
        if (spec.scaling().isPresent()) {
            needed.add(Capability.AUTOSCALING);
        }
        if (spec.release().isPresent()) {
            needed.add(Capability.RELEASES);
        }
        if (spec.logs().isPresent()) {
            needed.add(Capability.LOG_ARCHIVE);
        }
        if (spec.gateway().isPresent()) {
            needed.add(Capability.GATEWAY);
        }
        Stream.of(spec.master(), spec.workerNodes(), spec.gateway())
                .flatMap(Optional::stream)
                .forEach(nodes -> needed.addAll(neededBy(nodes)));
        return needed;
    }

    private static Set<Capability> neededBy(NodeGroup nodes) {
        return nodes.purchase() == Purchase.ON_DEMAND
                ? EnumSet.of(Capability.MACHINES)
                : EnumSet.of(Capability.MACHINES, Capability.SPOT);
    }

    /**
     * Refuses customizers that no loaded provider can be meant by.
     *
     * @param customizable the types of requests that loaded providers send
     * @throws DroverException INVALID_ARGUMENT, naming the first
     */
    public static void requireCustomizable(List<Customizer<?>> customizers, Set<Class<?>> customizable) {
        for (Customizer<?> each : customizers) {
            if (!customizable.contains(each.type())) {
                throw DroverException.invalid("The customizer '" + each.label() + "' changes a "
                        + each.type().getName() + ", which no loaded provider sends; they send " + customizable + ".");
            }
        }
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
