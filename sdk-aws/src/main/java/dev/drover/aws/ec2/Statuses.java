package dev.drover.aws.ec2;

import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.MetricsTarget;
import dev.drover.spi.CallContext;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.MasterState.Worker;
import dev.drover.standalone.rest.MasterStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Translates what EC2 and a master say into the status of a cluster. */
final class Statuses {
    /** Booting, fetching Spark and bootstrap actions; after that a silent node is worth a look at its console. */
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(15);

    private final Masters masters;
    private final Consoles consoles;

    Statuses(Masters masters, Consoles consoles) {
        this.masters = masters;
        this.consoles = consoles;
    }

    /** A state, and why. */
    private record Verdict(ClusterState state, String word, Optional<String> problem) {
        static Verdict of(ClusterState state, String word) {
            return new Verdict(state, word, Optional.empty());
        }

        static Verdict of(ClusterState state, String word, String problem) {
            return new Verdict(state, word, Optional.of(problem));
        }
    }

    ClusterStatus status(ClusterId id, Life life, CallContext context) {
        Optional<MasterState> said = life.over() ? Optional.empty() : masters.state(id, life, context);
        Verdict verdict = verdict(life, said, context);
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

    private Verdict verdict(Life life, Optional<MasterState> said, CallContext context) {
        if (life.record().ending()) {
            return ending(life);
        }
        if (life.over()) {
            return ended(life, context);
        }
        if (life.record().made().isEmpty()) {
            return Verdict.of(
                    ClusterState.STARTING,
                    "being made",
                    "not all of its machines have been asked for yet; if whoever made it has died, create it again with"
                            + " the same key, or terminate it");
        }
        return said.isPresent() ? answering(life, said.get(), context) : silent(life, context);
    }

    private static Verdict ending(Life life) {
        if (life.cleared()) {
            return Verdict.of(ClusterState.TERMINATED, "terminated");
        }
        return new Verdict(
                ClusterState.TERMINATING,
                "shutting-down",
                Optional.of(living(life)).filter(left -> !left.isEmpty()));
    }

    private Verdict ended(Life life, CallContext context) {
        List<Node> gone = life.nodes().stream().filter(node -> !node.living()).toList();
        if (gone.isEmpty()) {
            return Verdict.of(ClusterState.TERMINATED, "gone", "EC2 does not list its machines any more");
        }
        Map<Node, String> last = consoles.lastWords(gone, context);
        if (!last.isEmpty() && last.values().stream().allMatch(words -> words.startsWith("ended:"))) {
            return Verdict.of(ClusterState.TERMINATED, "terminated", String.join("; ", last.values()));
        }
        String left = living(life);
        return Verdict.of(ClusterState.FAILED, "terminated", told(gone, last) + (left.isEmpty() ? "" : "; " + left));
    }

    private static String living(Life life) {
        List<String> left =
                life.nodes().stream().filter(Node::living).map(Node::id).toList();
        return left.isEmpty() ? "" : "still running: " + String.join(", ", left) + ": terminate the cluster";
    }

    private Verdict silent(Life life, CallContext context) {
        boolean late = late(life, context);
        Optional<Node> master = life.master();
        String words = late && master.isPresent()
                ? told(List.of(master.get()), consoles.lastWords(List.of(master.get()), context))
                : "";
        String problem =
                "the master does not answer at port 8080 from here; it is starting, or this machine is not among"
                        + " those that Ec2SparkOptions.allow lets in" + (words.isEmpty() ? "" : "; " + words);
        return Verdict.of(late ? ClusterState.UNKNOWN : ClusterState.STARTING, "master silent", problem);
    }

    private Verdict answering(Life life, MasterState said, CallContext context) {
        int alive = registered(life, said).size();
        int wanted = life.record().workers();
        if (!said.alive()) {
            return Verdict.of(ClusterState.UNKNOWN, said.status(), "the master is not active: " + said.status());
        }
        if (alive >= wanted) {
            return Verdict.of(ClusterState.READY, said.status());
        }
        List<Node> suspects = suspects(life, said, context);
        Map<Node, String> words = consoles.lastWords(suspects, context);
        String problem = alive + " of " + wanted + " workers are alive"
                + (suspects.isEmpty() ? "" : "; " + told(suspects, words));
        boolean starting = alive == 0 && suspects.isEmpty();
        return Verdict.of(starting ? ClusterState.STARTING : ClusterState.DEGRADED, said.status(), problem);
    }

    /** Workers that have ended, or should long be there. */
    private static List<Node> suspects(Life life, MasterState said, CallContext context) {
        boolean late = late(life, context);
        Map<String, Worker> registered = registered(life, said);
        return life.of(NodeRole.WORKER).stream()
                .filter(node ->
                        !node.living() || (late && worker(node, registered).isEmpty()))
                .toList();
    }

    private static boolean late(Life life, CallContext context) {
        return !life.young()
                && life.nodes().stream()
                        .filter(Node::living)
                        .noneMatch(
                                node -> context.now().isBefore(node.launched().plus(STARTS_WITHIN)));
    }

    private static String told(List<Node> nodes, Map<Node, String> words) {
        return nodes.stream()
                .limit(Consoles.MOST)
                .map(node -> node.role().word() + " " + node.id() + " is " + node.state()
                        + Optional.ofNullable(words.get(node))
                                .or(node::reason)
                                .map(why -> " (" + why + ")")
                                .orElse(""))
                .collect(Collectors.joining("; "));
    }

    // Nodes and metrics

    /** By address. For a while a master also counts workers that EC2 has ended. */
    private static Map<String, Worker> registered(Life life, MasterState said) {
        Set<String> living = life.living(NodeRole.WORKER).stream()
                .flatMap(node -> node.privateAddress().stream())
                .collect(Collectors.toSet());
        return said.workers().stream()
                .filter(worker -> worker.alive() && living.contains(worker.host()))
                .collect(Collectors.toMap(Worker::host, Function.identity(), (one, other) -> other));
    }

    private static Optional<Worker> worker(Node node, Map<String, Worker> registered) {
        return node.privateAddress().map(registered::get);
    }

    private static List<ClusterNode> nodes(Life life, Optional<MasterState> said) {
        Map<String, Worker> registered =
                said.map(state -> registered(life, state)).orElse(Map.of());
        return life.nodes().stream()
                .filter(Node::living)
                .map(node -> node(node, said, worker(node, registered)))
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
