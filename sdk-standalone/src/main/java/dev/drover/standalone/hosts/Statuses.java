package dev.drover.standalone.hosts;

import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.MetricsTarget;
import dev.drover.spi.CallContext;
import dev.drover.standalone.hosts.Register.Entry;
import dev.drover.standalone.rest.MasterState;
import dev.drover.standalone.rest.MasterState.Worker;
import dev.drover.standalone.rest.MasterStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells the states of clusters, from what their nodes and masters say. Safe for use by many threads. */
final class Statuses {
    private final HostsOptions options;
    private final Allocation allocation;
    private final Nodes nodes;
    private final Masters masters;
    private final Together together;

    Statuses(HostsOptions options, Allocation allocation, Nodes nodes, Masters masters, Together together) {
        this.options = options;
        this.allocation = allocation;
        this.nodes = nodes;
        this.masters = masters;
        this.together = together;
    }

    /**
     * What was seen of a cluster.
     *
     * @param workers those that the master counts as alive, by their addresses
     */
    record Look(
            ClusterRecord record, List<Nodes.State> nodes, Optional<MasterState> master, Map<String, Worker> workers) {

        boolean ready() {
            return master.filter(MasterState::alive).isPresent()
                    && workers.size() >= record.workers().size();
        }

        boolean anyFailed() {
            return nodes.stream().anyMatch(Nodes.State::failed);
        }

        boolean masterFailed() {
            return nodes.stream().anyMatch(node -> node.role() == Role.MASTER && node.failed());
        }

        /** Why it is not ready, with the logs of those that should be and are not. */
        String problem() {
            String missing = nodes.stream()
                    .filter(node -> node.failed() || !there(node))
                    .map(Nodes.State::words)
                    .collect(Collectors.joining("; "));
            return (master.isEmpty()
                            ? "the master does not answer"
                            : workers.size() + " of " + record.workers().size() + " workers have registered")
                    + (missing.isEmpty() ? "" : "; " + missing);
        }

        private boolean there(Nodes.State node) {
            return node.role() == Role.MASTER
                    ? master.isPresent()
                    : workers.containsKey(node.host().sparkAddress());
        }
    }

    Look look(ClusterRecord record, CallContext context) {
        List<Nodes.State> states =
                together
                        .tryEach(places(record), place -> nodes.state(record, place.host(), place.role(), context))
                        .stream()
                        .map(outcome -> outcome.result()
                                .orElseGet(() -> unseen(
                                        outcome.item(),
                                        outcome.error()
                                                .map(DroverException::getMessage)
                                                .orElse(""))))
                        .toList();
        boolean answers = states.stream().anyMatch(node -> node.role() == Role.MASTER && node.answers());
        Optional<MasterState> said = answers ? masters.state(record, context) : Optional.empty();
        return new Look(record, states, said, registered(record, said));
    }

    private record Place(SshHost host, Role role) {}

    private List<Place> places(ClusterRecord record) {
        List<Place> places = new ArrayList<>();
        places.add(new Place(allocation.host(record.master()), Role.MASTER));
        allocation.hosts(record.workers()).forEach(host -> places.add(new Place(host, Role.WORKER)));
        return places;
    }

    /** A host that cannot be reached may be well: Spark's own connections are others. */
    private Nodes.State unseen(Place place, String why) {
        return new Nodes.State(place.host(), place.role(), true, options.direct(), "not seen: " + why, "");
    }

    private Map<String, Worker> registered(ClusterRecord record, Optional<MasterState> said) {
        List<String> addresses = allocation.hosts(record.workers()).stream()
                .map(SshHost::sparkAddress)
                .toList();
        return said.map(MasterState::workers).orElse(List.of()).stream()
                .filter(worker -> worker.alive() && addresses.contains(worker.host()))
                .collect(Collectors.toMap(Worker::host, Function.identity(), (one, other) -> other));
    }

    ClusterStatus status(ClusterId id, Entry entry, CallContext context) {
        ClusterRecord record = entry.record();
        return switch (record.phase()) {
            case MAKING -> unseen(id, record, ClusterState.STARTING, interrupted(entry), context);
            case ENDING -> unseen(id, record, ClusterState.TERMINATING, record.problem(), context);
            case FAILED -> unseen(id, record, ClusterState.FAILED, record.problem(), context);
            case MADE -> seen(id, look(record, context), entry.held(), context);
        };
    }

    private static String interrupted(Entry entry) {
        return entry.held()
                ? ""
                : "whoever made it has died before its nodes were started; create it again with the same key, or terminate"
                        + " it";
    }

    private static ClusterStatus unseen(
            ClusterId id, ClusterRecord record, ClusterState state, String problem, CallContext context) {
        return new ClusterStatus(
                id,
                state,
                record.phase().name(),
                version(record),
                List.of(),
                List.of(),
                Optional.of(problem).filter(text -> !text.isEmpty()),
                context.now());
    }

    private static Optional<String> version(ClusterRecord record) {
        return Optional.of(record.sparkVersion()).filter(text -> !text.isEmpty());
    }

    private ClusterStatus seen(ClusterId id, Look look, boolean held, CallContext context) {
        ClusterRecord record = look.record();
        ClusterState state = state(look, held, context);
        return new ClusterStatus(
                id,
                state,
                look.master().map(MasterState::status).orElse("master silent"),
                version(record),
                look.nodes().stream().map(node -> node(node, look)).toList(),
                metrics(id, look, context),
                state == ClusterState.READY ? Optional.empty() : Optional.of(look.problem()),
                context.now());
    }

    /** A failed one that somebody is making will be undone by whoever makes it. */
    private ClusterState state(Look look, boolean held, CallContext context) {
        if (look.ready()) {
            return ClusterState.READY;
        }
        boolean young = context.now()
                .isBefore(look.record()
                        .beginning()
                        .plus(options.readyTimeout())
                        .plus(look.record().bootstrapTime()));
        if (look.masterFailed() || (look.anyFailed() && look.workers().isEmpty() && young)) {
            return held ? ClusterState.STARTING : ClusterState.FAILED;
        }
        if (look.master().isEmpty()) {
            return young ? ClusterState.STARTING : ClusterState.UNKNOWN;
        }
        return look.workers().isEmpty() && young ? ClusterState.STARTING : ClusterState.DEGRADED;
    }

    private ClusterNode node(Nodes.State node, Look look) {
        HostPorts ports = options.ports();
        String address = node.host().sparkAddress();
        int port = node.role() == Role.MASTER ? ports.master() : ports.worker();
        Optional<URI> pages = Optional.of(masters.pages(node.host(), node.role()));
        Optional<Worker> worker =
                node.role() == Role.WORKER ? Optional.ofNullable(look.workers().get(address)) : Optional.empty();
        String state = worker.map(Worker::state)
                .or(() -> node.role() == Role.MASTER ? look.master().map(MasterState::status) : Optional.empty())
                .orElse(node.phase());
        return new ClusterNode(
                node.host().name(),
                node.role().shown(),
                address + ":" + port,
                state,
                worker.map(Worker::cores).orElse(0),
                worker.map(Worker::coresUsed).orElse(0),
                worker.map(Worker::memoryMiB).orElse(0),
                worker.map(Worker::memoryUsedMiB).orElse(0),
                pages);
    }

    private List<MetricsTarget> metrics(ClusterId id, Look look, CallContext context) {
        return look.master()
                .map(said -> MasterStatus.of(
                                id,
                                masters.endpoints(look.record()),
                                said,
                                Optional.empty(),
                                Optional.empty(),
                                context.now())
                        .metrics())
                .orElse(List.of());
    }
}
