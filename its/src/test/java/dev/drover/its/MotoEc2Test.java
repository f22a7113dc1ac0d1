package dev.drover.its;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterHandle;
import dev.drover.ClusterNode;
import dev.drover.ClusterPlan;
import dev.drover.ClusterProvider;
import dev.drover.ClusterSpec;
import dev.drover.ClusterStatus;
import dev.drover.Disk;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Secret;
import dev.drover.aws.ec2.Ec2SparkOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Spark's machines on moto's EC2, which keeps them as data: no Spark starts, so the cluster never gets ready. */
@EnabledIfEnvironmentVariable(named = Moto.VARIABLE, matches = ".+")
class MotoEc2Test {
    private static final String WHERE = "ec2-spark://" + Moto.REGION;
    private static final String CLUSTER_KEY = "a key of the tests, in no user data";

    private final Ec2Client ec2 = Ec2Client.builder()
            .region(Region.of(Moto.REGION))
            .endpointOverride(Moto.address())
            .build();

    private List<String> subnets;
    private List<SecurityGroup> groupsBefore;

    @BeforeEach
    void reset() {
        Moto.reset();
        subnets = subnets();
        groupsBefore = groups();
    }

    /** Their machines have addresses on the loopback, so that nobody else is asked whether he is the master. */
    private List<String> subnets() {
        String vpc = ec2.createVpc(r -> r.cidrBlock("127.0.0.0/16")).vpc().vpcId();
        return Stream.of("a", "b")
                .map(zone -> ec2.createSubnet(r -> r.vpcId(vpc)
                                .availabilityZone(Moto.REGION + zone)
                                .cidrBlock("127.0." + (zone.equals("a") ? 1 : 2) + ".0/24"))
                        .subnet()
                        .subnetId())
                .toList();
    }

    @AfterEach
    void close() {
        ec2.close();
    }

    @Test
    void machinesStandInAllZonesBehindAClosedGroupAndNothingIsLeftOfThem() {
        RequestKey key = RequestKey.of("nightly");
        try (Drover drover = open()) {
            ClusterProvider clusters = drover.clusters(WHERE);
            ClusterPlan plan = clusters.plan(spec());
            assertThat(plan.problems()).isEmpty();
            assertThat(ec2.describeInstances().reservations())
                    .as("a plan makes nothing")
                    .isEmpty();

            ClusterHandle made = clusters.create(spec(), key);

            assertThat(clusters.create(spec(), key).id()).isEqualTo(made.id());
            assertThat(clusters.find(key).orElseThrow().id()).isEqualTo(made.id());
            assertThat(clusters.list()).extracting(ClusterStatus::id).containsExactly(made.id());
            List<Instance> instances = instances();
            assertThat(instances).hasSize(4);
            assertThat(instances).extracting(Instance::instanceTypeAsString).containsOnly("m6i.xlarge");
            assertThat(instances.stream().map(Instance::subnetId).distinct()).hasSize(subnets.size());
            assertThat(instances).allSatisfy(instance -> {
                assertThat(instance.metadataOptions().httpTokensAsString()).isEqualTo("required");
                assertThat(instance.tags()).extracting(Tag::key).anyMatch(name -> name.startsWith("drover"));
                assertThat(userData(instance)).startsWith("#!").doesNotContain(CLUSTER_KEY);
            });
            assertThat(made.describe().nodes(ClusterNode.Role.WORKER)).hasSize(3);
            assertThat(groups()).hasSize(groupsBefore.size() + 1);
            groups().stream().filter(group -> !groupsBefore.contains(group)).forEach(MotoEc2Test::closed);
            assertThatThrownBy(() -> made.awaitReady(Duration.ofSeconds(2))).isInstanceOf(DroverException.class);

            made.terminate();
            made.terminate();
            assertThat(instances()).isEmpty();
            assertThat(clusters.list()).isEmpty();
            assertThat(groups()).isEqualTo(groupsBefore);
        }
    }

    /** From outside only what was allowed, at Spark's ports. */
    private static void closed(SecurityGroup group) {
        List<IpPermission> fromOutside = group.ipPermissions().stream()
                .filter(rule -> !rule.ipRanges().isEmpty() || !rule.ipv6Ranges().isEmpty())
                .toList();
        assertThat(fromOutside)
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(rule.ipRanges())
                        .singleElement()
                        .satisfies(range -> assertThat(range.cidrIp()).isEqualTo("10.0.0.0/16")));
    }

    private List<SecurityGroup> groups() {
        return ec2.describeSecurityGroups().securityGroups();
    }

    private List<Instance> instances() {
        return ec2.describeInstances().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(instance -> !instance.state().nameAsString().equals("terminated"))
                .toList();
    }

    private String userData(Instance instance) {
        String encoded = ec2.describeInstanceAttribute(
                        r -> r.instanceId(instance.instanceId()).attribute("userData"))
                .userData()
                .value();
        return Moto.unpacked(encoded);
    }

    private static ClusterSpec spec() {
        NodeGroup machines = NodeGroup.of(Machine.type("m6i.xlarge"))
                .disk(Disk.ofGiB(100, "gp3"))
                .build();
        return ClusterSpec.builder()
                .workers(3, Resources.of(4, 12_288))
                .master(machines)
                .workerNodes(machines)
                .maxAge(Duration.ofHours(8))
                .build();
    }

    private Drover open() {
        return Drover.builder()
                .configure(WHERE, Moto.options())
                .configure(
                        WHERE,
                        Ec2SparkOptions.builder()
                                .image(ec2.describeImages(r -> r.owners("amazon"))
                                        .images()
                                        .get(0)
                                        .imageId())
                                .sparkInstalled("/opt/spark")
                                .subnets(subnets.toArray(String[]::new))
                                .allow("10.0.0.0/16")
                                .clusterKey(Secret.of(CLUSTER_KEY))
                                .build())
                .build();
    }
}
