package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterConfig;
import com.google.cloud.dataproc.v1.InstanceGroupConfig;
import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Location;
import dev.drover.Resources;
import dev.drover.gcp.internal.MachineCatalogue;
import dev.drover.spi.CallContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says where a cluster stands, from what one call tells of it. */
final class ClusterReader {
    private static final int RESOURCE_MANAGER = 8032;
    private static final int RESOURCE_MANAGER_UI = 8088;
    private static final int NODE_MANAGER = 8041;
    private static final int NODE_MANAGER_UI = 8042;
    private static final String GATEWAY_PAGE = "YARN ResourceManager";

    private final Location where;
    private final MachineCatalogue catalogue;

    ClusterReader(Location where, MachineCatalogue catalogue) {
        this.where = where;
        this.catalogue = catalogue;
    }

    ClusterStatus read(Cluster cluster, CallContext context) {
        com.google.cloud.dataproc.v1.ClusterStatus status = cluster.getStatus();
        return new ClusterStatus(
                where.cluster(cluster.getClusterName()),
                ClusterStates.translate(status),
                ClusterStates.word(status),
                ImageVersions.sparkOf(cluster.getConfig().getSoftwareConfig().getImageVersion()),
                ClusterStates.hasMachines(status) ? nodes(cluster) : List.of(),
                List.of(),
                ClusterStates.problem(status),
                context.now());
    }

    /** One that failed so early that Dataproc has not kept it. */
    static ClusterStatus failed(ClusterId id, String problem, CallContext context) {
        return new ClusterStatus(
                id,
                ClusterState.FAILED,
                "ERROR",
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(problem),
                context.now());
    }

    private List<ClusterNode> nodes(Cluster cluster) {
        ClusterConfig config = cluster.getConfig();
        List<ClusterNode> nodes = new ArrayList<>();
        add(nodes, cluster, config.getMasterConfig(), Role.MASTER);
        boolean single = config.getWorkerConfig().getNumInstances() == 0 && !config.hasSecondaryWorkerConfig();
        add(nodes, cluster, single ? config.getMasterConfig() : config.getWorkerConfig(), Role.WORKER);
        add(nodes, cluster, config.getSecondaryWorkerConfig(), Role.WORKER);
        return nodes;
    }

    private void add(List<ClusterNode> nodes, Cluster cluster, InstanceGroupConfig group, Role role) {
        group.getInstanceNamesList().forEach(name -> nodes.add(node(cluster, group, role, name)));
    }

    private ClusterNode node(Cluster cluster, InstanceGroupConfig group, Role role, String name) {
        boolean primary = role == Role.MASTER;
        String type = group.getMachineTypeUri();
        Optional<Resources> machine = catalogue.of(type.substring(type.lastIndexOf('/') + 1));
        String page = cluster.getConfig().getEndpointConfig().getHttpPortsOrDefault(GATEWAY_PAGE, "");
        return new ClusterNode(
                name,
                role,
                name + ":" + (primary ? RESOURCE_MANAGER : NODE_MANAGER),
                ClusterStates.word(cluster.getStatus()),
                machine.map(Resources::cores).orElse(0),
                0,
                machine.map(Resources::memoryMiB).orElse(0),
                0,
                Optional.of(URI.create(
                        primary && !page.isEmpty()
                                ? page
                                : "http://" + name + ":" + (primary ? RESOURCE_MANAGER_UI : NODE_MANAGER_UI))));
    }
}
