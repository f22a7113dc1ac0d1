package dev.drover.aws.ec2;

import dev.drover.ClusterSpec;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.NodeGroup;
import dev.drover.aws.ec2.Machines.Offer;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * Makes a cluster, in steps that each may be repeated: the group by its name, the machines by their tokens, the mark at
 * the end. Whoever repeats them for the same name, in whichever process, completes one and the same cluster.
 */
final class Creation {
    private final Ec2SparkOptions options;
    private final Ec2Calls calls;
    private final Clusters clusters;
    private final Ending ending;
    private final Machines machines;
    private final ClusterKeys keys;
    private final UserData userData;
    private final Launches launches;

    Creation(
            Ec2SparkOptions options,
            Ec2Calls calls,
            Clusters clusters,
            Ending ending,
            Machines machines,
            ClusterKeys keys,
            UserData userData) {
        this.options = options;
        this.calls = calls;
        this.clusters = clusters;
        this.ending = ending;
        this.machines = machines;
        this.keys = keys;
        this.userData = userData;
        this.launches = new Launches(options);
    }

    void create(String name, ClusterSpec spec, String sparkVersion, CallContext context) {
        Optional<Life> there = clusters.find(name, context);
        if (there.isPresent() && there.get().over()) {
            ending.clear(there.get(), context);
            there = Optional.empty();
        } else if (there.isPresent() && there.get().record().made().isPresent()) {
            throw new DroverException(
                    ErrorCode.ALREADY_EXISTS, "Another process made the cluster '" + name + "' in this moment.");
        }
        ClusterRecord record = there.isPresent() ? there.get().record() : group(name, spec, sparkVersion, context);
        List<Node> before = there.map(Life::nodes).orElse(List.of());
        new Machining(record, spec, before, context).run();
    }

    private ClusterRecord group(String name, ClusterSpec spec, String sparkVersion, CallContext context) {
        NodeGroup workers = machines.nodes(NodeRole.WORKER, spec);
        Map<String, String> tags = new LinkedHashMap<>(options.tags());
        tags.putAll(spec.labels());
        tags.putAll(ClusterRecord.tags(name, context.now(), spec, sparkVersion, workers));
        tags.put("Name", name);
        try {
            String id = calls.createGroup(
                    Rules.groupName(name), "Spark cluster " + name + ", made by Drover", vpc(context), tags, context);
            return ClusterRecord.of(id, tags);
        } catch (DroverException e) {
            if (e.code() != ErrorCode.ALREADY_EXISTS) {
                throw e;
            }
            return seen(name, context);
        }
    }

    /** A group that was made a moment ago, by a lost request of ours or by another process. */
    private ClusterRecord seen(String name, CallContext context) {
        return calls.look("DescribeSecurityGroups", context, (ec2, limits) -> {
            List<SecurityGroup> groups = ec2.describeSecurityGroups(
                            r -> r.filters(Tags.equal(Tags.CLUSTER, name)).overrideConfiguration(limits))
                    .securityGroups();
            if (groups.isEmpty()) {
                throw new NativeException(new Failure(
                        ErrorCode.CONFLICT,
                        Effect.UNKNOWN,
                        Failure.Scope.REQUEST,
                        true,
                        Optional.empty(),
                        "a security group " + Rules.groupName(name) + " exists but is not listed as Drover's. If this"
                                + " stays so, somebody else made it: remove it."));
            }
            return ClusterRecord.of(groups.get(0));
        });
    }

    private String vpc(CallContext context) {
        return Rules.commonVpc(calls.subnets(options.subnets(), context), options.subnets());
    }

    /** The part of a creation that is undone if it fails. */
    private final class Machining {
        private final ClusterRecord record;
        private final ClusterSpec spec;
        private final List<Node> before;
        private final CallContext context;
        private final List<String> launched = new ArrayList<>();

        Machining(ClusterRecord record, ClusterSpec spec, List<Node> before, CallContext context) {
            this.record = record;
            this.spec = spec;
            this.before = before;
            this.context = context;
        }

        void run() {
            try {
                List<IpPermission> rules =
                        Rules.ingress(record.groupId(), options, spec.gateway().isPresent());
                calls.authorize(record.groupId(), rules, context);
                String first = options.subnets().get(0);
                String master = address(launch(Batch.one(NodeRole.MASTER, first), ""));
                Batch.workers("workers", options.subnets(), spec.workers()).forEach(batch -> launch(batch, master));
                if (spec.gateway().isPresent()) {
                    launch(Batch.one(NodeRole.GATEWAY, first), master);
                }
                calls.tag(
                        record.groupId(),
                        Map.of(
                                Tags.MADE,
                                context.now().truncatedTo(ChronoUnit.SECONDS).toString()),
                        context);
            } catch (DroverException e) {
                throw undone(e);
            }
        }

        private List<Node> launch(Batch batch, String master) {
            NodeGroup nodes = machines.nodes(batch.role(), spec);
            List<Offer> offers = Machines.offers(nodes);
            List<Node> there = before.stream()
                    .filter(node -> node.batch().equals(batch.name()))
                    .toList();
            // A token tells of a repeat only if the earlier try took the same offer.
            if (offers.size() > 1 && !there.isEmpty()) {
                return there;
            }
            byte[] script = userData.script(batch.role(), UserData.Cluster.of(record, keys), master, spec, nodes);
            List<Node> made = Offers.first(offers, context, offer -> run(batch, nodes, offer, script));
            made.forEach(node -> launched.add(node.id()));
            context.progress(batch.count() + " x " + batch.role().word() + " in " + batch.subnet());
            return made;
        }

        private String address(List<Node> master) {
            return master.stream()
                    .flatMap(node -> node.privateAddress().stream())
                    .findFirst()
                    .orElseThrow(() -> new DroverException(
                            ErrorCode.UNAVAILABLE,
                            Effect.UNKNOWN,
                            true,
                            "The master of '" + record.name() + "' has no address (yet).",
                            null));
        }

        private List<Node> run(Batch batch, NodeGroup nodes, Offer offer, byte[] script) {
            return calls.run(
                    launches.request(record.groupId(), record.name(), batch, nodes, offer, script, spec.customizers()),
                    context);
        }

        /**
         * A refusal leaves nothing behind. What may have happened, or may go better in a moment, is left for a repeat, which
         * completes it.
         */
        private DroverException undone(DroverException e) {
            if (e.effect() != Effect.NONE || e.code() == ErrorCode.CONFLICT) {
                return e;
            }
            if (e.retryable()) {
                return halfMade(
                        e, " It is half made: create it again to complete it, or terminate '" + record.name() + "'.");
            }
            try {
                ending.end(record, launched, context);
                return e;
            } catch (DroverException left) {
                return halfMade(
                        e,
                        " What had been made before could not be undone (" + left.getMessage() + "): security group "
                                + record.groupId() + ", machines " + launched + ". Terminate '" + record.name() + "'.");
            }
        }

        private static DroverException halfMade(DroverException e, String words) {
            return new DroverException(e.code(), Effect.UNKNOWN, e.retryable(), e.getMessage() + words, e);
        }
    }
}
