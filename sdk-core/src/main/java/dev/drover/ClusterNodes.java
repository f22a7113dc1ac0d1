package dev.drover;

import dev.drover.bootstrap.BootstrapAction;
import java.nio.file.Path;
import java.util.List;

/**
 * Work on the machines of a cluster, by the ids that its {@linkplain ClusterStatus#nodes() nodes} have. Safe for use by
 * many threads.
 */
public interface ClusterNodes {

    /**
     * Runs a script on every node at once, as a bootstrap action would run there, and waits for all of them. A node that
     * cannot be reached, or on which the script does not end in time, is told of in its result; the others go on.
     *
     * @return one for each node, in the order of the cluster's nodes
     * @throws DroverException UNSUPPORTED without {@link Capability#NODE_SCRIPTS}; NOT_FOUND for an unknown or ended cluster
     */
    List<NodeResult> run(BootstrapAction script);

    /**
     * Puts a file on every node, whole or not at all on each. A file that is there is replaced.
     *
     * @param path on the node, from the user's home unless it is absolute; missing folders are made
     * @return one for each node, in the order of the cluster's nodes
     * @throws DroverException as {@link #run}
     */
    List<NodeResult> put(Content content, String path);

    /**
     * Gets a file from one node.
     *
     * @param path as in {@link #put}
     * @param target a file that is made or replaced once all of it has come
     * @throws DroverException as {@link #run}; NOT_FOUND if the cluster has no such node, or the node no such file
     */
    void get(String node, String path, Path target);

    /**
     * Makes workers of these machines of the cluster's location. Returns once asked for; those that are workers are left
     * alone.
     *
     * @throws DroverException UNSUPPORTED without {@link Capability#NAMED_WORKERS}; INVALID_ARGUMENT for names that the
     *     location does not know; CONFLICT if another cluster has one of them, then nothing is added
     */
    void add(List<String> machines);

    /**
     * Ends the workers on these machines; what runs on them is lost, and Spark runs its tasks elsewhere. Those that are no
     * workers are left alone.
     *
     * @throws DroverException UNSUPPORTED without {@link Capability#NAMED_WORKERS}; INVALID_ARGUMENT if no worker would be
     *     left
     */
    void remove(List<String> machines);
}
