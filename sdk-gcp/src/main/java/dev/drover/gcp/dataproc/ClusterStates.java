package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.ClusterStatus;
import com.google.cloud.dataproc.v1.ClusterStatus.State;
import com.google.cloud.dataproc.v1.ClusterStatus.Substate;
import dev.drover.ClusterState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What Dataproc's words for a cluster mean
 * (<a href="https://cloud.google.com/dataproc/docs/reference/rpc/google.cloud.dataproc.v1#clusterstatus">Dataproc:
 * ClusterStatus</a>).
 */
final class ClusterStates {
    private static final Set<State> WITH_MACHINES = EnumSet.of(
            State.RUNNING, State.UPDATING, State.ERROR_DUE_TO_UPDATE, State.REPAIRING, State.STOPPED, State.STOPPING);

    private ClusterStates() {}

    static ClusterState translate(ClusterStatus status) {
        return switch (status.getState()) {
            case CREATING, STARTING -> ClusterState.STARTING;
            case RUNNING -> status.getSubstate() == Substate.UNHEALTHY ? ClusterState.DEGRADED : ClusterState.READY;
            // It takes jobs, but its workers are not those that were asked for.
            case UPDATING, ERROR_DUE_TO_UPDATE, REPAIRING -> ClusterState.DEGRADED;
            case ERROR -> ClusterState.FAILED;
            case DELETING -> ClusterState.TERMINATING;
            case STOPPING, STOPPED, UNKNOWN, UNRECOGNIZED -> ClusterState.UNKNOWN;
        };
    }

    /** As Dataproc says it. */
    static String word(ClusterStatus status) {
        return status.getState().name();
    }

    /** Whether it is, or may again be, of use; one that has failed or ends is not. */
    static boolean isLiving(ClusterStatus status) {
        return status.getState() != State.ERROR && status.getState() != State.DELETING;
    }

    static boolean hasMachines(ClusterStatus status) {
        return WITH_MACHINES.contains(status.getState());
    }

    /** Why it is not as it should be, where Dataproc or the state itself says so. */
    static Optional<String> problem(ClusterStatus status) {
        Optional<String> said = Optional.of(status.getDetail().strip()).filter(text -> !text.isEmpty());
        return switch (status.getState()) {
            case UPDATING -> said.or(() -> Optional.of("it is being changed"));
            case REPAIRING -> said.or(() -> Optional.of("it is being repaired"));
            case STOPPING, STOPPED ->
                said.or(() -> Optional.of("somebody has stopped it; start it in Google's console, or by gcloud"));
            case RUNNING -> said.filter(unused -> status.getSubstate() == Substate.UNHEALTHY);
            default -> said;
        };
    }
}
