package dev.drover.its;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterHandle;
import dev.drover.ClusterProvider;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobState;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.emr.EmrClient;
import software.amazon.awssdk.services.emr.model.Cluster;
import software.amazon.awssdk.services.emr.model.InstanceGroup;
import software.amazon.awssdk.services.emr.model.Step;
import software.amazon.awssdk.services.emr.model.StepConfig;
import software.amazon.awssdk.services.emr.model.Tag;

/**
 * Clusters and steps on moto's EMR. There a cluster is ready at once, the first step runs and the others wait for ever;
 * steps cannot be cancelled, and instance fleets, scaling and idle termination are not known. sdk-aws's own tests have
 * these.
 */
@EnabledIfEnvironmentVariable(named = Moto.VARIABLE, matches = ".+")
class MotoEmrTest {
    private static final String WHERE = "emr://" + Moto.REGION;
    private static final SparkJar JOB = SparkJar.of(StorageUri.parse("s3://acme/app.jar"), "com.acme.Etl")
            .args("--day", "2026-11-21")
            .build();

    private final EmrClient emr = EmrClient.builder()
            .region(Region.of(Moto.REGION))
            .endpointOverride(Moto.address())
            .build();

    @BeforeEach
    void reset() {
        Moto.reset();
    }

    @AfterEach
    void close() {
        emr.close();
    }

    @Test
    void aClusterIsMadeFoundResizedAndEnded() {
        RequestKey key = RequestKey.of("nightly");
        try (Drover drover = open()) {
            ClusterProvider clusters = drover.clusters(WHERE);

            ClusterHandle made = clusters.create(spec(), key);

            assertThat(clusters.create(spec(), key).id()).isEqualTo(made.id());
            assertThat(clusters.find(key).orElseThrow().id()).isEqualTo(made.id());
            assertThat(clusters.list()).extracting(ClusterStatus::id).containsExactly(made.id());
            assertThat(made.describe().state()).isEqualTo(ClusterState.READY);
            assertThat(emr.listClusters().clusters()).hasSize(1);
            Cluster found =
                    emr.describeCluster(r -> r.clusterId(made.id().name())).cluster();
            assertThat(found.releaseLabel()).isEqualTo("emr-7.9.0");
            assertThat(found.tags())
                    .contains(Tag.builder().key("team").value("etl").build());
            assertThat(found.autoTerminate()).isFalse();
            assertThat(groups(made)).containsExactlyInAnyOrder("MASTER 1 m5.xlarge", "CORE 2 m5.xlarge");
            assertThat(emr.listBootstrapActions(r -> r.clusterId(made.id().name()))
                            .bootstrapActions())
                    .singleElement()
                    .satisfies(action -> assertThat(action.scriptPath()).isEqualTo("s3://acme/fonts.sh"));

            made.resize(4);
            assertThat(groups(made)).contains("CORE 4 m5.xlarge");

            made.terminate();
            made.terminate();
            assertThat(made.describe().state()).isEqualTo(ClusterState.TERMINATED);
            assertThat(clusters.find(key)).isEmpty();
            assertThat(clusters.list()).isEmpty();
        }
    }

    @Test
    void stepsAreFoundByTheirKeysOnAnyPageAndByAnotherProcess() {
        try (Drover drover = open()) {
            ClusterHandle cluster = drover.clusters(WHERE).create(spec(), RequestKey.of("nightly"));
            JobHandle first = cluster.jobs().submit(JOB, RequestKey.of("etl", "1"));
            emr.addJobFlowSteps(r -> r.jobFlowId(cluster.id().name())
                    .steps(IntStream.range(0, 60)
                            .mapToObj(MotoEmrTest::stranger)
                            .toList()));
            JobHandle last = cluster.jobs().submit(JOB, RequestKey.of("etl", "2"));

            assertThat(cluster.jobs().submit(JOB, RequestKey.of("etl", "1")).id())
                    .isEqualTo(first.id());
            assertThat(cluster.jobs().describe(Set.of(first.id(), last.id())).values())
                    .extracting(status -> status.state())
                    .containsExactlyInAnyOrder(JobState.RUNNING, JobState.QUEUED);
            try (Drover another = open()) {
                assertThat(another.jobs(cluster.id())
                                .find(RequestKey.of("etl", "1"))
                                .orElseThrow()
                                .id())
                        .isEqualTo(first.id());
                assertThat(another.job(last.id()).status().state()).isEqualTo(JobState.QUEUED);
            }
            Step step = emr.describeStep(r ->
                            r.clusterId(cluster.id().name()).stepId(first.id().nativeId()))
                    .step();
            assertThat(step.config().jar()).isEqualTo("command-runner.jar");
            assertThat(step.config().args())
                    .startsWith("spark-submit")
                    .containsSubsequence("--class", "com.acme.Etl", "s3://acme/app.jar", "--day", "2026-11-21");
            assertThat(step.actionOnFailureAsString()).isEqualTo("CONTINUE");
        }
    }

    private List<String> groups(ClusterHandle cluster) {
        return emr.listInstanceGroups(r -> r.clusterId(cluster.id().name())).instanceGroups().stream()
                .map(MotoEmrTest::words)
                .toList();
    }

    private static String words(InstanceGroup group) {
        return group.instanceGroupTypeAsString() + " " + group.requestedInstanceCount() + " " + group.instanceType();
    }

    private static StepConfig stranger(int number) {
        return StepConfig.builder()
                .name("somebody else's " + number)
                .hadoopJarStep(jar -> jar.jar("command-runner.jar").args("true"))
                .build();
    }

    private static ClusterSpec spec() {
        NodeGroup machines = NodeGroup.of(Machine.type("m5.xlarge")).build();
        return ClusterSpec.builder()
                .workers(2, Resources.of(4, 12_288))
                .master(machines)
                .workerNodes(machines)
                .release("emr-7.9.0")
                .label("team", "etl")
                .bootstrap(BootstrapAction.uri("fonts", StorageUri.parse("s3://acme/fonts.sh"))
                        .build())
                .build();
    }

    private static Drover open() {
        return Drover.builder().configure(WHERE, Moto.options()).build();
    }
}
