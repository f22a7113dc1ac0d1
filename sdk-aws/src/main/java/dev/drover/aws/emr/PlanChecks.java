package dev.drover.aws.emr;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.aws.internal.AwsConnection;
import dev.drover.spi.CallContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.emr.model.DescribeReleaseLabelResponse;

/** Asks AWS what would make a create fail; creates nothing. */
final class PlanChecks {
    private final EmrApi api;
    private final AwsConnection connection;

    PlanChecks(EmrApi api, AwsConnection connection) {
        this.api = api;
        this.connection = connection;
    }

    /** What is wrong, and what could not be checked, each in a sentence. */
    List<String> problems(String release, EmrOptions options, CallContext context) {
        List<String> problems = new ArrayList<>(release(release, options, context));
        if (!options.subnets().isEmpty()) {
            problems.addAll(subnets(options.subnets(), context));
        }
        return problems;
    }

    private List<String> release(String label, EmrOptions options, CallContext context) {
        try {
            DescribeReleaseLabelResponse release = api.describeReleaseLabel(label, context);
            Set<String> offered = new HashSet<>();
            release.applications().forEach(application -> offered.add(application.name()));
            return options.applications().stream()
                    .filter(name -> !offered.contains(name))
                    .map(name -> "release " + label + " has no application " + name + "; it has " + offered)
                    .toList();
        } catch (DroverException e) {
            return List.of(
                    e.code() == ErrorCode.INVALID_ARGUMENT || e.code() == ErrorCode.NOT_FOUND
                            ? "there is no release " + label + " in " + connection.region()
                            : "whether there is a release " + label + " could not be checked: " + e.getMessage());
        }
    }

    private List<String> subnets(List<String> ids, CallContext context) {
        try (Ec2Client ec2 = connection.client(Ec2Client.builder())) {
            List<Subnet> subnets = connection
                    .calls("ec2")
                    .read(
                            "DescribeSubnets",
                            context,
                            limits -> ec2.describeSubnets(r -> r.subnetIds(ids).overrideConfiguration(limits))
                                    .subnets());
            return fit(subnets);
        } catch (DroverException e) {
            return List.of(
                    e.code() == ErrorCode.NOT_FOUND
                            ? "not all subnets are there: " + e.getMessage()
                            : "the subnets " + ids + " could not be checked: " + e.getMessage());
        }
    }

    private static List<String> fit(List<Subnet> subnets) {
        List<String> problems = new ArrayList<>();
        Map<String, String> byZone = new HashMap<>();
        Set<String> networks = new HashSet<>();
        for (Subnet subnet : subnets) {
            networks.add(subnet.vpcId());
            String other = byZone.put(subnet.availabilityZone(), subnet.subnetId());
            if (other != null) {
                problems.add("the subnets " + other + " and " + subnet.subnetId() + " are both in zone "
                        + subnet.availabilityZone() + "; EMR takes one of each zone");
            }
            if (subnet.availableIpAddressCount() != null && subnet.availableIpAddressCount() == 0) {
                problems.add("the subnet " + subnet.subnetId() + " has no address left");
            }
        }
        if (networks.size() > 1) {
            problems.add("the subnets are in several networks, " + networks + "; EMR takes those of one");
        }
        return problems;
    }
}
