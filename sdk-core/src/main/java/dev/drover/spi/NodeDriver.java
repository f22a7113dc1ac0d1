package dev.drover.spi;

import dev.drover.ClusterId;
import dev.drover.Content;
import dev.drover.NodeResult;
import dev.drover.bootstrap.BootstrapAction;
import java.nio.file.Path;
import java.util.List;

/**
 * Works on the machines of clusters, for {@link dev.drover.ClusterNodes}, whose contract holds here too. What the provider's
 * capabilities do not name is not called. Safe for use by many threads.
 */
public interface NodeDriver {

    /** Runs a script on every node. */
    List<NodeResult> run(ClusterId cluster, BootstrapAction script, CallContext context);

    /** Puts a file on every node. */
    List<NodeResult> put(ClusterId cluster, Content content, String path, CallContext context);

    /** Gets a file from a node. */
    void get(ClusterId cluster, String node, String path, Path target, CallContext context);

    /** Makes workers of machines. */
    void add(ClusterId cluster, List<String> machines, CallContext context);

    /** Ends the workers on machines. */
    void remove(ClusterId cluster, List<String> machines, CallContext context);

    /** Takes a cluster out of sight; see {@link dev.drover.ClusterHandle#detach}. */
    void detach(ClusterId cluster, CallContext context);
}
