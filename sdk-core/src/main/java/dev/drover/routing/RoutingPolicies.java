package dev.drover.routing;

import dev.drover.DroverException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The built-in policies. {@link #rendezvous()} is the default of a pool. None of them chooses a candidate of weight 0; where
 * all have weight 0, their choosers throw INVALID_ARGUMENT.
 */
public final class RoutingPolicies {

    private RoutingPolicies() {}

    /**
     * Weighted rendezvous hashing: the request's key decides, in proportion to weights over many keys. The same key goes
     * to the same cluster in every JVM, so that shares are right even across many programs that submit one job each. A
     * cluster that goes away, or comes, moves only its own keys; a weight that changes moves only the difference. The
     * attempt's number has no part in it. No state.
     *
     * <p>Key and cluster id, as text, are hashed with 64-bit FNV-1a over UTF-16 code units (each part of the key followed
     * by a zero) and MurmurHash3's finaliser, which is applied once more to the exclusive or of both. That will not change
     * between versions, since processes that run different ones must agree.
     */
    public static RoutingPolicy rendezvous() {
        return Rendezvous::new;
    }

    /**
     * Evenly spread turns in proportion to weights: of any 100 consecutive choices from the same clusters with the same
     * weights, each cluster gets its share, rounded up or down to at most one off. Each different list of candidates is
     * counted by itself; the 32 used last are remembered. The first choice from a list is drawn at random in proportion to
     * weights, so that programs that choose just once keep to the shares too.
     */
    public static RoutingPolicy smoothWeighted() {
        return SmoothWeighted::new;
    }

    /**
     * One after the other in the order of the list, beginning anywhere; weights do not matter, but for 0. The state is one
     * number: where the list changes, the turn goes on by position.
     */
    public static RoutingPolicy roundRobin() {
        return RoundRobin::new;
    }

    /**
     * The cluster that would have the fewest jobs in flight per weight with this one added; among equals the key decides
     * as in {@link #rendezvous()}. It knows only the jobs of its own {@link dev.drover.Drover}. No state.
     */
    public static RoutingPolicy leastLoaded() {
        return new ByLoad(LeastLoaded::new);
    }

    /**
     * The less loaded, as {@link #leastLoaded()} counts, of two different clusters drawn at random, all with the same
     * chance. Many programs that see the same old numbers do not all run to one cluster. No state.
     */
    public static RoutingPolicy powerOfTwoChoices() {
        return new ByLoad(PowerOfTwoChoices::new);
    }

    /**
     * Keeps requests whose keys begin alike on one cluster: {@code stickyByKey(1)} keeps {@code etl/2026-11-21} where {@code
     * etl/2026-11-20} went. The first choice falls as in {@link #rendezvous()}, by the beginning of the key, so that JVMs
     * agree on it. It holds as long as that cluster is among the candidates with a weight above 0; then the next choice
     * holds, also after the first cluster is back. The 10,000 beginnings used last are remembered; one that was forgotten
     * is drawn anew.
     *
     * @param parts how many parts of the key count, 1 to 16; a key of fewer counts as a whole
     * @throws DroverException INVALID_ARGUMENT for other numbers
     */
    public static RoutingPolicy stickyByKey(int parts) {
        if (parts < 1 || parts > 16) {
            throw DroverException.invalid("A request key has 1 to 16 parts; it cannot stick by " + parts + " of them.");
        }
        return sticky(request -> {
            List<String> all = request.key().parts();
            return all.subList(0, Math.min(parts, all.size()));
        });
    }

    /**
     * Keeps jobs that have the same value of a label ({@link dev.drover.JobOptions#labels()}) on one cluster, as {@link
     * #stickyByKey} keeps keys. Jobs without the label go by {@link #rendezvous()}.
     *
     * @param name the label's name
     */
    public static RoutingPolicy stickyByLabel(String name) {
        Objects.requireNonNull(name, "name");
        return sticky(request -> {
            String value = request.job().options().labels().get(name);
            return value == null ? List.of() : List.of(value);
        });
    }

    private static RoutingPolicy sticky(Function<RoutingRequest, List<String>> groupOf) {
        return () -> new Sticky(groupOf);
    }

    /**
     * Lets another policy choose among the candidates that meet all requirements. If none does, the choosers throw
     * UNSUPPORTED with what each candidate lacks. State is what the other policy has.
     *
     * @param then who chooses; may be filtered itself
     */
    public static RoutingPolicy filtered(RoutingPolicy then, Requirement... requirements) {
        Objects.requireNonNull(then, "then");
        List<Requirement> all = List.of(requirements);
        return new RoutingPolicy() {
            @Override
            public Chooser start() {
                return new Filtered(all, then.start());
            }

            @Override
            public boolean usesLoad() {
                return then.usesLoad();
            }
        };
    }

    private record ByLoad(Supplier<Chooser> choosers) implements RoutingPolicy {
        @Override
        public Chooser start() {
            return choosers.get();
        }

        @Override
        public boolean usesLoad() {
            return true;
        }
    }
}
