package dev.drover.k8s.clusters;

import dev.drover.ClusterId;
import dev.drover.standalone.rest.Route;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The ways to the daemons of clusters, which know only the addresses of their pods: by those, or by streams through the API
 * server. Safe for use by many threads.
 */
final class PodWays implements Route, AutoCloseable {
    private final Optional<PortForwards> forwards;
    private final Map<ClusterId, Map<String, Pod>> seen = new ConcurrentHashMap<>();

    /** @param forwards empty if pods are reached at their addresses */
    PodWays(Optional<PortForwards> forwards) {
        this.forwards = forwards;
    }

    boolean direct() {
        return forwards.isEmpty();
    }

    /** Whether this very pod was noted. */
    boolean knows(ClusterId cluster, SparkPod pod) {
        return seen.getOrDefault(cluster, Map.of()).containsValue(pod.id());
    }

    /** Takes note of a cluster's pods, and ends the ways to those that have gone. */
    void learn(ClusterId cluster, List<SparkPod> pods) {
        Map<String, Pod> now = pods.stream()
                .filter(SparkPod::running)
                .collect(Collectors.toMap(
                        pod -> SparkMasters.host(pod.address().orElseThrow()), SparkPod::id, (one, other) -> other));
        forget(Optional.ofNullable(seen.put(cluster, now)).orElse(Map.of()), now);
    }

    void forget(ClusterId cluster) {
        forget(Optional.ofNullable(seen.remove(cluster)).orElse(Map.of()), Map.of());
    }

    private void forget(Map<String, Pod> before, Map<String, Pod> now) {
        Set<Pod> gone = new HashSet<>(before.values());
        gone.removeAll(now.values());
        forwards.ifPresent(each -> gone.forEach(each::forget));
    }

    @Override
    public URI to(URI address) throws IOException {
        if (forwards.isEmpty()) {
            return address;
        }
        for (Map<String, Pod> pods : seen.values()) {
            Pod pod = pods.get(address.getHost());
            if (pod != null) {
                String rest = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
                return URI.create("http://127.0.0.1:" + forwards.get().port(pod, address.getPort()) + rest);
            }
        }
        // Out here it is the address of somebody else, who must not get a token.
        throw new ConnectException("no pod that is known has the address " + address.getHost());
    }

    @Override
    public void close() {
        forwards.ifPresent(PortForwards::close);
    }
}
