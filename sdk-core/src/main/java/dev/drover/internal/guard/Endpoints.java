package dev.drover.internal.guard;

import dev.drover.BreakerStatus;
import dev.drover.Breakers;
import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.GuardOptions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The endpoints that one Drover has called, and which of them serve which cluster. Safe for use by many threads. */
final class Endpoints implements Breakers {
    /** More are kept only while they are in use; each is about 2 KB. */
    private static final int MANY = 1_000;

    private static final long LONG_UNUSED = 600_000_000_000L;

    private final GuardOptions options;
    private final DroverClock clock;
    private final SteadyTime time;
    private final Listeners listeners;
    private final Map<String, Endpoint> byName = new ConcurrentHashMap<>();
    private final Map<ClusterId, Set<Endpoint>> byCluster = new ConcurrentHashMap<>();
    private final Set<Breaker> notClosed = ConcurrentHashMap.newKeySet();

    Endpoints(GuardOptions options, DroverClock clock, SteadyTime time, Listeners listeners) {
        this.options = options;
        this.clock = clock;
        this.time = time;
        this.listeners = listeners;
    }

    Endpoint named(String name) {
        Endpoint known = byName.get(name);
        if (known != null) {
            return known;
        }
        if (byName.size() >= MANY) {
            long unusedSince = time.nanos() - LONG_UNUSED;
            byName.values().removeIf(endpoint -> endpoint.forgettable(unusedSince));
        }
        return byName.computeIfAbsent(name, this::open);
    }

    private Endpoint open(String name) {
        return new Endpoint(
                name,
                new Breaker(name, options, clock, time, listeners, notClosed),
                new Places(options.callsPerEndpoint()),
                time.nanos());
    }

    /** Remembers that an operation on a cluster called an endpoint. */
    void serves(ClusterId cluster, Endpoint endpoint) {
        Set<Endpoint> known = byCluster.get(cluster);
        if (known == null) {
            if (byCluster.size() >= MANY) {
                // Those whose endpoints are well have nothing to tell; they come back with their next call.
                byCluster
                        .values()
                        .removeIf(set ->
                                set.stream().allMatch(each -> each.breaker().closed()));
            }
            known = byCluster.computeIfAbsent(cluster, c -> ConcurrentHashMap.newKeySet());
        }
        known.add(endpoint);
    }

    /** The open breaker of one of the endpoints that were called for a cluster. */
    Optional<BreakerStatus> openFor(ClusterId cluster) {
        // Asked of every cluster of a pool at every submission: mostly nothing is wrong anywhere, and no stream is
        // made.
        if (notClosed.isEmpty()) {
            return Optional.empty();
        }
        Optional<BreakerStatus> first = Optional.empty();
        for (Endpoint endpoint : byCluster.getOrDefault(cluster, Set.of())) {
            Optional<BreakerStatus> open = endpoint.breaker().refusing();
            if (open.isPresent()
                    && (first.isEmpty()
                            || open.get().endpoint().compareTo(first.get().endpoint()) < 0)) {
                first = open;
            }
        }
        return first;
    }

    @Override
    public List<BreakerStatus> all() {
        return byName.values().stream()
                .map(endpoint -> endpoint.breaker().status())
                .sorted(Comparator.comparing(BreakerStatus::endpoint))
                .toList();
    }

    @Override
    public Optional<BreakerStatus> of(String endpoint) {
        return Optional.ofNullable(byName.get(endpoint))
                .map(known -> known.breaker().status());
    }

    @Override
    public boolean reset(String endpoint) {
        Endpoint known = byName.get(endpoint);
        if (known != null) {
            known.breaker().reset();
        }
        return known != null;
    }

    @Override
    public void resetAll() {
        byName.values().forEach(endpoint -> endpoint.breaker().reset());
    }
}
