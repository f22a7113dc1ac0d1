package dev.drover.k8s.clusters;

import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.MetricsTarget;
import dev.drover.k8s.clusters.SparkMasters.Answer;
import dev.drover.k8s.internal.Json;
import dev.drover.k8s.internal.KubeCalls;
import dev.drover.k8s.internal.KubeRequest;
import dev.drover.spi.CallContext;
import dev.drover.spi.Existing;
import dev.drover.standalone.rest.MasterState.Worker;
import dev.drover.standalone.rest.MasterStatus;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Translates what Kubernetes and a master say into the status of a cluster. */
final class SparkStatuses {
    private final KubeCalls calls;
    private final String namespace;
    private final SparkClusters clusters;
    private final SparkMasters masters;
    private final Operators operators;

    SparkStatuses(
            KubeCalls calls, String namespace, SparkClusters clusters, SparkMasters masters, Operators operators) {
        this.calls = calls;
        this.namespace = namespace;
        this.clusters = clusters;
        this.masters = masters;
        this.operators = operators;
    }

    /** A state, and why. */
    private record Verdict(ClusterState state, String word, Optional<String> problem) {
        static Verdict of(ClusterState state, String word) {
            return new Verdict(state, word, Optional.empty());
        }

        static Verdict of(ClusterState state, String word, String problem) {
            return new Verdict(state, word, Optional.of(problem));
        }

        Verdict and(String more) {
            return new Verdict(state, word, problem.map(known -> known + "; " + more));
        }
    }

    ClusterStatus status(ClusterId id, SparkRecord record, CallContext context) {
        boolean living = record.made() && !record.ending();
        Optional<Integer> wanted = living ? clusters.wanted(record, context) : Optional.empty();
        List<SparkPod> pods = clusters.pods(record, context).stream()
                .filter(pod -> !pod.leaving(wanted))
                .toList();
        Optional<Answer> said = living ? masters.state(id, record, pods, context) : Optional.empty();
        Verdict verdict = verdict(record, wanted, pods, said, context);
        return new ClusterStatus(
                id,
                verdict.state(),
                verdict.word(),
                Optional.of(record.sparkVersion()).filter(version -> !version.isEmpty()),
                nodes(pods, said),
                metrics(id, said, context),
                verdict.problem(),
                context.now());
    }

    private Verdict verdict(
            SparkRecord record,
            Optional<Integer> wanted,
            List<SparkPod> pods,
            Optional<Answer> said,
            CallContext context) {
        if (record.ending()) {
            return Verdict.of(ClusterState.TERMINATING, "deleting");
        }
        if (!record.made()) {
            return Verdict.of(
                    ClusterState.STARTING,
                    "being made",
                    "not all that belongs to it has been asked for yet; if whoever made it has died, create it again with"
                            + " the same key, or terminate it");
        }
        Optional<String> failed = pods.stream()
                .filter(SparkPod::failed)
                .map(SparkStatuses::told)
                .findFirst()
                .or(() -> operatorsFailure(record, context));
        if (failed.isPresent()) {
            return Verdict.of(ClusterState.FAILED, "failed", failed.get() + "; what runs of it stays: terminate it");
        }
        if (wanted.isEmpty()) {
            return record.operator()
                    ? Verdict.of(ClusterState.STARTING, "asked for", "Apache's operator has not made its pods yet")
                    : Verdict.of(ClusterState.FAILED, "broken", "somebody has removed its workers: terminate it");
        }
        Verdict verdict = said.map(answer -> answering(pods, wanted.get(), answer))
                .orElseGet(() -> Verdict.of(
                        ClusterState.STARTING, "master silent", waiting("the master does not answer yet", pods)));
        boolean podsAreMissing = verdict.problem().isPresent() && pods.size() < wanted.get() + 1;
        return podsAreMissing
                ? clusters.refusal(record, context).map(verdict::and).orElse(verdict)
                : verdict;
    }

    private Optional<String> operatorsFailure(SparkRecord record, CallContext context) {
        if (!record.operator()) {
            return Optional.empty();
        }
        return operators
                .version(context)
                .flatMap(version -> Existing.of(() ->
                        calls.read(KubeRequest.get(Kinds.sparkClusters(version), namespace, record.name()), context)))
                .map(cluster -> Json.object(Json.object(cluster, "status"), "currentState"))
                .filter(state -> List.of("Failed", "SchedulingFailure")
                        .contains(Json.text(state, "currentStateSummary").orElse("")))
                .map(state -> "Apache's operator says "
                        + Json.text(state, "currentStateSummary").orElse("") + ": "
                        + Json.text(state, "message").orElse("").strip().lines().collect(Collectors.joining(" ")));
    }

    private static Verdict answering(List<SparkPod> pods, int wanted, Answer said) {
        if (!said.state().alive()) {
            return Verdict.of(
                    ClusterState.UNKNOWN,
                    said.state().status(),
                    "the master is not active: " + said.state().status());
        }
        int alive = registered(pods, said).size();
        if (alive >= wanted) {
            return Verdict.of(ClusterState.READY, said.state().status());
        }
        return Verdict.of(
                alive == 0 ? ClusterState.STARTING : ClusterState.DEGRADED,
                said.state().status(),
                waiting(alive + " of " + wanted + " workers are alive", pods));
    }

    private static String waiting(String what, List<SparkPod> pods) {
        String troubles = pods.stream()
                .filter(pod -> pod.trouble().isPresent())
                .limit(3)
                .map(SparkStatuses::told)
                .collect(Collectors.joining("; "));
        return what + (troubles.isEmpty() ? "" : "; " + troubles);
    }

    private static String told(SparkPod pod) {
        return "pod " + pod.id().name() + ": " + pod.trouble().orElse(pod.phase());
    }

    /** By address. For a while a master also counts workers whose pods have gone. */
    private static Map<String, Worker> registered(List<SparkPod> pods, Answer said) {
        List<String> living = pods.stream()
                .filter(pod -> pod.role() == SparkRole.WORKER && pod.running())
                .flatMap(pod -> pod.address().stream())
                .toList();
        return said.state().workers().stream()
                .filter(worker -> worker.alive() && living.contains(worker.host()))
                .collect(Collectors.toMap(Worker::host, Function.identity(), (one, other) -> other));
    }

    private static List<ClusterNode> nodes(List<SparkPod> pods, Optional<Answer> said) {
        Map<String, Worker> registered =
                said.map(answer -> registered(pods, answer)).orElse(Map.of());
        return pods.stream()
                .filter(pod -> !pod.ending())
                .map(pod ->
                        node(pod, said, pod.address().flatMap(address -> Optional.ofNullable(registered.get(address)))))
                .toList();
    }

    private static ClusterNode node(SparkPod pod, Optional<Answer> said, Optional<Worker> worker) {
        String host = pod.address().map(SparkMasters::host).orElse("");
        boolean master = pod.role() == SparkRole.MASTER;
        String state = master
                ? said.map(answer -> answer.state().status()).orElse(pod.phase())
                : worker.map(Worker::state).orElse(pod.phase());
        return new ClusterNode(
                pod.id().name(),
                master ? ClusterNode.Role.MASTER : ClusterNode.Role.WORKER,
                host + ":" + (master ? SparkRole.MASTER_PORT : SparkRole.WORKER_PORT),
                state,
                worker.map(Worker::cores).orElse(0),
                worker.map(Worker::coresUsed).orElse(0),
                worker.map(Worker::memoryMiB).orElse(0),
                worker.map(Worker::memoryUsedMiB).orElse(0),
                pod.address()
                        .map(address ->
                                URI.create("http://" + host + ":" + pod.role().pages())));
    }

    private static List<MetricsTarget> metrics(ClusterId id, Optional<Answer> said, CallContext context) {
        return said.map(answer -> MasterStatus.of(
                                id, answer.master(), answer.state(), Optional.empty(), Optional.empty(), context.now())
                        .metrics())
                .orElse(List.of());
    }
}
