package dev.drover;

import java.util.Map;
import java.util.function.Function;

/**
 * A cluster that is wanted: where, under which key, and what it is made of. {@link Drover#plan(ClusterRequest)} says what that
 * would change, {@link Drover#apply} sees to it. Immutable.
 */
public final class ClusterRequest {
    private final Location location;
    private final RequestKey key;
    private final ClusterSpec spec;
    private final Function<ClusterStatus, Map<String, String>> outputs;

    private ClusterRequest(
            Location location, RequestKey key, ClusterSpec spec, Function<ClusterStatus, Map<String, String>> outputs) {
        this.location = location;
        this.key = key;
        this.spec = spec;
        this.outputs = outputs;
    }

    public static ClusterRequest of(Location location, RequestKey key, ClusterSpec spec) {
        return new ClusterRequest(location, key, spec, status -> Map.of());
    }

    /** The same request with other outputs. */
    public ClusterRequest telling(Function<ClusterStatus, Map<String, String>> of) {
        return new ClusterRequest(location, key, spec, of);
    }

    public Location location() {
        return location;
    }

    /** The same key, the same cluster. */
    public RequestKey key() {
        return key;
    }

    public ClusterSpec spec() {
        return spec;
    }

    /** What the request's template tells of the cluster as it stands, by name; empty if there is no template. */
    public Map<String, String> outputs(ClusterStatus status) {
        return outputs.apply(status);
    }

    @Override
    public String toString() {
        return "cluster " + key + " at " + location;
    }
}
