package dev.drover.aws.ec2;

import com.github.tomakehurst.wiremock.http.Request;
import dev.drover.aws.fake.FakeService;
import dev.drover.aws.fake.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * EC2's Query protocol with state: instances with tokens and tags, security groups that are in use, consoles. Instances
 * have addresses of the loopback network, so that whatever boots on them can listen there on the ports it always uses.
 */
final class FakeEc2 implements FakeService, AutoCloseable {
    /** So that no two instances of this JVM, and hardly any of two JVMs, have the same address. */
    private static final AtomicInteger ADDRESSES =
            new AtomicInteger((int) (ProcessHandle.current().pid() % 200) * 256 + 10);

    private static final String NAMESPACE = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private final Map<String, FakeInstance> instances = new LinkedHashMap<>();
    private final Map<String, FakeGroup> groups = new LinkedHashMap<>();
    private final Map<String, List<FakeInstance>> byToken = new LinkedHashMap<>();
    private final Map<String, String> parametersByToken = new LinkedHashMap<>();
    private final Boot boot;
    private int ids = 1;

    /** Whether instances that were ended go on shutting down, until this is unset. */
    volatile boolean slowEnds;
    /** How many more lists do not show instances that were just made. */
    volatile int hidden;
    /** The size of pages. */
    volatile int page = 1000;
    /** Done after machines were made, before the answer. */
    volatile Runnable afterRun = () -> {};
    /** Who may see a dry run succeed; else it is said to be unauthorized. */
    volatile boolean mayRun = true;

    /** What runs on instances. */
    interface Boot {
        void started(FakeInstance instance, FakeEc2 ec2);

        void ended(FakeInstance instance);
    }

    /** An instance. Its fields are guarded by the fake. */
    static final class FakeInstance {
        final String id;
        final Map<String, String> request;
        final Map<String, String> tags;
        final String address;
        final String group;
        final Instant launched = Instant.now();
        private final Queue<String> console = new ConcurrentLinkedQueue<>();
        volatile String state = "running";
        volatile String reason = "";

        FakeInstance(String id, Map<String, String> request, Map<String, String> tags, String address) {
            this.id = id;
            this.request = request;
            this.tags = tags;
            this.address = address;
            this.group = request.get("NetworkInterface.1.SecurityGroupId.1");
        }

        /** Writes to the console. */
        void say(String text) {
            console.add(text);
        }

        String role() {
            return tags.get("drover:role");
        }

        boolean running() {
            return state.equals("running");
        }

        byte[] userData() {
            return Base64.getDecoder().decode(request.get("UserData"));
        }
    }

    /** A security group. */
    static final class FakeGroup {
        final String id;
        final String name;
        final Map<String, String> tags;
        final List<Map<String, String>> rules = new ArrayList<>();

        FakeGroup(String id, String name, Map<String, String> tags) {
            this.id = id;
            this.name = name;
            this.tags = tags;
        }
    }

    FakeEc2(Boot boot) {
        this.boot = boot;
    }

    synchronized List<FakeInstance> instances() {
        return List.copyOf(instances.values());
    }

    List<FakeInstance> running() {
        return instances().stream().filter(FakeInstance::running).toList();
    }

    List<FakeInstance> running(String role) {
        return running().stream()
                .filter(instance -> instance.role().equals(role))
                .toList();
    }

    synchronized List<FakeGroup> groups() {
        return List.copyOf(groups.values());
    }

    /** As if somebody else had ended it, or it itself. */
    void end(FakeInstance instance, String why) {
        synchronized (this) {
            if (!instance.running()) {
                return;
            }
            instance.reason = why;
            instance.state = "shutting-down";
        }
        boot.ended(instance);
    }

    @Override
    public void close() {
        instances().forEach(instance -> end(instance, "test over"));
    }

    // Protocol

    @Override
    public Optional<String> operation(Request request) {
        return Optional.ofNullable(form(request).get("Action"));
    }

    @Override
    public Reply error(int status, String code, String message) {
        return Reply.xml("<Response><Errors><Error><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error></Errors><RequestID>fake</RequestID></Response>")
                .withStatus(status);
    }

    @Override
    public Reply perform(String operation, Request request) {
        Map<String, String> form = form(request);
        return switch (operation) {
            case "RunInstances" -> run(form);
            case "DescribeInstances" -> describeInstances(form);
            case "TerminateInstances" -> terminate(form);
            case "CreateSecurityGroup" -> createGroup(form);
            case "AuthorizeSecurityGroupIngress" -> authorize(form);
            case "DescribeSecurityGroups" -> describeGroups(form);
            case "DeleteSecurityGroup" -> deleteGroup(form);
            case "CreateTags" -> createTags(form);
            case "DescribeSubnets" -> describeSubnets(form);
            case "DescribeImages" -> describeImages(form);
            case "DescribeInstanceAttribute" -> userData(form);
            case "GetConsoleOutput" -> console(form);
            default -> error(400, "InvalidAction", "The fake does not know " + operation);
        };
    }

    private static Map<String, String> form(Request request) {
        Map<String, String> form = new TreeMap<>();
        for (String pair : request.getBodyAsString().split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    private static Reply answer(String operation, String body) {
        return Reply.xml("<" + operation + "Response xmlns=\"" + NAMESPACE + "\"><requestId>fake</requestId>" + body
                + "</" + operation + "Response>");
    }

    // Instances

    private Reply run(Map<String, String> form) {
        if (!form.get("ImageId").equals(Fixture.IMAGE)) {
            return error(400, "InvalidAMIID.NotFound", "The image id '[" + form.get("ImageId") + "]' does not exist");
        }
        if (form.get("InstanceType").startsWith("z")) {
            return error(
                    400, "InvalidParameterValue", "Invalid value '" + form.get("InstanceType") + "' for InstanceType.");
        }
        if ("true".equals(form.get("DryRun"))) {
            return mayRun
                    ? error(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.")
                    : error(403, "UnauthorizedOperation", "You are not authorized to perform this operation.");
        }
        List<FakeInstance> made = new ArrayList<>();
        String token = form.get("ClientToken");
        synchronized (this) {
            if (byToken.containsKey(token)) {
                return parametersByToken.get(token).equals(form.toString())
                        ? answer("RunInstances", reservation(byToken.get(token)))
                        : error(
                                400,
                                "IdempotentParameterMismatch",
                                "Arguments on this idempotent request are inconsistent");
            }
            if (!groups.containsKey(form.get("NetworkInterface.1.SecurityGroupId.1"))) {
                return error(400, "InvalidGroup.NotFound", "The security group does not exist");
            }
            for (int i = 0; i < Integer.parseInt(form.get("MinCount")); i++) {
                String id = String.format("i-%017x", ids++);
                FakeInstance instance = new FakeInstance(id, form, tags(form, "TagSpecification.1.Tag."), address());
                instances.put(id, instance);
                made.add(instance);
            }
            byToken.put(token, made);
            parametersByToken.put(token, form.toString());
        }
        made.forEach(instance -> boot.started(instance, this));
        afterRun.run();
        return answer("RunInstances", reservation(made));
    }

    private static String address() {
        int number = ADDRESSES.getAndIncrement();
        return "127.77." + number / 256 % 256 + "." + number % 256;
    }

    private synchronized Reply describeInstances(Map<String, String> form) {
        List<FakeInstance> shown = new ArrayList<>();
        if (hidden > 0) {
            hidden--;
        } else {
            Predicate<Map<String, String>> filter = filter(form);
            for (FakeInstance instance : instances.values()) {
                Map<String, String> seen = new LinkedHashMap<>();
                instance.tags.forEach((name, value) -> seen.put("tag:" + name, value));
                seen.put("instance-state-name", instance.state);
                if (filter.test(seen)) {
                    shown.add(instance);
                }
            }
        }
        int from = Integer.parseInt(form.getOrDefault("NextToken", "0"));
        int to = Math.min(shown.size(), from + page);
        String next = to < shown.size() ? "<nextToken>" + to + "</nextToken>" : "";
        StringBuilder items = new StringBuilder();
        shown.subList(from, to)
                .forEach(instance -> items.append("<item>")
                        .append(reservation(List.of(instance)))
                        .append("</item>"));
        Reply reply = answer("DescribeInstances", "<reservationSet>" + items + "</reservationSet>" + next);
        if (!slowEnds) {
            instances.values().stream()
                    .filter(instance -> instance.state.equals("shutting-down"))
                    .forEach(instance -> instance.state = "terminated");
        }
        return reply;
    }

    private static String reservation(List<FakeInstance> made) {
        StringBuilder xml = new StringBuilder("<reservationId>r-1</reservationId><instancesSet>");
        for (FakeInstance instance : made) {
            xml.append("<item>")
                    .append(element("instanceId", instance.id))
                    .append("<instanceState>" + element("name", instance.state) + "</instanceState>")
                    .append("<stateReason>" + element("code", "fake") + element("message", instance.reason)
                            + "</stateReason>")
                    .append(element("instanceType", instance.request.get("InstanceType")))
                    .append(element("subnetId", instance.request.get("NetworkInterface.1.SubnetId")))
                    .append(element("launchTime", instance.launched.toString()))
                    .append(instance.state.equals("terminated") ? "" : element("privateIpAddress", instance.address))
                    .append(tagSet(instance.tags))
                    .append("</item>");
        }
        return xml.append("</instancesSet>").toString();
    }

    private Reply terminate(Map<String, String> form) {
        List<FakeInstance> ending = new ArrayList<>();
        for (String id : list(form, "InstanceId.")) {
            FakeInstance instance;
            synchronized (this) {
                instance = instances.get(id);
            }
            if (instance == null) {
                return error(400, "InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist");
            }
            ending.add(instance);
        }
        ending.forEach(instance -> end(instance, "Client.UserInitiatedShutdown: User initiated shutdown"));
        return answer("TerminateInstances", "<instancesSet/>");
    }

    private synchronized Reply userData(Map<String, String> form) {
        FakeInstance instance = instances.get(form.get("InstanceId"));
        return answer(
                "DescribeInstanceAttribute",
                element("instanceId", instance.id) + "<userData>" + element("value", instance.request.get("UserData"))
                        + "</userData>");
    }

    private synchronized Reply console(Map<String, String> form) {
        FakeInstance instance = instances.get(form.get("InstanceId"));
        String output = Base64.getMimeEncoder()
                .encodeToString(String.join("", instance.console).getBytes(StandardCharsets.UTF_8));
        return answer("GetConsoleOutput", element("instanceId", instance.id) + element("output", output));
    }

    // Security groups, tags and what there is already

    private synchronized Reply createGroup(Map<String, String> form) {
        String name = form.get("GroupName");
        if (groups.values().stream().anyMatch(group -> group.name.equals(name))) {
            return error(400, "InvalidGroup.Duplicate", "The security group '" + name + "' already exists for VPC");
        }
        String id = String.format("sg-%017x", ids++);
        groups.put(id, new FakeGroup(id, name, tags(form, "TagSpecification.1.Tag.")));
        return answer("CreateSecurityGroup", element("groupId", id) + "<return>true</return>");
    }

    private synchronized Reply authorize(Map<String, String> form) {
        FakeGroup group = groups.get(form.get("GroupId"));
        if (group == null) {
            return error(400, "InvalidGroup.NotFound", "The security group does not exist");
        }
        if (!group.rules.isEmpty()) {
            return error(400, "InvalidPermission.Duplicate", "the specified rule already exists");
        }
        group.rules.add(form);
        return answer("AuthorizeSecurityGroupIngress", "<return>true</return>");
    }

    private synchronized Reply describeGroups(Map<String, String> form) {
        Predicate<Map<String, String>> filter = filter(form);
        StringBuilder items = new StringBuilder();
        for (FakeGroup group : groups.values()) {
            Map<String, String> seen = new LinkedHashMap<>();
            group.tags.forEach((name, value) -> seen.put("tag:" + name, value));
            if (filter.test(seen)) {
                items.append("<item>" + element("groupId", group.id) + element("groupName", group.name)
                        + tagSet(group.tags) + "</item>");
            }
        }
        return answer("DescribeSecurityGroups", "<securityGroupInfo>" + items + "</securityGroupInfo>");
    }

    private synchronized Reply deleteGroup(Map<String, String> form) {
        String id = form.get("GroupId");
        if (!groups.containsKey(id)) {
            return error(400, "InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
        }
        if (instances.values().stream()
                .anyMatch(instance -> id.equals(instance.group) && !instance.state.equals("terminated"))) {
            return error(400, "DependencyViolation", "resource " + id + " has a dependent object");
        }
        groups.remove(id);
        return answer("DeleteSecurityGroup", "<return>true</return>");
    }

    private synchronized Reply createTags(Map<String, String> form) {
        FakeGroup group = groups.get(form.get("ResourceId.1"));
        if (group == null) {
            return error(400, "InvalidGroup.NotFound", "The security group does not exist");
        }
        group.tags.putAll(tags(form, "Tag."));
        return answer("CreateTags", "<return>true</return>");
    }

    private static Reply describeSubnets(Map<String, String> form) {
        StringBuilder items = new StringBuilder();
        for (String id : list(form, "SubnetId.")) {
            if (!Fixture.ZONES.containsKey(id)) {
                return new FakeEc2(null)
                        .error(400, "InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist");
            }
            items.append("<item>" + element("subnetId", id) + element("vpcId", "vpc-1")
                    + element("availabilityZone", Fixture.ZONES.get(id)) + element("availableIpAddressCount", "250")
                    + "</item>");
        }
        return answer("DescribeSubnets", "<subnetSet>" + items + "</subnetSet>");
    }

    private Reply describeImages(Map<String, String> form) {
        String id = form.get("ImageId.1");
        return id.equals(Fixture.IMAGE)
                ? answer(
                        "DescribeImages",
                        "<imagesSet><item>" + element("imageId", id) + element("architecture", "x86_64")
                                + "</item></imagesSet>")
                : error(400, "InvalidAMIID.NotFound", "The image id '[" + id + "]' does not exist");
    }

    // Words of the protocol

    private static Predicate<Map<String, String>> filter(Map<String, String> form) {
        Predicate<Map<String, String>> all = seen -> true;
        for (int i = 1; form.containsKey("Filter." + i + ".Name"); i++) {
            String name = form.get("Filter." + i + ".Name");
            List<String> values = list(form, "Filter." + i + ".Value.");
            all = all.and(
                    name.equals("tag-key")
                            ? seen -> values.stream().anyMatch(value -> seen.containsKey("tag:" + value))
                            : seen -> seen.containsKey(name) && values.contains(seen.get(name)));
        }
        return all;
    }

    private static List<String> list(Map<String, String> form, String prefix) {
        List<String> values = new ArrayList<>();
        for (int i = 1; form.containsKey(prefix + i); i++) {
            values.add(form.get(prefix + i));
        }
        return values;
    }

    private static Map<String, String> tags(Map<String, String> form, String prefix) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (int i = 1; form.containsKey(prefix + i + ".Key"); i++) {
            tags.put(form.get(prefix + i + ".Key"), form.getOrDefault(prefix + i + ".Value", ""));
        }
        return tags;
    }

    private static String tagSet(Map<String, String> tags) {
        StringBuilder xml = new StringBuilder("<tagSet>");
        tags.forEach(
                (name, value) -> xml.append("<item>" + element("key", name) + element("value", value) + "</item>"));
        return xml.append("</tagSet>").toString();
    }

    private static String element(String name, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        return "<" + name + ">" + escaped + "</" + name + ">";
    }
}
