package dev.drover.standalone.hosts;

import dev.drover.ClusterNode;
import java.util.Locale;

/** What a node is in its cluster; a host may have one of each. */
enum Role {
    MASTER,
    WORKER;

    /** As scripts and folders have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    ClusterNode.Role shown() {
        return ClusterNode.Role.valueOf(name());
    }

    int pages(HostPorts ports) {
        return this == MASTER ? ports.masterPages() : ports.workerPages();
    }
}
