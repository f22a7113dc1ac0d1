package dev.drover.aws.emrserverless;

import dev.drover.ClusterState;
import java.util.List;

/** The translation of {@code ApplicationState}. */
final class ApplicationStates {
    /** Those that have not ended. */
    static final List<String> LIVING = List.of("CREATING", "CREATED", "STARTING", "STARTED", "STOPPING", "STOPPED");

    private ApplicationStates() {}

    static ClusterState translate(String applicationState) {
        return switch (applicationState) {
            case "CREATING", "STARTING" -> ClusterState.STARTING;
            // The next job starts a stopped one.
            case "CREATED", "STARTED", "STOPPED" -> ClusterState.READY;
            case "STOPPING" -> ClusterState.TERMINATING;
            case "TERMINATED" -> ClusterState.TERMINATED;
            default -> ClusterState.UNKNOWN;
        };
    }
}
