package dev.drover.aws.emr;

import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Resources;
import dev.drover.aws.emr.WorkerGroup.Members;
import dev.drover.aws.internal.MachineCatalogue;
import dev.drover.spi.CallContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.ClusterSummary;
import software.amazon.awssdk.services.emr.model.Instance;
import software.amazon.awssdk.services.emr.model.InstanceState;
import software.amazon.awssdk.services.emr.model.ListInstancesRequest;
import software.amazon.awssdk.services.emr.model.ListInstancesResponse;

/**
 * Says where a cluster stands. One call while it is made and when it has ended; three while it runs, for the machines and
 * whether all of them are there.
 */
final class ClusterReader {
    private static final int RESOURCE_MANAGER = 8032;
    private static final int RESOURCE_MANAGER_UI = 8088;
    private static final int NODE_MANAGER = 8041;
    private static final int NODE_MANAGER_UI = 8042;

    private final EmrApi api;
    private final WorkerGroup workers;
    private final MachineCatalogue catalogue;
    private final FailureLog failures;

    ClusterReader(EmrApi api, WorkerGroup workers, MachineCatalogue catalogue, FailureLog failures) {
        this.api = api;
        this.workers = workers;
        this.catalogue = catalogue;
        this.failures = failures;
    }

    /** What the list of clusters says of one: not its machines. */
    static ClusterStatus of(ClusterId id, ClusterSummary summary, CallContext context) {
        return new ClusterStatus(
                id,
                ClusterStates.translate(summary.status().stateAsString()),
                summary.status().stateAsString(),
                Optional.empty(),
                List.of(),
                List.of(),
                ClusterStates.problem(summary.status()),
                context.now());
    }

    ClusterStatus read(ClusterId id, CallContext context) {
        Cluster cluster = api.describeCluster(id.name(), context);
        String word = cluster.status().stateAsString();
        ClusterState state = ClusterStates.translate(word);
        Optional<String> problem = ClusterStates.problem(cluster.status());
        List<ClusterNode> nodes = List.of();
        if (state == ClusterState.READY) {
            Members members = workers.members(cluster, context);
            nodes = nodes(id.name(), members.roles(), context);
            if (members.running() != members.requested()) {
                state = ClusterState.DEGRADED;
                problem = Optional.of("it has " + members.running() + " of " + members.requested() + " workers");
            }
        } else if (state == ClusterState.FAILED) {
            problem = problem.map(said -> failures.explain(cluster, said));
        }
        return new ClusterStatus(id, state, word, sparkVersion(cluster), nodes, List.of(), problem, context.now());
    }

    /** EMR says {@code 3.5.6-amzn-2}. */
    private static Optional<String> sparkVersion(Cluster cluster) {
        return cluster.applications().stream()
                .filter(application -> "Spark".equalsIgnoreCase(application.name()))
                .flatMap(application -> Optional.ofNullable(application.version()).stream())
                .map(version -> version.replaceFirst("-amzn.*", ""))
                .findFirst();
    }

    private List<ClusterNode> nodes(String cluster, Map<String, Role> roles, CallContext context) {
        List<ClusterNode> nodes = new ArrayList<>();
        String marker = null;
        do {
            ListInstancesResponse page = api.listInstances(
                    ListInstancesRequest.builder()
                            .clusterId(cluster)
                            .instanceStates(InstanceState.RUNNING)
                            .marker(marker),
                    context);
            page.instances().forEach(instance -> nodes.add(node(instance, roles)));
            marker = page.marker();
        } while (marker != null && !marker.isEmpty());
        return nodes;
    }

    private ClusterNode node(Instance instance, Map<String, Role> roles) {
        String group = instance.instanceGroupId() != null ? instance.instanceGroupId() : instance.instanceFleetId();
        Role role = roles.getOrDefault(group, Role.WORKER);
        boolean primary = role == Role.MASTER;
        String host = Optional.ofNullable(instance.privateDnsName())
                .filter(name -> !name.isEmpty())
                .or(() -> Optional.ofNullable(instance.privateIpAddress()))
                .orElse("unknown");
        Optional<Resources> machine =
                Optional.ofNullable(instance.instanceType()).flatMap(catalogue::of);
        return new ClusterNode(
                Optional.ofNullable(instance.ec2InstanceId()).orElseGet(instance::id),
                role,
                host + ":" + (primary ? RESOURCE_MANAGER : NODE_MANAGER),
                instance.status().stateAsString(),
                machine.map(Resources::cores).orElse(0),
                0,
                machine.map(Resources::memoryMiB).orElse(0),
                0,
                Optional.of(URI.create("http://" + host + ":" + (primary ? RESOURCE_MANAGER_UI : NODE_MANAGER_UI))));
    }
}
