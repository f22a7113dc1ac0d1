package dev.drover.testkit.mem;

import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.spi.CallContext;
import dev.drover.spi.Lookup;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import dev.drover.testkit.fault.MemApi;
import dev.drover.testkit.fault.MemCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One location as one pretended process sees it: makes the native calls of all its drivers. */
final class Endpoint {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Location where;
    private final String client;
    private final DroverClock clock;
    private final Wire wire;

    Endpoint(Location where, String client, DroverClock clock, Wire wire) {
        this.where = where;
        this.client = client;
        this.clock = clock;
        this.wire = wire;
    }

    Location where() {
        return where;
    }

    String client() {
        return client;
    }

    /** Looks for what was made for a key. */
    <T> Lookup<T> look(
            CallContext context, MemApi api, Optional<ClusterId> cluster, RequestKey key, Action<List<T>> action) {
        String endpoint = cluster.map(ClusterId::toString).orElse(where.toString());
        NativeCall request = request(api, api.safety(), endpoint);
        MemCall call = new MemCall(client, request, cluster, Optional.of(key));
        return context.call(request, timeout -> {
            try {
                List<T> matches = wire.send(call, timeout, clock, action);
                return matches.isEmpty() ? new Lookup.NotSeen<>() : new Lookup.Found<>(matches);
            } catch (CannotTellException e) {
                return new Lookup.Undecided<>("mem was told not to know", e.askAgainAfter());
            }
        });
    }

    /** Asks the location itself. */
    <T> T call(CallContext context, MemApi api, Optional<RequestKey> key, Action<T> action) {
        return call(context, request(api, api.safety(), where.toString()), Optional.empty(), key, action);
    }

    /** Asks for something about a cluster. */
    <T> T call(CallContext context, MemApi api, ClusterId cluster, Optional<RequestKey> key, Action<T> action) {
        return call(context, request(api, api.safety(), cluster.toString()), Optional.of(cluster), key, action);
    }

    <T> T call(
            CallContext context,
            NativeCall request,
            Optional<ClusterId> cluster,
            Optional<RequestKey> key,
            Action<T> action) {
        MemCall call = new MemCall(client, request, cluster, key);
        return context.call(request, timeout -> wire.send(call, timeout, clock, action));
    }

    /** A request as the platform's operator counts it. */
    NativeCall request(MemApi api, Safety safety, String endpoint) {
        return new NativeCall(api.toString(), safety, endpoint, where.authority(), 1, TIMEOUT);
    }
}
