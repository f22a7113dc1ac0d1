package dev.drover.aws.ec2;

import dev.drover.ClusterNode;
import java.util.Locale;

/** What a machine of a cluster is for, in the words of its tag and its script. */
enum NodeRole {
    MASTER,
    WORKER,
    GATEWAY;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static NodeRole of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    ClusterNode.Role published() {
        return ClusterNode.Role.valueOf(name());
    }
}
