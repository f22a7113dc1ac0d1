package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.KubeVolume;
import dev.drover.k8s.PodOptions;
import dev.drover.k8s.SecretKey;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.Toleration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes no sense is refused before anything is sent. */
@TestInstance(Lifecycle.PER_CLASS)
class ChecksTest {
    private JobsWorld world;

    @BeforeAll
    void start(@TempDir Path folder) {
        world = JobsWorld.idle(folder);
    }

    @AfterAll
    void stop() {
        world.close();
    }

    static Stream<Arguments> wrongOptions() {
        KubeJobOptions.Builder b = KubeJobOptions.builder();
        PodOptions.Builder p = PodOptions.builder();
        return Stream.<ThrowingCallable>of(
                        () -> b.image("Not An Image"),
                        () -> b.sparkVersion("newest"),
                        () -> b.serviceAccount("Spark_User"),
                        () -> b.pullSecrets("a secret"),
                        () -> b.timeToLive(Duration.ofSeconds(10)),
                        () -> b.restarts(-1),
                        () -> b.conf("executor.memory", "1g"),
                        () -> b.hadoopConf("fs s3a", "x"),
                        () -> b.proxyUser("a b"),
                        () -> b.commandTimeout(Duration.ofMillis(1)),
                        () -> b.overlay("[1]"),
                        () -> b.overlay("{"),
                        () -> b.queue(new KubeQueue.YuniKorn("a queue")),
                        () -> b.volume(new KubeVolume.Claim("Data", "/data", false)),
                        () -> b.volume(new KubeVolume.Claim("data", "data", false)),
                        () -> b.volume(new KubeVolume.EmptyDir("/scratch", Optional.of("20 gigs"))),
                        () -> b.volume(new KubeVolume.HostPath("/mnt/../etc", "/x", true)),
                        () -> KubeJobOptions.builder()
                                .volume(new KubeVolume.SecretFiles("a", "/x"))
                                .volume(new KubeVolume.ConfigMapFiles("b", "/x")),
                        () -> KubeJobOptions.builder()
                                .bootstrap(BootstrapAction.script("a", "true").build())
                                .bootstrap(BootstrapAction.script("a", "false").build()),
                        () -> p.cpuLimit("two"),
                        () -> p.memoryOverheadMiB(0),
                        () -> p.label("a b", "c"),
                        () -> p.label("a", "c d"),
                        () -> p.nodeSelector("x/y/z", "c"),
                        () -> p.zones("zone a"),
                        () -> p.priorityClass("High!"),
                        () -> p.variable("1ST", new SecretKey("s", "k")),
                        () -> new SecretKey("s", "a/b"),
                        () -> Toleration.of("-spot"))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("wrongOptions")
    void optionsThatMakeNoSense(ThrowingCallable wrong) {
        assertThatThrownBy(wrong)
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    static Stream<Arguments> wrongJobs() {
        Function<Function<dev.drover.SparkJar.Builder, ?>, JobSpec> job = change -> {
            dev.drover.SparkJar.Builder builder = JobsWorld.jar();
            Object unused = change.apply(builder);
            return builder.build();
        };
        return Stream.of(
                Arguments.of(job.apply(b -> b.label("team", "data & more")), "cannot be the value of the label team"),
                Arguments.of(job.apply(b -> b.conf("spark.master", "local")), "The operator sets it"),
                Arguments.of(job.apply(b -> b.conf("spark.driver.memory", "1g")), "driver(Resources.of("),
                Arguments.of(job.apply(b -> b.conf("spark.kubernetes.namespace", "x")), "cluster's id names it"),
                Arguments.of(job.apply(b -> b.conf("spark.kubernetes.driver.podTemplateFile", "/x")), "or an overlay"),
                Arguments.of(job.apply(b -> b.args("zero \0 byte")), "no zero bytes"),
                Arguments.of(job.apply(b -> b.args("x".repeat(100_001))), "at most 100000 characters"),
                Arguments.of(job.apply(b -> b.env("TEXT", "x".repeat(100_001))), "value of TEXT"),
                Arguments.of(
                        job.apply(b ->
                                b.customize(KubeJobOptions.Builder.class, "no life", o -> o.timeToLive(Duration.ZERO))),
                        "at least a minute"),
                Arguments.of(
                        job.apply(b -> b.customize(
                                KubeJobOptions.Builder.class, "queue", o -> o.queue(new KubeQueue.Kueue("etl")))),
                        "does not know Kueue"),
                Arguments.of(
                        job.apply(b -> b.customize(
                                KubeJobOptions.Builder.class, "other", o -> o.operator(SparkOperator.KUBEFLOW))),
                        "chosen for the whole location"));
    }

    @ParameterizedTest
    @MethodSource("wrongJobs")
    void jobsThatMakeNoSense(JobSpec job, String why) {
        Drover drover = world.open(JobsWorld.options(SparkOperator.APACHE).build());
        world.kube.clearTraffic();

        assertThatThrownBy(() -> drover.jobs(JobsWorld.CLUSTER).submit(job, RequestKey.random()))
                .isInstanceOfSatisfying(
                        DroverException.class,
                        e -> assertThat(e.code()).isIn(ErrorCode.INVALID_ARGUMENT, ErrorCode.UNSUPPORTED))
                .hasMessageContaining(why);
        assertThat(world.kube.traffic().keySet()).isSubsetOf(Set.of("get /apis", "get sparkapplications"));
    }

    @Test
    void anOperatorMustBeChosenWhereThereAreTwo() {
        Drover drover = world.open(KubeJobOptions.standard());

        assertThatThrownBy(() ->
                        drover.jobs(JobsWorld.CLUSTER).submit(JobsWorld.jar().build(), RequestKey.random()))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("Choose one with KubeJobOptions.operator");
    }

    @Test
    void aNamespaceHasItsName() {
        Drover drover = world.open(JobsWorld.options(SparkOperator.APACHE).build());

        assertThatThrownBy(() -> drover.jobs(ClusterId.parse("k8s://test/Spark_1"))
                        .submit(JobsWorld.jar().build(), RequestKey.random()))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("k8s://context/namespace");
    }
}
