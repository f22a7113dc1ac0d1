package dev.drover.aws.emr;

import dev.drover.ClusterState;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emr.model.ClusterStateChangeReason;
import software.amazon.awssdk.services.emr.model.ClusterStatus;

/**
 * What EMR's words for a cluster mean
 * (<a href="https://docs.aws.amazon.com/emr/latest/APIReference/API_ClusterStatus.html">EMR: ClusterStatus</a>).
 */
final class ClusterStates {
    private ClusterStates() {}

    static ClusterState translate(String state) {
        return switch (state) {
            case "STARTING", "BOOTSTRAPPING" -> ClusterState.STARTING;
            // It has no more to do with jobs than the other: steps run, or none does.
            case "RUNNING", "WAITING" -> ClusterState.READY;
            case "TERMINATING" -> ClusterState.TERMINATING;
            case "TERMINATED" -> ClusterState.TERMINATED;
            case "TERMINATED_WITH_ERRORS" -> ClusterState.FAILED;
            default -> ClusterState.UNKNOWN;
        };
    }

    /** Why it ends or has ended, unless somebody asked for it. */
    static Optional<String> problem(ClusterStatus status) {
        @Nullable ClusterStateChangeReason reason = status.stateChangeReason();
        if (reason == null || translate(status.stateAsString()) == ClusterState.READY) {
            return Optional.empty();
        }
        boolean failed = status.stateAsString().equals("TERMINATED_WITH_ERRORS");
        if (!failed && (reason.codeAsString() == null || reason.codeAsString().equals("USER_REQUEST"))) {
            return Optional.empty();
        }
        String text = Stream.concat(
                        Stream.of(reason.message(), reason.codeAsString()),
                        status.errorDetails().stream().map(error -> error.errorMessage()))
                .filter(part -> part != null && !part.isBlank())
                .distinct()
                .collect(Collectors.joining("; "));
        return Optional.of(text).filter(some -> !some.isEmpty());
    }
}
