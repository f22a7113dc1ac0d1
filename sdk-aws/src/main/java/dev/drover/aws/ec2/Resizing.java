package dev.drover.aws.ec2;

import dev.drover.ClusterId;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.aws.ec2.Machines.Offer;
import dev.drover.spi.CallContext;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.MasterState.Worker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Adds workers that are like the others, or ends the idlest ones. */
final class Resizing {
    private final Ec2SparkOptions options;
    private final Ec2Calls calls;
    private final Masters masters;
    private final Launches launches;

    Resizing(Ec2SparkOptions options, Ec2Calls calls, Masters masters) {
        this.options = options;
        this.calls = calls;
        this.masters = masters;
        this.launches = new Launches(options);
    }

    void resize(ClusterId id, Life life, int workers, CallContext context) {
        if (life.record().made().isEmpty()) {
            throw new DroverException(
                    ErrorCode.CONFLICT, "The cluster '" + id + "' is still being made; resize it when it is ready.");
        }
        List<Node> living = life.living(NodeRole.WORKER);
        if (workers > living.size()) {
            grow(life.record(), living, workers, context);
            count(life.record(), workers, context);
        } else {
            count(life.record(), workers, context);
            shrink(id, life, living, workers, context);
        }
    }

    private void count(ClusterRecord record, int workers, CallContext context) {
        Map<String, String> tags =
                Map.of(Tags.WORKERS, String.valueOf(workers), Tags.RESIZES, String.valueOf(record.resizes() + 1));
        calls.tag(record.groupId(), tags, context);
    }

    /**
     * The requests' tokens come from the number of resizes before and the number of workers after it: a repeat after a
     * lost answer makes the same machines, whether EC2 lists them already or not, and a later resize other ones.
     */
    private void grow(ClusterRecord record, List<Node> living, int workers, CallContext context) {
        byte[] script = living.stream()
                .findFirst()
                .flatMap(worker -> calls.userData(worker.id(), context))
                .orElseThrow(() -> new DroverException(
                        ErrorCode.CONFLICT,
                        "The cluster '" + record.name()
                                + "' has no worker left that another one could be like; create it" + " anew."));
        String name = "added-" + record.resizes() + "-" + workers;
        List<String> launched = new ArrayList<>();
        try {
            for (Batch batch : Batch.workers(name, emptiestFirst(living), workers - living.size())) {
                Offers.first(
                                Machines.offers(record.workerNodes()),
                                context,
                                offer -> run(record, batch, offer, script, context))
                        .forEach(node -> launched.add(node.id()));
            }
        } catch (DroverException e) {
            if (e.effect() == Effect.NONE && !launched.isEmpty()) {
                calls.end(launched, context);
                count(record, record.workers(), context);
            }
            throw e;
        }
    }

    private List<Node> run(ClusterRecord record, Batch batch, Offer offer, byte[] script, CallContext context) {
        return calls.run(
                launches.request(
                        record.groupId(), record.name(), batch, record.workerNodes(), offer, script, List.of()),
                context);
    }

    private List<String> emptiestFirst(List<Node> living) {
        Map<String, Long> there = living.stream().collect(Collectors.groupingBy(Node::subnet, Collectors.counting()));
        return options.subnets().stream()
                .sorted(Comparator.comparing(subnet -> there.getOrDefault(subnet, 0L)))
                .toList();
    }

    private void shrink(ClusterId id, Life life, List<Node> living, int workers, CallContext context) {
        if (living.size() == workers) {
            return;
        }
        Map<String, Worker> busy = masters
                .state(id, life, context)
                .map(MasterState::workers)
                .orElseThrow(() -> new DroverException(
                        ErrorCode.CONFLICT,
                        "The master of '" + id
                                + "' does not answer, so it cannot be told which workers are idle; resize"
                                + " it when it is ready."))
                .stream()
                .filter(Worker::alive)
                .collect(Collectors.toMap(Worker::host, Function.identity(), (one, other) -> other));
        List<String> idlest = living.stream()
                .sorted(Comparator.<Node>comparingInt(node -> coresUsed(node, busy))
                        .thenComparing(Comparator.comparing(Node::launched).reversed()))
                .limit(living.size() - workers)
                .map(Node::id)
                .toList();
        calls.end(idlest, context);
    }

    private static int coresUsed(Node node, Map<String, Worker> busy) {
        return Optional.ofNullable(busy.get(node.privateAddress().orElse("")))
                .map(Worker::coresUsed)
                .orElse(-1);
    }
}
