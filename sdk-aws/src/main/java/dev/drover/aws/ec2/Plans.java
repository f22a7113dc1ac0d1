package dev.drover.aws.ec2;

import dev.drover.ClusterPlan;
import dev.drover.ClusterPlan.Item;
import dev.drover.ClusterSpec;
import dev.drover.Disk;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.NodeGroup;
import dev.drover.aws.ec2.Machines.Offer;
import dev.drover.aws.internal.MachineCatalogue.Architecture;
import dev.drover.spi.CallContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Says what a create would make and what would go wrong. Asks EC2 only questions: DescribeSubnets, DescribeImages, and
 * RunInstances with {@code DryRun}, which knows types, rights and some limits but not the capacity of a zone.
 */
final class Plans {
    private static final String PLACEHOLDER_GROUP = "sg-00000000";

    private final Ec2SparkOptions options;
    private final Ec2Calls calls;
    private final Machines machines;
    private final Launches launches;

    Plans(Ec2SparkOptions options, Ec2Calls calls, Machines machines) {
        this.options = options;
        this.calls = calls;
        this.machines = machines;
        this.launches = new Launches(options);
    }

    ClusterPlan plan(Location where, ClusterSpec spec, Runnable check, CallContext context) {
        try {
            check.run();
        } catch (DroverException e) {
            return new ClusterPlan(List.of(), limits(spec), List.of(e.getMessage()));
        }
        List<Item> items = new ArrayList<>();
        items.add(new Item("security-group", 1, group(spec)));
        List<Batch> batches = batches(spec);
        batches.forEach(batch -> items.add(new Item("instance", batch.count(), details(batch, spec))));
        return new ClusterPlan(
                items.stream().map(Plans::words).toList(), limits(spec), problems(spec, batches, context), items);
    }

    private List<Batch> batches(ClusterSpec spec) {
        List<Batch> batches = new ArrayList<>();
        batches.add(Batch.one(NodeRole.MASTER, options.subnets().get(0)));
        batches.addAll(Batch.workers("workers", options.subnets(), spec.workers()));
        if (spec.gateway().isPresent()) {
            batches.add(Batch.one(NodeRole.GATEWAY, options.subnets().get(0)));
        }
        return batches;
    }

    private Map<String, String> group(ClusterSpec spec) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(
                "open", options.allowed().isEmpty() ? "to its members only" : Rules.PORTS + " to " + options.allowed());
        if (spec.gateway().isPresent() && !options.allowedSsh().isEmpty()) {
            details.put("ssh", options.allowedSsh().toString());
        }
        return details;
    }

    private Map<String, String> details(Batch batch, ClusterSpec spec) {
        NodeGroup nodes = machines.nodes(batch.role(), spec);
        Map<String, String> details = new LinkedHashMap<>();
        details.put("role", batch.role().word());
        details.put("type", nodes.machine().toString());
        details.put("subnet", batch.subnet());
        details.put("image", options.image());
        details.put("purchase", nodes.purchase().name());
        if (!nodes.disks().isEmpty()) {
            details.put("disks", nodes.disks().stream().map(Disk::toString).collect(Collectors.joining(", ")));
        }
        return details;
    }

    private static String words(Item item) {
        return item.count() + " x " + item.kind() + " "
                + item.details().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(detail -> detail.getKey() + "=" + detail.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static List<String> limits(ClusterSpec spec) {
        return List.of(
                spec.maxAge()
                        .map(age -> "maximum age " + age + ": every node shuts itself down, and EC2 terminates it")
                        .orElse("no maximum age: it runs, and costs, until it is terminated"),
                "idle time: nobody sees to it here");
    }

    // Problems

    private List<String> problems(ClusterSpec spec, List<Batch> batches, CallContext context) {
        Set<String> problems = new LinkedHashSet<>();
        noting(problems, "the subnets", () -> subnets(problems, context));
        noting(problems, "the machine image", () -> image(problems, context));
        if (problems.isEmpty()) {
            for (Batch batch : batches) {
                noting(problems, "the " + batch.role().word() + "'s machines", () -> dryRun(batch, spec, context));
            }
        }
        return List.copyOf(problems);
    }

    private static void noting(Set<String> problems, String what, Runnable look) {
        try {
            look.run();
        } catch (DroverException e) {
            problems.add(
                    e.retryable() || e.code() == ErrorCode.DEADLINE_EXCEEDED
                            ? what + " could not be checked: " + e.getMessage()
                            : e.getMessage());
        }
    }

    private void subnets(Set<String> problems, CallContext context) {
        List<Subnet> subnets = calls.subnets(options.subnets(), context);
        var unused = Rules.commonVpc(subnets, options.subnets());
        for (Subnet subnet : subnets) {
            if (subnet.availableIpAddressCount() != null && subnet.availableIpAddressCount() == 0) {
                problems.add(
                        "Subnet " + subnet.subnetId() + " in " + subnet.availabilityZone() + " has no address left.");
            }
        }
    }

    private void image(Set<String> problems, CallContext context) {
        List<Image> images = calls.look(
                "DescribeImages",
                context,
                (ec2, limits) -> ec2.describeImages(
                                r -> r.imageIds(options.image()).overrideConfiguration(limits))
                        .images());
        String wanted = (options.arm() ? Architecture.ARM64 : Architecture.X86_64).word();
        for (Image image : images) {
            if (image.architectureAsString() != null
                    && !image.architectureAsString().equals(wanted)) {
                problems.add("The machine image " + image.imageId() + " is for " + image.architectureAsString()
                        + ", not for " + wanted + "; use Ec2SparkOptions."
                        + (options.arm() ? "image." : "armImage."));
            }
        }
    }

    private void dryRun(Batch batch, ClusterSpec spec, CallContext context) {
        NodeGroup nodes = machines.nodes(batch.role(), spec);
        Offer offer = Machines.offers(nodes).get(0);
        RunInstancesRequest request =
                launches
                        .request(PLACEHOLDER_GROUP, "plan", batch, nodes, offer, new byte[0], spec.customizers())
                        .toBuilder()
                        .dryRun(true)
                        .networkInterfaces(InstanceNetworkInterfaceSpecification.builder()
                                .deviceIndex(0)
                                .subnetId(batch.subnet())
                                .build())
                        .build();
        var unused = calls.look("RunInstances", context, (ec2, limits) -> {
            try {
                return ec2.runInstances(
                        request.toBuilder().overrideConfiguration(limits).build());
            } catch (Ec2Exception e) {
                if (e.awsErrorDetails() != null
                        && "DryRunOperation".equals(e.awsErrorDetails().errorCode())) {
                    return request;
                }
                throw e;
            }
        });
    }
}
