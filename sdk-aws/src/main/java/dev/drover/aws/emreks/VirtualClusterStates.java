package dev.drover.aws.emreks;

import dev.drover.ClusterState;

/** The translation of {@code VirtualClusterState}. */
final class VirtualClusterStates {

    private VirtualClusterStates() {}

    static ClusterState translate(String virtualClusterState) {
        return switch (virtualClusterState) {
            case "RUNNING" -> ClusterState.READY;
            case "TERMINATING" -> ClusterState.TERMINATING;
            case "TERMINATED" -> ClusterState.TERMINATED;
            // Its namespace or EKS cluster is gone, or cannot be reached any more.
            case "ARRESTED" -> ClusterState.FAILED;
            default -> ClusterState.UNKNOWN;
        };
    }
}
