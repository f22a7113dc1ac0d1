package dev.drover.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterHandle;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterPlan;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Disk;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Machine;
import dev.drover.MetricsTarget;
import dev.drover.NodeGroup;
import dev.drover.OutcomeUnknownException;
import dev.drover.Purchase;
import dev.drover.RequestKey;
import dev.drover.aws.ec2.FakeEc2.FakeInstance;
import dev.drover.aws.fake.AwsFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** What is asked of EC2, and what comes of faults on the way. */
class Ec2ClusterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AwsFault NO_CAPACITY =
            AwsFault.refuse(500, "InsufficientInstanceCapacity", "There is no Spot capacity available");

    private final Fixture fixture = new Fixture();
    private final RequestKey key = RequestKey.random();

    @AfterEach
    void close() {
        assertThat(fixture.aws.unused()).isEmpty();
        fixture.close();
    }

    private ClusterHandle create(Drover drover, int workers) {
        return Fixture.create(drover, Fixture.workers(workers), key);
    }

    private List<String> tagged(String role, String field) {
        return fixture.ec2.running(role).stream()
                .map(instance -> instance.request.get(field))
                .toList();
    }

    // What is asked for

    @Test
    void oneRequestForEachRoleAndZone() throws Exception {
        try (Drover drover =
                fixture.drover(Fixture.options().allowSsh("192.0.2.0/24").tag("team", "etl"))) {
            ClusterHandle cluster = Fixture.create(
                    drover,
                    Fixture.workers(5)
                            .label("cost", "42")
                            .gateway(NodeGroup.of(Machine.atLeast(2, 1024)).build())
                            .master(NodeGroup.of(Machine.type("m5.large"))
                                    .disk(Disk.ofGiB(50))
                                    .build())
                            .workerNodes(NodeGroup.of(Machine.atLeast(4, 16_384))
                                    .disk(Disk.ofGiB(200, "gp3"))
                                    .disk(Disk.ofGiB(300, "st1"))
                                    .build()),
                    key);
            ClusterStatus status = cluster.awaitReady(PATIENCE);

            assertThat(fixture.aws.calls("RunInstances")).isEqualTo(4);
            assertThat(tagged("worker", "NetworkInterface.1.SubnetId"))
                    .containsExactlyInAnyOrder(
                            "subnet-0000000a",
                            "subnet-0000000a",
                            "subnet-0000000a",
                            "subnet-0000000b",
                            "subnet-0000000b");
            assertThat(tagged("worker", "InstanceType")).containsOnly("m7i.xlarge");
            assertThat(tagged("master", "InstanceType")).containsExactly("m5.large");
            assertThat(tagged("gateway", "InstanceType")).containsExactly("c7i.large");
            FakeInstance worker = fixture.ec2.running("worker").get(0);
            assertThat(worker.request)
                    .containsEntry("MetadataOptions.HttpTokens", "required")
                    .containsEntry("MetadataOptions.HttpPutResponseHopLimit", "1")
                    .containsEntry("InstanceInitiatedShutdownBehavior", "terminate")
                    .containsEntry("NetworkInterface.1.AssociatePublicIpAddress", "false")
                    .containsEntry("BlockDeviceMapping.1.Ebs.VolumeSize", "200")
                    .containsEntry("BlockDeviceMapping.2.Ebs.VolumeType", "st1")
                    .containsEntry("BlockDeviceMapping.2.Ebs.Encrypted", "true");
            assertThat(worker.tags)
                    .containsEntry("team", "etl")
                    .containsEntry("drover:cluster", cluster.id().name());
            assertThat(worker.request.get("ClientToken")).hasSizeBetween(16, 64);
            assertThat(fixture.ec2.groups().get(0).tags)
                    .containsEntry("cost", "42")
                    .containsEntry("team", "etl");

            assertThat(status.nodes(Role.GATEWAY)).hasSize(1);
            assertThat(status.nodes(Role.WORKER)).hasSize(5).allMatch(node -> node.cores() == 2);
            assertThat(status.sparkVersion()).isEmpty();
            assertThat(status.metrics())
                    .extracting(MetricsTarget::role)
                    .containsOnly("master", "applications", "worker")
                    .hasSize(7);
        }
    }

    @Test
    void theGroupIsClosedButForWhatTheOptionsOpen() {
        try (Drover drover = fixture.drover()) {
            create(drover, 1);
        }
        var rules = fixture.ec2.groups().get(0).rules.get(0);
        String group = fixture.ec2.groups().get(0).id;

        assertThat(rules)
                .containsEntry("IpPermissions.1.Groups.1.GroupId", group)
                .containsEntry("IpPermissions.2.FromPort", "6066")
                .containsEntry("IpPermissions.2.IpRanges.1.CidrIp", "10.0.0.0/16")
                .doesNotContainKey("IpPermissions.5.FromPort");
        assertThat(rules.values()).doesNotContain("0.0.0.0/0", "::/0");
        assertThat(Rules.ingress(group, Fixture.options().build(), true))
                .as("no port 22 unless somebody is let in")
                .noneMatch(rule -> rule.fromPort() == 22);
    }

    @Test
    void theClusterKeyStaysHereAndTheSigningKeyOnTheMaster() {
        try (Drover drover = fixture.drover()) {
            create(drover, 1);
        }
        String group = fixture.ec2.groups().get(0).id;
        ClusterKeys keys = new ClusterKeys(Fixture.options().build().clusterKey());
        String master = text(fixture.ec2.running("master").get(0));
        String worker = text(fixture.ec2.running("worker").get(0));

        assertThat(master).contains(keys.signingKey(group)).contains(keys.authSecret(group));
        assertThat(worker).contains(keys.authSecret(group)).doesNotContain(keys.signingKey(group));
        assertThat(master + worker).doesNotContain(Fixture.CLUSTER_KEY);
        assertThat(keys.authSecret(group)).isNotEqualTo(keys.authSecret("sg-other"));
    }

    private static String text(FakeInstance instance) {
        return new String(instance.userData(), StandardCharsets.UTF_8);
    }

    @Test
    void customizersReachEveryRequest() {
        try (Drover drover = fixture.drover()) {
            Fixture.create(
                    drover,
                    Fixture.workers(1)
                            .customize(RunInstancesRequest.Builder.class, "ebs", request -> request.ebsOptimized(true)),
                    key);
        }
        assertThat(fixture.ec2.running())
                .hasSize(2)
                .allMatch(instance -> "true".equals(instance.request.get("EbsOptimized")));
    }

    // Faults

    @Test
    void aLostAnswerMakesOneSetOfMachines() throws Exception {
        fixture.aws.next("CreateSecurityGroup", new AwsFault.LoseResponse());
        fixture.aws.next("RunInstances", new AwsFault.LoseResponse(), new AwsFault.LoseResponse());
        fixture.aws.next("CreateTags", new AwsFault.LoseResponse());
        try (Drover drover = fixture.drover()) {
            create(drover, 2).awaitReady(PATIENCE);
        }
        assertThat(fixture.ec2.instances()).hasSize(3);
        assertThat(fixture.ec2.groups()).hasSize(1);
    }

    @Test
    void throttlingIsWaitedFor() throws Exception {
        fixture.aws.next("RunInstances", AwsFault.refuse(503, "RequestLimitExceeded", "Request limit exceeded."));
        fixture.aws.next("DescribeInstances", AwsFault.refuse(503, "Unavailable", "The service is unavailable."));
        try (Drover drover = fixture.drover()) {
            create(drover, 1).awaitReady(PATIENCE);
        }
        assertThat(fixture.ec2.instances()).hasSize(2);
    }

    @Test
    void aRoleThatIsRefusedUndoesTheOthers() {
        fixture.aws.next("RunInstances", new AwsFault.Delay(Duration.ZERO), NO_CAPACITY);
        try (Drover drover = fixture.drover()) {
            DroverException refused = catchThrowableOfType(DroverException.class, () -> create(drover, 2));

            assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
            assertThat(refused).hasMessageContaining("InsufficientInstanceCapacity");
            assertThat(fixture.ec2.running()).isEmpty();
            assertThat(drover.clusters(Fixture.HERE).list()).isEmpty();
            assertThat(drover.clusters(Fixture.HERE).find(key)).isEmpty();
            // Its machines have ended by now, so that the same key makes a new cluster.
            assertThat(create(drover, 2).describe().nodes(Role.WORKER)).hasSize(2);
        }
        assertThat(fixture.ec2.groups()).hasSize(1);
    }

    @Test
    void whatCannotBeUndoneIsListed() {
        fixture.aws.next("RunInstances", new AwsFault.Delay(Duration.ZERO), NO_CAPACITY);
        fixture.aws.always("TerminateInstances", AwsFault.refuse(403, "UnauthorizedOperation", "You may not."));
        try (Drover drover = fixture.builder(Fixture.options())
                .operationTimeout(Duration.ofSeconds(2))
                .build()) {
            assertThat(catchThrowableOfType(DroverException.class, () -> create(drover, 1)))
                    .isInstanceOf(OutcomeUnknownException.class);

            List<ClusterStatus> left = drover.clusters(Fixture.HERE).list();
            assertThat(left).extracting(ClusterStatus::state).containsExactly(ClusterState.TERMINATING);
            assertThat(left.get(0).problem().orElseThrow())
                    .contains(fixture.ec2.running("master").get(0).id);
        }
    }

    @Test
    void withoutRightsNothingIsMade() {
        fixture.aws.next("CreateSecurityGroup", AwsFault.refuse(403, "UnauthorizedOperation", "You may not."));
        try (Drover drover = fixture.drover()) {
            assertThat(catchThrowableOfType(DroverException.class, () -> create(drover, 1))
                            .code())
                    .isEqualTo(ErrorCode.PERMISSION_DENIED);
        }
        assertThat(fixture.ec2.groups()).isEmpty();
        assertThat(fixture.ec2.instances()).isEmpty();
    }

    @Test
    void spareCapacityFallsBackToTheListPrice() {
        NodeGroup spot = NodeGroup.of(Machine.type("m7i.large"))
                .orElse(Machine.type("m6i.large"))
                .purchase(Purchase.SPOT_ELSE_ON_DEMAND)
                .build();
        fixture.aws.next("RunInstances", new AwsFault.Delay(Duration.ZERO), NO_CAPACITY, NO_CAPACITY);
        try (Drover drover = fixture.drover(Fixture.options())) {
            Fixture.create(drover, Fixture.workers(2).workerNodes(spot), key);
        }
        assertThat(fixture.ec2.running("worker"))
                .extracting(worker -> worker.request.get("InstanceMarketOptions.MarketType"))
                .as("the first zone has none to spare, the second one has")
                .containsExactly(null, "spot");
        assertThat(tagged("worker", "InstanceType")).containsOnly("m7i.large");
    }

    /** The connection is cut for good after the master is there, as by kill -9: nothing is undone. */
    @Test
    void aHalfMadeClusterIsCompletedByTheNextCreate() throws Exception {
        fixture.aws.next("RunInstances", new AwsFault.Delay(Duration.ZERO));
        try (Drover killed = fixture.builder(Fixture.options())
                .operationTimeout(Duration.ofSeconds(2))
                .build()) {
            killed.clusters(Fixture.HERE).list();
            fixture.ec2.afterRun = () -> {
                fixture.ec2.afterRun = () -> {};
                fixture.aws.always("RunInstances", new AwsFault.LoseRequest());
                fixture.aws.always("TerminateInstances", new AwsFault.LoseRequest());
            };
            assertThat(catchThrowableOfType(DroverException.class, () -> create(killed, 2)))
                    .isNotNull();
        }
        fixture.aws.recover("RunInstances");
        fixture.aws.recover("TerminateInstances");
        String master = fixture.ec2.running("master").get(0).id;
        try (Drover next = fixture.drover()) {
            assertThat(next.clusters(Fixture.HERE).list())
                    .extracting(ClusterStatus::state)
                    .containsExactly(ClusterState.STARTING);
            assertThat(next.clusters(Fixture.HERE).find(key)).isEmpty();

            assertThat(create(next, 2).awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(2);
        }
        assertThat(fixture.ec2.running("master"))
                .extracting(instance -> instance.id)
                .containsExactly(master);
        assertThat(fixture.ec2.instances()).hasSize(3);
        assertThat(fixture.ec2.groups()).hasSize(1);
    }

    @Test
    void aChangedSpecUnderAHalfMadeKeyIsAConflict() {
        fixture.ec2.afterRun = () -> {
            fixture.ec2.afterRun = () -> {};
            fixture.aws.always("RunInstances", new AwsFault.LoseRequest());
        };
        try (Drover killed = fixture.builder(Fixture.options())
                .operationTimeout(Duration.ofSeconds(2))
                .build()) {
            assertThat(catchThrowableOfType(DroverException.class, () -> create(killed, 2)))
                    .isNotNull();
        }
        fixture.aws.recover("RunInstances");
        fixture.ec2.hidden = Integer.MAX_VALUE;
        try (Drover next = fixture.drover()) {
            DroverException conflict = catchThrowableOfType(
                    DroverException.class,
                    () -> Fixture.create(
                            next,
                            Fixture.workers(2)
                                    .master(NodeGroup.of(Machine.type("m5.large"))
                                            .build()),
                            key));
            assertThat(conflict.code()).isEqualTo(ErrorCode.CONFLICT);
            assertThat(conflict).hasMessageContaining("IdempotentParameterMismatch");
        }
    }

    @Test
    void machinesThatEc2DoesNotListYetAreStarting() throws Exception {
        try (Drover drover = fixture.drover()) {
            ClusterHandle cluster = create(drover, 1);
            fixture.ec2.hidden = 1;
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.STARTING);
            assertThat(cluster.awaitReady(PATIENCE).state()).isEqualTo(ClusterState.READY);
        }
    }

    @Test
    void listsArriveInPages() throws Exception {
        fixture.ec2.page = 2;
        try (Drover drover = fixture.drover()) {
            assertThat(create(drover, 5).awaitReady(PATIENCE).nodes(Role.WORKER))
                    .hasSize(5);
        }
    }

    // Nodes that fail

    @Test
    void aMasterThatFailsToStartSaysWhy() {
        fixture.spark.starting = true;
        try (Drover drover = fixture.drover()) {
            ClusterHandle cluster = create(drover, 1);
            FakeInstance master = fixture.ec2.running("master").get(0);
            master.say("[   12.3] cloud-init: DROVER: failed: installing Spark (exit code 22)\n"
                    + "DROVER: | curl: (22) The requested URL returned error: 404\nlogin: ");
            fixture.ec2.end(master, "Client.InstanceInitiatedShutdown: Instance initiated shutdown");

            DroverException failed = catchThrowableOfType(DroverException.class, () -> cluster.awaitReady(PATIENCE));

            assertThat(failed.code()).isEqualTo(ErrorCode.FAILED);
            assertThat(failed)
                    .hasMessageContaining("installing Spark")
                    .hasMessageContaining("404")
                    .hasMessageContaining("terminate the cluster");
            assertThat(drover.clusters(Fixture.HERE).list())
                    .as("a worker still costs")
                    .extracting(ClusterStatus::state)
                    .containsExactly(ClusterState.FAILED);
            // The same key makes a new one, after the old one's worker has ended.
            assertThat(create(drover, 1).id()).isEqualTo(cluster.id());
            assertThat(fixture.ec2.running()).hasSize(2);
        }
    }

    @Test
    void aWorkerThatFailsLeavesTheClusterDegraded() throws Exception {
        try (Drover drover = fixture.drover()) {
            ClusterHandle cluster = create(drover, 2);
            cluster.awaitReady(PATIENCE);
            FakeInstance worker = fixture.ec2.running("worker").get(0);
            worker.say("DROVER: failed: bootstrap action fonts (exit code 3)\n");
            fixture.ec2.end(worker, "Client.InstanceInitiatedShutdown");

            ClusterStatus status = cluster.describe();
            assertThat(status.state()).isEqualTo(ClusterState.DEGRADED);
            assertThat(status.problem().orElseThrow())
                    .contains("1 of 2 workers")
                    .contains(worker.id)
                    .contains("bootstrap action fonts");

            cluster.resize(2);
            assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(2);
        }
    }

    @Test
    void theEndAtTheMaximumAgeIsNoFailure() {
        try (Drover drover = fixture.drover()) {
            ClusterHandle cluster = Fixture.create(drover, Fixture.workers(1).maxAge(Duration.ofHours(1)), key);
            for (FakeInstance instance : fixture.ec2.running()) {
                instance.say("DROVER: ended: the maximum age is reached\n");
                fixture.ec2.end(instance, "Client.InstanceInitiatedShutdown");
            }
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.TERMINATED);
            assertThat(drover.clusters(Fixture.HERE).find(key)).isEmpty();
        }
    }

    // Resize and end

    @Test
    void theIdlestWorkersGoAndLaterOnesAreNew() throws Exception {
        try (Drover drover = fixture.drover()) {
            ClusterHandle cluster = create(drover, 3);
            cluster.awaitReady(PATIENCE);
            List<FakeInstance> workers = fixture.ec2.running("worker");
            fixture.spark.busy.add(workers.get(0).address);
            fixture.spark.busy.add(workers.get(2).address);

            cluster.resize(2);
            assertThat(fixture.ec2.running("worker")).containsExactly(workers.get(0), workers.get(2));
            fixture.aws.next("RunInstances", new AwsFault.LoseResponse());
            cluster.resize(3);
            cluster.resize(2);
            cluster.resize(3);
            assertThat(cluster.awaitReady(PATIENCE).nodes(Role.WORKER)).hasSize(3);
            assertThat(fixture.ec2.instances()).hasSize(6);
            assertThat(fixture.ec2.running("worker"))
                    .allMatch(worker -> java.util.Arrays.equals(
                            worker.userData(), workers.get(0).userData()));
        }
    }

    @Test
    void aGroupInUseGoesWithTheNextEnd() {
        fixture.ec2.slowEnds = true;
        try (Drover drover = fixture.drover()) {
            ClusterHandle cluster = create(drover, 1);
            cluster.terminate();
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.TERMINATING);
            assertThat(fixture.ec2.groups()).hasSize(1);
            try (Drover other = fixture.drover()) {
                assertThat(catchThrowableOfType(DroverException.class, () -> create(other, 1)))
                        .hasMessageContaining("still shutting down");
            }

            fixture.ec2.slowEnds = false;
            assertThat(drover.clusters(Fixture.HERE).list()).isEmpty();
            cluster.terminate();
            assertThat(fixture.ec2.groups()).isEmpty();
        }
    }

    // Plans

    @Test
    void aPlanFindsWhatIsWrong() {
        try (Drover drover = fixture.drover()) {
            ClusterPlan plan = drover.clusters(Fixture.HERE)
                    .plan(Fixture.workers(3).maxAge(Duration.ofHours(2)).build());
            assertThat(plan.problems()).isEmpty();
            assertThat(plan.items()).extracting(ClusterPlan.Item::count).containsExactly(1, 1, 2, 1);
            assertThat(plan.creates()).anyMatch(line -> line.contains("type=c7i.large"));
            assertThat(plan.limits()).anyMatch(line -> line.contains("PT2H"));

            assertThat(problems(drover, Machine.type("z9.huge"))).anyMatch(problem -> problem.contains("z9.huge"));
            assertThat(problems(drover, Machine.atLeast(999, 1024)))
                    .anyMatch(problem -> problem.contains("r7i.16xlarge"));
            fixture.ec2.mayRun = false;
            assertThat(problems(drover, Machine.type("m5.large")))
                    .anyMatch(problem -> problem.contains("UnauthorizedOperation"));
        }
        try (Drover drover =
                fixture.drover(Fixture.options().image("ami-99999999").subnets("subnet-99999999"))) {
            assertThat(problems(drover, Machine.type("m5.large")))
                    .anyMatch(problem -> problem.contains("ami-99999999"))
                    .anyMatch(problem -> problem.contains("subnet-99999999"));
        }
        assertThat(fixture.ec2.instances()).isEmpty();
        assertThat(fixture.ec2.groups()).isEmpty();
    }

    private static List<String> problems(Drover drover, Machine worker) {
        return drover.clusters(Fixture.HERE)
                .plan(Fixture.workers(1)
                        .workerNodes(NodeGroup.of(worker).build())
                        .build())
                .problems();
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingIsSent() {
        try (Drover drover = fixture.drover()) {
            assertThat(catchThrowableOfType(
                                    DroverException.class,
                                    () -> Fixture.create(
                                            drover, Fixture.workers(1).sparkVersion("4.1.0"), key))
                            .code())
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        }
        try (Drover drover = fixture.drover(Fixture.options().sparkTarballs("https://a.example/{version}.tgz"))) {
            assertThat(catchThrowableOfType(
                                    DroverException.class,
                                    () -> Fixture.create(
                                            drover, Fixture.workers(1).sparkVersion("3.5.8"), key))
                            .code())
                    .isEqualTo(ErrorCode.UNSUPPORTED);
        }
        assertThat(fixture.aws.calls()).isEmpty();
    }
}
