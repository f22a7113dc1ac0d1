package dev.drover.aws.emr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.Attempt;
import dev.drover.ClusterSpec;
import dev.drover.Disk;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.StorageUri;
import dev.drover.aws.internal.MachineCatalogue;
import dev.drover.bootstrap.BootstrapAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.emr.model.InstanceFleetConfig;
import software.amazon.awssdk.services.emr.model.InstanceGroupConfig;
import software.amazon.awssdk.services.emr.model.RunJobFlowRequest;
import software.amazon.awssdk.services.emr.model.Tag;

class ClusterTranslationTest {
    private static final Attempt ATTEMPT = new Attempt(Attempt.Kind.CLUSTER, RequestKey.of("nightly"), 1, "acme");

    private static ClusterTranslation translation(EmrOptions options) {
        return new ClusterTranslation(
                options, new NodeTranslation(MachineCatalogue.load()), new BootstrapScripts(options.staging(), uri -> {
                    throw new AssertionError("nothing is staged");
                }));
    }

    private static RunJobFlowRequest request(ClusterSpec.Builder spec, UnaryOperator<EmrOptions.Builder> options) {
        ClusterTranslation translation =
                translation(options.apply(EmrOptions.builder()).build());
        ClusterSpec built = spec.build();
        translation.check(built);
        return translation.request(built, ATTEMPT, List.of()).build();
    }

    private static void refused(ClusterSpec.Builder spec, String words) {
        assertThatThrownBy(() -> translation(EmrOptions.builder().build()).check(spec.build()))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(words);
    }

    @Test
    void aClusterCarriesItsKeyItsOwnerAndItsLimitsInTheCreateCall() {
        RunJobFlowRequest request = request(
                ClusterSpec.builder()
                        .conf("spark.x", "1")
                        .shuffleService(true)
                        .label("team", "etl")
                        .idleTimeout(Duration.ofMinutes(90))
                        .logs(StorageUri.parse("s3://acme-logs/emr")),
                options -> options.keyName("ops").stepConcurrency(5));

        assertThat(request.name()).isEqualTo("drover-" + ATTEMPT.name());
        assertThat(request.tags())
                .extracting(Tag::key, Tag::value)
                .contains(
                        tuple("team", "etl"), tuple("drover:name", ATTEMPT.name()), tuple("drover:namespace", "acme"));
        assertThat(request.autoTerminationPolicy().idleTimeout()).isEqualTo(5_400);
        assertThat(request.logUri()).isEqualTo("s3://acme-logs/emr/");
        assertThat(request.stepConcurrencyLevel()).isEqualTo(5);
        assertThat(request.configurations().get(0).properties())
                .containsEntry("spark.x", "1")
                .containsEntry("spark.yarn.maxAppAttempts", "1")
                .containsEntry("spark.shuffle.service.enabled", "true");
        assertThat(request.instances().keepJobFlowAliveWhenNoSteps()).isTrue();
        assertThat(request.instances().ec2KeyName()).isEqualTo("ops");
    }

    @Test
    void machinesAreInstanceGroupsOfOneTypeEach() {
        RunJobFlowRequest request = request(
                ClusterSpec.builder()
                        .workers(3, Resources.of(4, 12 * 1024))
                        .master(NodeGroup.of(Machine.type("r7i.xlarge"))
                                .disk(Disk.ofGiB(100))
                                .build()),
                options -> options.subnets("subnet-0a1b2c3d"));

        List<InstanceGroupConfig> groups = request.instances().instanceGroups();
        assertThat(groups).extracting(InstanceGroupConfig::instanceRoleAsString).containsExactly("MASTER", "CORE");
        assertThat(groups).extracting(InstanceGroupConfig::instanceCount).containsExactly(1, 3);
        assertThat(groups.get(0).instanceType()).isEqualTo("r7i.xlarge");
        assertThat(groups.get(0)
                        .ebsConfiguration()
                        .ebsBlockDeviceConfigs()
                        .get(0)
                        .volumeSpecification())
                .satisfies(volume -> assertThat(volume.sizeInGB()).isEqualTo(100))
                .satisfies(volume -> assertThat(volume.volumeType()).isEqualTo("gp3"));
        Resources worker =
                MachineCatalogue.load().of(groups.get(1).instanceType()).orElseThrow();
        assertThat(worker.memoryMiB()).as("of which YARN has three quarters").isGreaterThanOrEqualTo(16 * 1024);
        assertThat(request.instances().ec2SubnetId()).isEqualTo("subnet-0a1b2c3d");
    }

    @Test
    void aChoiceOfTypesAndSpareCapacityMakeInstanceFleets() {
        RunJobFlowRequest request = request(
                ClusterSpec.builder()
                        .workers(4, Resources.of(4, 8192))
                        .scaling(Scaling.between(2, 8))
                        .workerNodes(NodeGroup.of(Machine.type("m7i.xlarge"))
                                .orElse(Machine.type("m6i.xlarge"))
                                .purchase(Purchase.SPOT_ELSE_ON_DEMAND)
                                .build()),
                options -> options.subnets("subnet-0a1b2c3d", "subnet-0a1b2c3e"));

        InstanceFleetConfig primary = request.instances().instanceFleets().get(0);
        InstanceFleetConfig workers = request.instances().instanceFleets().get(1);
        assertThat(primary.targetOnDemandCapacity()).isEqualTo(1);
        assertThat(workers.targetSpotCapacity()).isEqualTo(4);
        assertThat(workers.instanceTypeConfigs())
                .extracting(type -> type.instanceType() + " " + type.priority())
                .containsExactly("m7i.xlarge 0.0", "m6i.xlarge 1.0");
        assertThat(workers.launchSpecifications().spotSpecification().timeoutActionAsString())
                .isEqualTo("SWITCH_TO_ON_DEMAND");
        assertThat(request.instances().ec2SubnetIds()).hasSize(2);
        assertThat(request.managedScalingPolicy().computeLimits())
                .satisfies(limits -> assertThat(limits.unitTypeAsString()).isEqualTo("InstanceFleetUnits"))
                .satisfies(limits -> assertThat(limits.minimumCapacityUnits()).isEqualTo(2))
                .satisfies(limits -> assertThat(limits.maximumCapacityUnits()).isEqualTo(8));
    }

    @Test
    void spareCapacityOfOneTypeIsAnInstanceGroup() {
        RunJobFlowRequest request = request(
                ClusterSpec.builder()
                        .workerNodes(NodeGroup.of(Machine.type("m7i.xlarge"))
                                .purchase(Purchase.SPOT)
                                .build()),
                options -> options);

        assertThat(request.instances().instanceGroups().get(1).marketAsString()).isEqualTo("SPOT");
        assertThat(request.instances().instanceGroups().get(0).marketAsString()).isEqualTo("ON_DEMAND");
    }

    @ParameterizedTest
    @CsvSource({"4.0.2, emr-spark-8.0.0", "3.5.6, emr-7.13.0", "3.5.1, emr-7.3.0", "3.3.2, emr-6.11.1"})
    void aVersionOfSparkNamesTheNewestReleaseThatHasIt(String spark, String release) {
        assertThat(request(ClusterSpec.builder().sparkVersion(spark), options -> options)
                        .releaseLabel())
                .isEqualTo(release);
    }

    @Test
    void aReleaseIsTakenAsItIs() {
        assertThat(request(ClusterSpec.builder().release("emr-9.1.0"), options -> options)
                        .releaseLabel())
                .isEqualTo("emr-9.1.0");
        assertThat(request(ClusterSpec.builder(), options -> options.release("emr-7.2.0"))
                        .releaseLabel())
                .isEqualTo("emr-7.2.0");
    }

    @Test
    void whatEmrCannotMakeIsRefused() {
        refused(ClusterSpec.builder().sparkVersion("9.9.9"), "emr-7.13.0=3.5.6");
        refused(ClusterSpec.builder().release("2.2-debian12"), "not a release of EMR");
        refused(ClusterSpec.builder().idleTimeout(Duration.ofSeconds(59)), "1 minute to 7 days");
        refused(ClusterSpec.builder().idleTimeout(Duration.ofDays(8)), "1 minute to 7 days");
        refused(ClusterSpec.builder().label("drover:name", "x"), "drover:");
        refused(ClusterSpec.builder().logs(StorageUri.parse("gs://logs/x/")), "in S3");
        refused(ClusterSpec.builder().conf("spark.yarn.maxAppAttempts", "3"), "spark.yarn.maxAppAttempts");
        refused(
                ClusterSpec.builder()
                        .master(NodeGroup.of(Machine.type("m7i.xlarge"))
                                .disk(Disk.ofGiB(10, "pd-ssd"))
                                .build()),
                "pd-ssd");
        refused(
                ClusterSpec.builder()
                        .bootstrap(BootstrapAction.uri("x", StorageUri.parse("gs://x/y.sh"))
                                .build()),
                "upload it to S3");
    }

    @Test
    void scriptsByValueNeedAStagingPlace() {
        ClusterSpec spec = ClusterSpec.builder()
                .bootstrap(BootstrapAction.script("fonts", "true").build())
                .build();

        assertThatThrownBy(() -> translation(EmrOptions.builder().build()).check(spec))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("EmrOptions.staging");
        translation(EmrOptions.builder().staging(EmrWorld.STAGING).build()).check(spec);
    }

    @Test
    void aScriptByUriIsTakenAsItIsWithoutAStagingPlace() {
        StorageUri uri = StorageUri.parse("s3://code/fonts.sh");
        BootstrapScripts scripts = new BootstrapScripts(Optional.empty(), unused -> {
            throw new AssertionError("nothing is staged");
        });

        assertThat(scripts.stage(
                        List.of(BootstrapAction.uri("fonts", uri).args("a b").build())))
                .singleElement()
                .satisfies(action ->
                        assertThat(action.scriptBootstrapAction().path()).isEqualTo(uri.toString()))
                .satisfies(action ->
                        assertThat(action.scriptBootstrapAction().args()).containsExactly("a b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"subnet-x", "sg-0a1b2c3d", ""})
    void optionsThatAreNoneAreRefused(String subnet) {
        assertThatThrownBy(() -> EmrOptions.builder().subnets(subnet)).hasMessageContaining("not a subnet");
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        assertThatThrownBy(() -> EmrOptions.builder()
                        .stepConcurrency(2)
                        .onStepFailure(EmrOptions.OnStepFailure.TERMINATE_CLUSTER)
                        .build())
                .hasMessageContaining("step concurrency of 1");
        assertThatThrownBy(() -> EmrOptions.builder()
                        .deployMode(EmrOptions.DeployMode.CLUSTER)
                        .build())
                .hasMessageContaining("staging");
        assertThatThrownBy(() -> EmrOptions.builder().staging(StorageUri.parse("gs://x/")))
                .hasMessageContaining("s3://");
    }
}
