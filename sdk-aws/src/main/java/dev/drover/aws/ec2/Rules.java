package dev.drover.aws.ec2;

import dev.drover.DroverException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** The network of a cluster: closed but among its members, and what the options open. */
final class Rules {
    /** The submission server, the master's pages and the workers' pages. */
    static final List<Integer> PORTS = List.of(6066, 8080, 8081);

    private Rules() {}

    static String groupName(String cluster) {
        return "drover-" + cluster;
    }

    static List<IpPermission> ingress(String group, Ec2SparkOptions options, boolean gateway) {
        List<IpPermission> rules = new ArrayList<>();
        rules.add(IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(0)
                .toPort(65_535)
                .userIdGroupPairs(UserIdGroupPair.builder().groupId(group).build())
                .build());
        if (!options.allowed().isEmpty()) {
            PORTS.forEach(port -> rules.add(open(port, options.allowed())));
        }
        if (gateway && !options.allowedSsh().isEmpty()) {
            rules.add(open(options.sshPort(), options.allowedSsh()));
        }
        return rules;
    }

    private static IpPermission open(int port, List<String> cidrs) {
        return IpPermission.builder()
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .ipRanges(cidrs.stream()
                        .filter(cidr -> !cidr.contains(":"))
                        .map(cidr -> IpRange.builder().cidrIp(cidr).build())
                        .toList())
                .ipv6Ranges(cidrs.stream()
                        .filter(cidr -> cidr.contains(":"))
                        .map(cidr -> Ipv6Range.builder().cidrIpv6(cidr).build())
                        .toList())
                .build();
    }

    /**
     * The VPC of subnets.
     *
     * @throws DroverException INVALID_ARGUMENT if they are of several
     */
    static String commonVpc(List<Subnet> subnets, List<String> asked) {
        Set<String> vpcs = subnets.stream().map(Subnet::vpcId).collect(Collectors.toCollection(TreeSet::new));
        if (vpcs.size() != 1) {
            throw DroverException.invalid("The subnets " + asked + " are of the VPCs " + vpcs
                    + "; the machines of a cluster must be of one.");
        }
        return vpcs.iterator().next();
    }
}
