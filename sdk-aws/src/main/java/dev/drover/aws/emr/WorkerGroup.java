package dev.drover.aws.emr;

import dev.drover.ClusterNode.Role;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.InstanceCollectionType;
import software.amazon.awssdk.services.emr.model.InstanceFleet;
import software.amazon.awssdk.services.emr.model.InstanceFleetModifyConfig;
import software.amazon.awssdk.services.emr.model.InstanceFleetType;
import software.amazon.awssdk.services.emr.model.InstanceGroup;
import software.amazon.awssdk.services.emr.model.InstanceGroupModifyConfig;
import software.amazon.awssdk.services.emr.model.InstanceGroupType;

/** The workers of a cluster, which are one or more instance groups or fleets; how many there are and shall be. */
final class WorkerGroup {
    private final EmrApi api;

    WorkerGroup(EmrApi api) {
        this.api = api;
    }

    /**
     * Who is in a cluster.
     *
     * @param roles by the id of an instance group or fleet
     * @param requested workers
     * @param running workers
     */
    record Members(Map<String, Role> roles, int requested, int running) {}

    Members members(Cluster cluster, CallContext context) {
        Map<String, Role> roles = new HashMap<>();
        int requested = 0;
        int running = 0;
        if (hasFleets(cluster)) {
            for (InstanceFleet fleet : api.listInstanceFleets(cluster.id(), context)) {
                boolean primary = fleet.instanceFleetType() == InstanceFleetType.MASTER;
                roles.put(fleet.id(), primary ? Role.MASTER : Role.WORKER);
                requested += primary ? 0 : fleet.targetOnDemandCapacity() + fleet.targetSpotCapacity();
                running += primary ? 0 : fleet.provisionedOnDemandCapacity() + fleet.provisionedSpotCapacity();
            }
        } else {
            for (InstanceGroup group : api.listInstanceGroups(cluster.id(), context)) {
                boolean primary = group.instanceGroupType() == InstanceGroupType.MASTER;
                roles.put(group.id(), primary ? Role.MASTER : Role.WORKER);
                requested += primary ? 0 : group.requestedInstanceCount();
                running += primary ? 0 : group.runningInstanceCount();
            }
        }
        return new Members(Map.copyOf(roles), requested, running);
    }

    private static boolean hasFleets(Cluster cluster) {
        return cluster.instanceCollectionType() == InstanceCollectionType.INSTANCE_FLEET;
    }

    /** Asks for another number of core nodes; task nodes that somebody has added stay as they are. */
    void resize(Cluster cluster, int workers, CallContext context) {
        if (hasFleets(cluster)) {
            InstanceFleet core = api.listInstanceFleets(cluster.id(), context).stream()
                    .filter(fleet -> fleet.instanceFleetType() == InstanceFleetType.CORE)
                    .findFirst()
                    .orElseThrow(() -> noCore(cluster));
            boolean spot = core.targetSpotCapacity() > 0;
            api.modifyInstanceFleet(
                    cluster.id(),
                    InstanceFleetModifyConfig.builder()
                            .instanceFleetId(core.id())
                            .targetOnDemandCapacity(spot ? 0 : workers)
                            .targetSpotCapacity(spot ? workers : 0)
                            .build(),
                    context);
            return;
        }
        List<InstanceGroup> groups = api.listInstanceGroups(cluster.id(), context);
        InstanceGroup core = groups.stream()
                .filter(group -> group.instanceGroupType() == InstanceGroupType.CORE)
                .findFirst()
                .orElseThrow(() -> noCore(cluster));
        api.modifyInstanceGroup(
                cluster.id(),
                InstanceGroupModifyConfig.builder()
                        .instanceGroupId(core.id())
                        .instanceCount(workers)
                        .build(),
                context);
    }

    private static DroverException noCore(Cluster cluster) {
        return new DroverException(
                ErrorCode.CONFLICT, cluster.id() + " has no core nodes, which are what Drover adds and removes.");
    }
}
