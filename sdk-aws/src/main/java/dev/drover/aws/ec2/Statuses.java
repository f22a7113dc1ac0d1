package dev.drover.aws.ec2;

import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterStatus;
import dev.drover.MetricsTarget;
import dev.drover.aws.ec2.Verdicts.Verdict;
import dev.drover.spi.CallContext;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.MasterState.Worker;
import dev.drover.standalone.rest.MasterStatus;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Translates what EC2 and a master say into the status of a cluster. */
final class Statuses {
    private final Masters masters;
    private final Verdicts verdicts;

    Statuses(Masters masters, Consoles consoles) {
        this.masters = masters;
        this.verdicts = new Verdicts(consoles);
    }

    ClusterStatus status(ClusterId id, Life life, CallContext context) {
        Optional<MasterState> said = life.over() ? Optional.empty() : masters.state(id, life, context);
        Verdict verdict = verdicts.verdict(life, said, context);
        return new ClusterStatus(
                id,
                verdict.state(),
                verdict.word(),
                Optional.of(life.record().sparkVersion()).filter(version -> !version.isEmpty()),
                nodes(life, said),
                metrics(id, life, said),
                verdict.problem(),
                context.now());
    }

    private static List<ClusterNode> nodes(Life life, Optional<MasterState> said) {
        Map<String, Worker> registered =
                said.map(state -> Verdicts.registered(life, state)).orElse(Map.of());
        return life.nodes().stream()
                .filter(Node::living)
                .map(node -> node(node, said, Verdicts.worker(node, registered)))
                .toList();
    }

    private static ClusterNode node(Node node, Optional<MasterState> said, Optional<Worker> worker) {
        String host = node.privateAddress().orElse("");
        return switch (node.role()) {
            case MASTER ->
                new ClusterNode(
                        node.id(),
                        ClusterNode.Role.MASTER,
                        host + ":7077",
                        said.map(MasterState::status).orElse(node.state()),
                        0,
                        0,
                        0,
                        0,
                        page(host, 8080));
            case WORKER ->
                new ClusterNode(
                        node.id(),
                        ClusterNode.Role.WORKER,
                        host + ":7078",
                        worker.map(Worker::state).orElse(node.state()),
                        worker.map(Worker::cores).orElse(0),
                        worker.map(Worker::coresUsed).orElse(0),
                        worker.map(Worker::memoryMiB).orElse(0),
                        worker.map(Worker::memoryUsedMiB).orElse(0),
                        page(host, 8081));
            case GATEWAY ->
                new ClusterNode(
                        node.id(),
                        ClusterNode.Role.GATEWAY,
                        node.publicAddress().orElse(host) + ":22",
                        node.state(),
                        0,
                        0,
                        0,
                        0,
                        Optional.empty());
        };
    }

    private static Optional<URI> page(String host, int port) {
        return host.isEmpty() ? Optional.empty() : Optional.of(URI.create("http://" + host + ":" + port));
    }

    private List<MetricsTarget> metrics(ClusterId id, Life life, Optional<MasterState> said) {
        if (said.isEmpty()) {
            return List.of();
        }
        String host = life.master().flatMap(Node::privateAddress).orElseThrow();
        return MasterStatus.of(
                        id,
                        masters.endpoints(life.record(), host),
                        said.get(),
                        Optional.empty(),
                        Optional.empty(),
                        life.now())
                .metrics();
    }
}
