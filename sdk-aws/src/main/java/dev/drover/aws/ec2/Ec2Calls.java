package dev.drover.aws.ec2;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.aws.internal.AwsCalls;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceAttributeName;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** The calls to EC2 that clusters need; each is one native call for each page. Safe for use by many threads. */
final class Ec2Calls {
    private static final int PAGE = 1000;
    private static final Set<String> YOUNG = Set.of("InvalidGroup.NotFound", "InvalidInstanceID.NotFound");
    /** AWS advises to end no more at once. */
    private static final int MOST_ENDED = 1000;

    private final Ec2Client ec2;
    private final AwsCalls calls;

    Ec2Calls(Ec2Client ec2, AwsCalls calls) {
        this.ec2 = ec2;
        this.calls = calls;
    }

    // Security groups

    List<SecurityGroup> groups(CallContext context, Filter... filters) {
        List<SecurityGroup> found = new ArrayList<>();
        @Nullable String token = null;
        do {
            String from = token;
            DescribeSecurityGroupsResponse page = calls.read(
                    "DescribeSecurityGroups",
                    context,
                    limits -> ec2.describeSecurityGroups(r ->
                            r.filters(filters).maxResults(PAGE).nextToken(from).overrideConfiguration(limits)));
            found.addAll(page.securityGroups());
            token = page.nextToken();
        } while (token != null && !token.isEmpty());
        return found;
    }

    /**
     * Makes a group. A name can be taken once in a VPC, so a repeat makes no second one but is refused as
     * ALREADY_EXISTS.
     *
     * @return its id
     */
    String createGroup(String name, String description, String vpc, Map<String, String> tags, CallContext context) {
        return calls.keyed(
                        "CreateSecurityGroup",
                        context,
                        limits -> ec2.createSecurityGroup(r -> r.groupName(name)
                                .description(description)
                                .vpcId(vpc)
                                .tagSpecifications(Tags.on(ResourceType.SECURITY_GROUP, tags))
                                .overrideConfiguration(limits)))
                .groupId();
    }

    void authorize(String group, List<IpPermission> permissions, CallContext context) {
        try {
            var unused = calls.keyed(
                    "AuthorizeSecurityGroupIngress",
                    context,
                    limits -> young(() -> ec2.authorizeSecurityGroupIngress(
                            r -> r.groupId(group).ipPermissions(permissions).overrideConfiguration(limits))));
        } catch (DroverException e) {
            if (e.code() != ErrorCode.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    void tag(String resource, Map<String, String> tags, CallContext context) {
        var unused = calls.keyed(
                "CreateTags",
                context,
                limits -> young(() -> ec2.createTags(
                        r -> r.resources(resource).tags(Tags.of(tags)).overrideConfiguration(limits))));
    }

    void deleteGroup(String group, CallContext context) {
        try {
            var unused = calls.keyed(
                    "DeleteSecurityGroup",
                    context,
                    limits -> ec2.deleteSecurityGroup(r -> r.groupId(group).overrideConfiguration(limits)));
        } catch (DroverException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
        }
    }

    /**
     * What was just made may be unknown to a part of EC2 for a moment; see
     * <a href="https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html">eventual consistency</a>.
     */
    private static <T> T young(Supplier<T> call) throws NativeException {
        try {
            return call.get();
        } catch (Ec2Exception e) {
            AwsErrorDetails details = e.awsErrorDetails();
            if (details == null || !YOUNG.contains(String.valueOf(details.errorCode()))) {
                throw e;
            }
            throw new NativeException(
                    new Failure(
                            ErrorCode.UNAVAILABLE,
                            Effect.NONE,
                            Scope.REQUEST,
                            true,
                            Optional.empty(),
                            "EC2 does not know what was just made (yet): " + details.errorMessage() + "."),
                    e);
        }
    }

    // Machines

    List<Node> nodes(CallContext context, Filter... filters) {
        List<Node> found = new ArrayList<>();
        @Nullable String token = null;
        do {
            String from = token;
            DescribeInstancesResponse page = calls.read(
                    "DescribeInstances",
                    context,
                    limits -> ec2.describeInstances(r ->
                            r.filters(filters).maxResults(PAGE).nextToken(from).overrideConfiguration(limits)));
            page.reservations().stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .map(Node::of)
                    .forEach(found::add);
            token = page.nextToken();
        } while (token != null && !token.isEmpty());
        return found;
    }

    /** The request carries a client token: a repeat gives the same machines. */
    List<Node> run(RunInstancesRequest request, CallContext context) {
        return calls
                .keyed(
                        "RunInstances",
                        context,
                        limits -> young(() -> ec2.runInstances(request.toBuilder()
                                .overrideConfiguration(limits)
                                .build())))
                .instances()
                .stream()
                .map(Node::of)
                .toList();
    }

    void end(Collection<String> ids, CallContext context) {
        List<String> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += MOST_ENDED) {
            List<String> some = all.subList(from, Math.min(all.size(), from + MOST_ENDED));
            var unused = calls.keyed(
                    "TerminateInstances",
                    context,
                    limits -> young(() ->
                            ec2.terminateInstances(r -> r.instanceIds(some).overrideConfiguration(limits))));
        }
    }

    /** The script that a machine was started with. */
    Optional<byte[]> userData(String id, CallContext context) {
        return Optional.ofNullable(calls.read(
                                "DescribeInstanceAttribute",
                                context,
                                limits -> ec2.describeInstanceAttribute(r -> r.instanceId(id)
                                        .attribute(InstanceAttributeName.USER_DATA)
                                        .overrideConfiguration(limits)))
                        .userData())
                .map(data -> data.value())
                .map(Base64.getDecoder()::decode);
    }

    /** What a machine has written to its console; empty if EC2 has nothing yet. At most 64 KiB. */
    String console(String id, CallContext context) {
        String encoded = calls.read(
                        "GetConsoleOutput",
                        context,
                        limits -> ec2.getConsoleOutput(
                                r -> r.instanceId(id).latest(true).overrideConfiguration(limits)))
                .output();
        return encoded == null ? "" : new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    // What there is already

    List<Subnet> subnets(List<String> ids, CallContext context) {
        return calls.read(
                        "DescribeSubnets",
                        context,
                        limits -> ec2.describeSubnets(r -> r.subnetIds(ids).overrideConfiguration(limits)))
                .subnets();
    }

    /** The call of a plan. */
    <T> T look(String api, CallContext context, Look<T> look) {
        return calls.read(api, context, limits -> look.at(ec2, limits));
    }

    /** Asks EC2 something, within limits. */
    @FunctionalInterface
    interface Look<T> {
        T at(Ec2Client ec2, AwsRequestOverrideConfiguration limits) throws Exception;
    }
}
