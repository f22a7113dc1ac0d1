package dev.drover;

import java.net.URI;
import java.util.Optional;

/**
 * One machine or process of a cluster.
 *
 * @param id the platform's id of it
 * @param address where the other nodes reach it: {@code host:port}
 * @param state the platform's own word: {@code ALIVE}, {@code DEAD}, ...
 * @param coresUsed of {@code cores}
 * @param memoryUsedMiB of {@code memoryMiB}
 * @param ui its web page, where it has one
 */
public record ClusterNode(
        String id,
        Role role,
        String address,
        String state,
        int cores,
        int coresUsed,
        int memoryMiB,
        int memoryUsedMiB,
        Optional<URI> ui) {

    /** What a node is for. */
    public enum Role {
        MASTER,
        WORKER,
        GATEWAY
    }
}
