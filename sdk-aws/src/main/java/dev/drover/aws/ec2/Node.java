package dev.drover.aws.ec2;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * A machine of a cluster, as EC2 describes it.
 *
 * @param state pending, running, shutting-down, terminated, stopping or stopped
 * @param reason why it is in its state, where EC2 says so
 */
record Node(
        String id,
        String group,
        NodeRole role,
        String batch,
        String subnet,
        String type,
        String state,
        Optional<String> reason,
        Optional<String> privateAddress,
        Optional<String> publicAddress,
        Instant launched) {

    static Node of(Instance instance) {
        Map<String, String> tags = Tags.read(instance.tags());
        return new Node(
                instance.instanceId(),
                tags.getOrDefault(Tags.GROUP, ""),
                NodeRole.of(tags.getOrDefault(Tags.ROLE, NodeRole.WORKER.word())),
                tags.getOrDefault(Tags.BATCH, ""),
                String.valueOf(instance.subnetId()),
                String.valueOf(instance.instanceTypeAsString()),
                instance.state().nameAsString(),
                Optional.ofNullable(instance.stateReason()).map(reason -> reason.message()),
                Optional.ofNullable(instance.privateIpAddress()),
                Optional.ofNullable(instance.publicIpAddress()),
                instance.launchTime());
    }

    boolean living() {
        return state.equals("pending") || state.equals("running");
    }

    boolean gone() {
        return state.equals("terminated");
    }
}
