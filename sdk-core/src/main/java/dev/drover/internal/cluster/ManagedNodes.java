package dev.drover.internal.cluster;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.ClusterNodes;
import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.NodeResult;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.provider.Capabilities;
import dev.drover.internal.provider.Providers.Opened;
import dev.drover.spi.CallContext;
import dev.drover.spi.NodeDriver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@link ClusterNodes} over a driver. */
final class ManagedNodes implements ClusterNodes {
    /** For reaching the nodes before, and telling of them after, what has a time of its own. */
    private static final Duration AROUND = Duration.ofMinutes(1);
    /** How large a file is, is not known before it comes. */
    private static final Duration TRANSFER = Duration.ofHours(1);

    private final ClusterId id;
    private final Opened opened;

    ManagedNodes(ClusterId id, Opened opened) {
        this.id = id;
        this.opened = opened;
    }

    @Override
    public List<NodeResult> run(BootstrapAction script) {
        NodeDriver driver = driver(Capability.NODE_SCRIPTS);
        return driver.run(
                id,
                script,
                context("run " + script.name() + " on", script.timeout().plus(AROUND)));
    }

    @Override
    public List<NodeResult> put(Content content, String path) {
        NodeDriver driver = driver(Capability.NODE_SCRIPTS);
        requirePath(path);
        return driver.put(id, content, path, context("put a file on", TRANSFER));
    }

    @Override
    public void get(String node, String path, Path target) {
        NodeDriver driver = driver(Capability.NODE_SCRIPTS);
        requirePath(path);
        driver.get(id, node, path, target, context("get a file from", TRANSFER));
    }

    private static void requirePath(String path) {
        if (path.isEmpty() || path.indexOf('\0') >= 0 || path.endsWith("/")) {
            throw DroverException.invalid("A file on a node has a path that is not empty and does not end in a slash.");
        }
    }

    @Override
    public void add(List<String> machines) {
        NodeDriver driver = driver(Capability.NAMED_WORKERS);
        driver.add(id, requireNames(machines), context("add " + machines + " to"));
    }

    @Override
    public void remove(List<String> machines) {
        NodeDriver driver = driver(Capability.NAMED_WORKERS);
        driver.remove(id, requireNames(machines), context("remove " + machines + " from"));
    }

    private static List<String> requireNames(List<String> machines) {
        if (machines.isEmpty()) {
            throw DroverException.invalid("Name at least one machine.");
        }
        return machines.stream().distinct().toList();
    }

    void detach() {
        driver(Capability.DETACH).detach(id, context("detach"));
    }

    private NodeDriver driver(Capability needed) {
        Capabilities.require(Set.of(needed), opened.atMost(), "'" + id + "'");
        return opened.nodes();
    }

    private CallContext context(String what) {
        return opened.guard().begin(what + " cluster " + id, Subject.of(id));
    }

    private CallContext context(String what, Duration timeout) {
        return opened.guard().begin(what + " cluster " + id, Subject.of(id), timeout);
    }
}
