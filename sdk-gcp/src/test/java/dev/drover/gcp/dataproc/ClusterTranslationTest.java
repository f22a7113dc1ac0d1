package dev.drover.gcp.dataproc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import com.google.cloud.dataproc.v1.ClusterConfig;
import com.google.cloud.dataproc.v1.CreateClusterRequest;
import com.google.cloud.dataproc.v1.GceClusterConfig;
import com.google.cloud.dataproc.v1.InstanceGroupConfig;
import com.google.cloud.dataproc.v1.InstanceGroupConfig.Preemptibility;
import com.google.cloud.dataproc.v1.NodeInitializationAction;
import dev.drover.Attempt;
import dev.drover.ClusterSpec;
import dev.drover.Disk;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.gcp.dataproc.DataprocOptions.SpareCapacity;
import dev.drover.gcp.internal.MachineCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterTranslationTest {
    private static final Place PLACE = new Place("acme", "europe-west1");
    private static final Attempt ATTEMPT =
            new Attempt(Attempt.Kind.CLUSTER, RequestKey.of("Nightly ETL", "2026-11-21"), 1, "Team A/B");

    private static ClusterTranslation translation(DataprocOptions options) {
        return new ClusterTranslation(
                PLACE,
                options,
                new NodeTranslation(MachineCatalogue.load(), options.spareCapacity()),
                new InitializationScripts(options.staging(), unused -> {
                    throw new AssertionError("nothing is staged");
                }));
    }

    private static CreateClusterRequest request(
            ClusterSpec.Builder spec, UnaryOperator<DataprocOptions.Builder> options) {
        ClusterTranslation translation =
                translation(options.apply(DataprocOptions.builder()).build());
        ClusterSpec built = spec.build();
        translation.check(built);
        return translation
                .request(built, ATTEMPT, List.of(), Optional.of("a-policy"), new RequestIds(new Random(1)).of(ATTEMPT))
                .build();
    }

    private static ClusterConfig config(ClusterSpec.Builder spec, UnaryOperator<DataprocOptions.Builder> options) {
        return request(spec, options).getCluster().getConfig();
    }

    private static ClusterConfig config(ClusterSpec.Builder spec) {
        return config(spec, options -> options);
    }

    private static ClusterSpec.Builder two() {
        return ClusterSpec.builder().workers(2, Resources.of(2, 2048));
    }

    // Identity

    @Test
    void namesTokensAndLabelsAreLegalAndCarryTheAttempt() {
        CreateClusterRequest request = request(two().label("team", "etl_1"), options -> options);

        assertThat(request.getProjectId()).isEqualTo("acme");
        assertThat(request.getRegion()).isEqualTo("europe-west1");
        assertThat(request.getCluster().getClusterName())
                .isEqualTo(ATTEMPT.name())
                .matches("[a-z]([-a-z0-9]{0,50}[a-z0-9])?");
        assertThat(request.getRequestId()).hasSize(40).matches("[A-Za-z0-9_-]+").startsWith("nightl-");
        assertThat(request.getCluster().getLabelsMap())
                .containsOnly(
                        entry("team", "etl_1"),
                        entry("drover-name", ATTEMPT.name()),
                        entry("drover-namespace", "team-a-b"));
    }

    @Test
    void eachRequestHasATokenOfItsOwnThatFits() {
        RequestIds ids = new RequestIds(new Random(7));
        Attempt longest = new Attempt(Attempt.Kind.CLUSTER, RequestKey.of("x".repeat(100), "ä".repeat(100)), 999_999);

        assertThat(List.of(ids.of(longest), ids.of(longest), ids.next(), ids.next()))
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[A-Za-z0-9_-]{1,40}"));
        assertThat(ClusterNames.of(longest)).hasSizeLessThanOrEqualTo(52);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"dataproc://acme", "dataproc://acme/west", "dataproc://acme/europe-west1/x", "dataproc://a/b/c"})
    void aLocationIsAProjectAndARegion(String location) {
        assertThatThrownBy(() -> Place.of(Location.parse(location))).hasMessageContaining("dataproc://project/region");
        assertThat(Place.of(Location.parse("dataproc://acme/europe-west1"))).isEqualTo(PLACE);
    }

    // Machines

    @Test
    void workersAreTheSmallestMachinesOfWhichYarnHasEnough() {
        ClusterConfig config = config(ClusterSpec.builder().workers(3, Resources.of(4, 12_288)));

        assertThat(config.getMasterConfig().getNumInstances()).isEqualTo(1);
        assertThat(config.getMasterConfig().getMachineTypeUri()).isEqualTo("n2-standard-4");
        assertThat(config.getWorkerConfig().getNumInstances()).isEqualTo(3);
        assertThat(config.getWorkerConfig().getMachineTypeUri()).isEqualTo("n2-standard-4");
        assertThat(config.hasSecondaryWorkerConfig()).isFalse();
        assertThat(config(ClusterSpec.builder().workers(2, Resources.of(4, 12_289)))
                        .getWorkerConfig()
                        .getMachineTypeUri())
                .as("of which YARN has three quarters")
                .isEqualTo("n2-highmem-4");
    }

    @Test
    void oneWorkerIsOneMachineForEverything() {
        ClusterConfig config = config(ClusterSpec.builder()
                .workerNodes(NodeGroup.of(Machine.type("c3-standard-8")).build()));

        assertThat(config.getMasterConfig().getMachineTypeUri()).isEqualTo("c3-standard-8");
        assertThat(config.hasWorkerConfig()).isFalse();
        assertThat(config.getSoftwareConfig().getPropertiesMap())
                .containsEntry("dataproc:dataproc.allow.zero.workers", "true");
        assertThat(config(two()).getSoftwareConfig().getPropertiesMap())
                .doesNotContainKey("dataproc:dataproc.allow.zero.workers");
    }

    @Test
    void spareCapacityComesBesideTwoWorkersThatStay() {
        ClusterConfig config = config(ClusterSpec.builder()
                .workers(10, Resources.of(4, 8192))
                .workerNodes(NodeGroup.of(Machine.type("n2-standard-8"))
                        .orElse(Machine.type("n2d-standard-8"))
                        .purchase(Purchase.SPOT)
                        .disk(Disk.ofGiB(200, "pd-ssd"))
                        .disk(Disk.ofGiB(750, "local-ssd"))
                        .build()));
        InstanceGroupConfig spare = config.getSecondaryWorkerConfig();

        assertThat(config.getWorkerConfig().getNumInstances()).isEqualTo(2);
        assertThat(config.getWorkerConfig().getMachineTypeUri()).isEqualTo("n2-standard-8");
        assertThat(config.getWorkerConfig().getPreemptibility()).isEqualTo(Preemptibility.PREEMPTIBILITY_UNSPECIFIED);
        assertThat(spare.getNumInstances()).isEqualTo(8);
        assertThat(spare.getPreemptibility()).isEqualTo(Preemptibility.SPOT);
        assertThat(spare.getInstanceFlexibilityPolicy().getInstanceSelectionListList())
                .extracting(each -> each.getRank() + " " + each.getMachineTypes(0))
                .containsExactly("0 n2-standard-8", "1 n2d-standard-8");
        assertThat(List.of(config.getWorkerConfig(), spare)).allSatisfy(group -> {
            assertThat(group.getDiskConfig().getBootDiskSizeGb()).isEqualTo(200);
            assertThat(group.getDiskConfig().getBootDiskType()).isEqualTo("pd-ssd");
            assertThat(group.getDiskConfig().getNumLocalSsds()).isEqualTo(2);
        });
        assertThat(config(
                                two().workerNodes(NodeGroup.of(Machine.type("n2-standard-8"))
                                        .purchase(Purchase.SPOT)
                                        .build()),
                                options -> options.spareCapacity(SpareCapacity.PREEMPTIBLE))
                        .getSecondaryWorkerConfig()
                        .getPreemptibility())
                .isEqualTo(Preemptibility.PREEMPTIBLE);
    }

    // Everything else

    @Test
    void machinesHaveNoPublicAddressesUnlessAskedFor() {
        GceClusterConfig machines = config(two()).getGceClusterConfig();

        assertThat(machines.getInternalIpOnly()).isTrue();
        assertThat(machines.getZoneUri()).as("Dataproc's choice").isEmpty();
        assertThat(machines.getServiceAccountScopesList())
                .containsExactly("https://www.googleapis.com/auth/cloud-platform");
        assertThat(config(two(), options -> options.publicAddresses(true))
                        .getGceClusterConfig()
                        .getInternalIpOnly())
                .isFalse();
    }

    @Test
    void optionsGoWhereDataprocLooksForThem() {
        ClusterConfig config = config(
                two(),
                options -> options.zone("europe-west1-b")
                        .subnetwork("spark")
                        .serviceAccount("spark@acme.iam.gserviceaccount.com")
                        .scopes("https://www.googleapis.com/auth/bigquery")
                        .networkTags("spark", "no-ssh")
                        .bucket("acme-dataproc")
                        .temporaryBucket("acme-temp")
                        .components("JUPYTER")
                        .componentGateway(true)
                        .kmsKey("projects/acme/locations/europe-west1/keyRings/r/cryptoKeys/k")
                        .metadata("PIP_PACKAGES", "pandas")
                        .property("yarn:yarn.nodemanager.vmem-check-enabled", "false"));
        GceClusterConfig machines = config.getGceClusterConfig();

        assertThat(machines.getZoneUri()).isEqualTo("europe-west1-b");
        assertThat(machines.getSubnetworkUri()).isEqualTo("spark");
        assertThat(machines.getNetworkUri()).isEmpty();
        assertThat(machines.getServiceAccount()).isEqualTo("spark@acme.iam.gserviceaccount.com");
        assertThat(machines.getServiceAccountScopesList()).containsExactly("https://www.googleapis.com/auth/bigquery");
        assertThat(machines.getTagsList()).containsExactly("spark", "no-ssh");
        assertThat(machines.getMetadataMap()).containsExactly(entry("PIP_PACKAGES", "pandas"));
        assertThat(config.getConfigBucket()).isEqualTo("acme-dataproc");
        assertThat(config.getTempBucket()).isEqualTo("acme-temp");
        assertThat(config.getSoftwareConfig().getOptionalComponentsList())
                .extracting(Enum::name)
                .containsExactly("JUPYTER");
        assertThat(config.getSoftwareConfig().getPropertiesMap())
                .containsEntry("yarn:yarn.nodemanager.vmem-check-enabled", "false");
        assertThat(config.getEndpointConfig().getEnableHttpPortAccess()).isTrue();
        assertThat(config.getEncryptionConfig().getGcePdKmsKeyName()).endsWith("/cryptoKeys/k");
        assertThat(config.getAutoscalingConfig().getPolicyUri()).isEqualTo("a-policy");
    }

    @Test
    void aSpecGoesWhereDataprocLooksForIt() {
        ClusterConfig config = config(two().conf("spark.sql.shuffle.partitions", "8")
                .shuffleService(true)
                .logs(StorageUri.parse("gs://logs/x/"))
                .idleTimeout(Duration.ofMinutes(5))
                .maxAge(Duration.ofDays(14)));

        assertThat(config.getSoftwareConfig().getPropertiesMap())
                .containsOnly(
                        entry("spark:spark.sql.shuffle.partitions", "8"),
                        entry("spark:spark.yarn.maxAppAttempts", "1"),
                        entry("spark:spark.shuffle.service.enabled", "true"),
                        entry("spark:spark.eventLog.dir", "gs://logs/x/spark-job-history"),
                        entry("spark:spark.history.fs.logDirectory", "gs://logs/x/spark-job-history"),
                        entry("yarn:yarn.log-aggregation-enable", "true"),
                        entry("yarn:yarn.nodemanager.remote-app-log-dir", "gs://logs/x/yarn-logs"));
        assertThat(config.getLifecycleConfig().getIdleDeleteTtl().getSeconds()).isEqualTo(300);
        assertThat(config.getLifecycleConfig().getAutoDeleteTtl().getSeconds()).isEqualTo(14 * 86_400);
        assertThat(config(two()).hasLifecycleConfig()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"4.0.0, 3.0-debian12", "3.5.3, 2.3-debian12", "3.3.2, 2.1-debian11", "3.1.3, 2.0-debian10"})
    void aVersionOfSparkNamesTheNewestImageThatHasIt(String spark, String image) {
        assertThat(config(two().sparkVersion(spark)).getSoftwareConfig().getImageVersion())
                .isEqualTo(image);
        assertThat(ImageVersions.sparkOf(image)).hasValue(spark);
    }

    @ParameterizedTest
    @CsvSource({"2.3, 3.5.3", "2.3.13-debian12, 3.5.3", "2.1.80-rocky8, 3.3.2", "9.1.0-debian20,", "preview,"})
    void anImageTellsItsSpark(String image, String spark) {
        assertThat(ImageVersions.sparkOf(image)).isEqualTo(Optional.ofNullable(spark));
    }

    @Test
    void anImageIsTakenAsItIs() {
        assertThat(config(two().release("2.2.40-ubuntu22")).getSoftwareConfig().getImageVersion())
                .isEqualTo("2.2.40-ubuntu22");
        assertThat(config(two()).getSoftwareConfig().getImageVersion()).isEqualTo("2.3-debian12");
        assertThat(config(two(), options -> options.imageVersion("2.2"))
                        .getSoftwareConfig()
                        .getImageVersion())
                .isEqualTo("2.2");
    }

    // Refusals

    private static void refused(ClusterSpec.Builder spec, ErrorCode code, String why) {
        assertThatThrownBy(() -> request(spec, options -> options))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }

    private static void invalid(ClusterSpec.Builder spec, String why) {
        refused(spec, ErrorCode.INVALID_ARGUMENT, why);
    }

    @Test
    void whatDataprocCannotMakeIsRefused() {
        invalid(two().sparkVersion("9.9.9"), "2.3-debian12=3.5.3");
        invalid(two().release("emr-7.13.0"), "not an image of Dataproc");
        invalid(two().idleTimeout(Duration.ofSeconds(299)), "5 minutes to 14 days");
        invalid(two().idleTimeout(Duration.ofDays(15)), "5 minutes to 14 days");
        invalid(two().maxAge(Duration.ofMinutes(9)), "10 minutes to 14 days");
        invalid(two().label("Team", "x"), "lower-case");
        invalid(two().label("team", "A B"), "lower-case");
        invalid(two().label("x".repeat(64), ""), "lower-case");
        invalid(two().label("drover-name", "x"), "drover-");
        invalid(two().logs(StorageUri.parse("s3://logs/x/")), "Cloud Storage");
        invalid(two().conf("spark.yarn.maxAppAttempts", "3"), "spark.yarn.maxAppAttempts");
        invalid(two().scaling(Scaling.between(1, 4)), "at least 2 workers");
    }

    private static NodeGroup nodes(Purchase purchase, Disk... disks) {
        NodeGroup.Builder group = NodeGroup.of(Machine.type("n2-standard-4")).purchase(purchase);
        for (Disk disk : disks) {
            group.disk(disk);
        }
        return group.build();
    }

    @Test
    void machinesThatDataprocDoesNotHaveAreRefused() {
        NodeGroup choice = NodeGroup.of(Machine.type("n2-standard-4"))
                .orElse(Machine.type("e2-standard-4"))
                .build();
        refused(two().workerNodes(nodes(Purchase.SPOT_ELSE_ON_DEMAND)), ErrorCode.UNSUPPORTED, "does not replace");
        refused(two().master(nodes(Purchase.SPOT)), ErrorCode.UNSUPPORTED, "never spare capacity");
        refused(two().workerNodes(choice), ErrorCode.UNSUPPORTED, "for spare capacity only");
        refused(
                ClusterSpec.builder().workerNodes(nodes(Purchase.SPOT)),
                ErrorCode.UNSUPPORTED,
                "one worker is the primary machine too");
        invalid(ClusterSpec.builder().master(nodes(Purchase.ON_DEMAND)), "one worker is the primary machine too");
        invalid(two().master(nodes(Purchase.ON_DEMAND, Disk.ofGiB(10, "gp3"))), "no disks 'gp3'");
        invalid(two().master(nodes(Purchase.ON_DEMAND, Disk.ofGiB(500, "local-ssd"))), "375 GiB");
        invalid(two().master(nodes(Purchase.ON_DEMAND, Disk.ofGiB(50), Disk.ofGiB(60))), "one disk");
    }

    @Test
    void optionsThatAreNoneAreRefused() {
        DataprocOptions.Builder options = DataprocOptions.builder();
        assertThatThrownBy(() -> options.imageVersion("latest")).hasMessageContaining("not an image version");
        assertThatThrownBy(() -> options.networkTags("Spark")).hasMessageContaining("not a network tag");
        assertThatThrownBy(() -> options.serviceAccount("me")).hasMessageContaining("not a service account");
        assertThatThrownBy(() -> options.bucket("gs://x")).hasMessageContaining("not a bucket");
        assertThatThrownBy(() -> options.staging(StorageUri.parse("s3://x/"))).hasMessageContaining("gs://");
        assertThatThrownBy(() -> options.components("EXCEL")).hasMessageContaining("no component");
        assertThatThrownBy(() -> options.autoscalingPolicy("-")).hasMessageContaining("not an autoscaling policy");
        assertThatThrownBy(() -> options.property("a.b", "c")).hasMessageContaining("with its prefix");
        assertThatThrownBy(() -> options.property("spark:spark.a", "b")).hasMessageContaining("conf(name, value)");
        assertThatThrownBy(() -> options.decommission(Duration.ofDays(2))).hasMessageContaining("24 hours");
        assertThatThrownBy(() -> options.network("a").subnetwork("b").build()).hasMessageContaining("either");
    }

    // Bootstrap actions

    @Test
    void aScriptByUriIsTakenAsItIs() {
        InitializationScripts scripts = new InitializationScripts(Optional.empty(), unused -> {
            throw new AssertionError("nothing is staged");
        });
        BootstrapAction action = BootstrapAction.uri("fonts", StorageUri.parse("gs://code/fonts.sh"))
                .timeout(Duration.ofMinutes(3))
                .build();

        List<NodeInitializationAction> staged = scripts.stage(List.of(action));

        assertThat(staged).singleElement().satisfies(each -> {
            assertThat(each.getExecutableFile()).isEqualTo("gs://code/fonts.sh");
            assertThat(each.getExecutionTimeout().getSeconds()).isEqualTo(180);
        });
    }

    @Test
    void anythingMoreThanAScriptByUriNeedsAStagingPlace() {
        StorageUri uri = StorageUri.parse("gs://code/fonts.sh");
        for (BootstrapAction action : List.of(
                BootstrapAction.script("x", "true").build(),
                BootstrapAction.uri("x", uri).args("a").build(),
                BootstrapAction.uri("x", uri).env("A", "b").build())) {
            refused(two().bootstrap(action), ErrorCode.UNSUPPORTED, "DataprocOptions.staging");
            translation(DataprocOptions.builder().staging(DataprocWorld.STAGING).build())
                    .check(two().bootstrap(action).build());
        }
        invalid(
                two().bootstrap(BootstrapAction.uri("x", StorageUri.parse("s3://x/y.sh"))
                        .build()),
                "upload it to Cloud Storage");
        invalid(
                two().bootstrap(BootstrapAction.uri("x", uri)
                        .env("A;rm -rf /", "x")
                        .build()),
                "not the name of an environment variable");
    }
}
