package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.RootCause;
import dev.drover.RootCause.Category;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.SecretKey;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.fake.PodFate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs that wait or have failed say why. */
@Timeout(180)
class ExplanationsTest {
    private static final String ALL = Marks.ATTEMPT;
    private static final JobSpec SPARK = JobsWorld.jar().build();
    private static final JobSpec COMMAND = Command.of("sleep").build();

    @TempDir
    Path folder;

    private JobsWorld world;

    @BeforeEach
    void start() {
        world = JobsWorld.idle(folder);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private JobHandle submit(SparkOperator operator, JobSpec job, UnaryOperator<KubeJobOptions.Builder> change) {
        Drover drover = world.open(change.apply(JobsWorld.options(operator)).build());
        return drover.jobs(JobsWorld.CLUSTER).submit(job, RequestKey.of("why"));
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(SparkOperator.KUBEFLOW, SPARK),
                Arguments.of(SparkOperator.APACHE, SPARK),
                Arguments.of(SparkOperator.APACHE, COMMAND));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noRoom(SparkOperator operator, JobSpec job) {
        world.kubelet.fate(ALL, PodFate.unschedulable());
        assertWaits(submit(operator, job, b -> b), "Unschedulable: 0/3 nodes are available: 3 Insufficient cpu");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noImage(SparkOperator operator, JobSpec job) {
        world.kubelet.fate(ALL, new PodFate.ImagePullBackOff());
        assertWaits(
                submit(operator, job, b -> b.image("acme/no-such:1")),
                "ImagePullBackOff: Back-off pulling image \"acme/no-such:1\"");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noSecret(SparkOperator operator, JobSpec job) {
        JobHandle run =
                submit(operator, job, b -> b.driver(d -> d.variable("PASSWORD", new SecretKey("no-such", "password"))));
        assertWaits(run, "CreateContainerConfigError: secret \"no-such\" not found");
    }

    private static void assertWaits(JobHandle run, String why) {
        await().untilAsserted(() -> {
            JobStatus status = run.status();
            assertThat(status.state()).isEqualTo(JobState.QUEUED);
            assertThat(status.detail().orElse("")).contains(why);
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void tooMuchMemory(SparkOperator operator, JobSpec job) throws Exception {
        world.kubelet.fate(ALL, new PodFate.OomKilled());
        assertFails(submit(operator, job, b -> b), Category.OUT_OF_MEMORY, "OOMKilled", 137);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void evicted(SparkOperator operator, JobSpec job) throws Exception {
        world.kubelet.fate(ALL, PodFate.evicted());
        assertFails(
                submit(operator, job, b -> b), Category.LOST_CAPACITY, "Evicted: The node was low on resource", 137);
    }

    private static void assertFails(JobHandle run, Category category, String why, int code) throws Exception {
        JobStatus end = run.await(Duration.ofMinutes(2));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.detail().orElse("")).contains(why);
        assertThat(end.exitCode()).hasValue(code);
        RootCause cause = run.diagnose(Duration.ofSeconds(10));
        assertThat(cause.category()).isEqualTo(category);
        assertThat(cause.message()).contains(why);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void quota(SparkOperator operator, JobSpec job) throws Exception {
        world.kube.create("""
                {"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"none","namespace":"spark"},
                 "spec":{"hard":{"pods":"0"}}}""");
        JobHandle run = submit(operator, job, b -> b);
        if (job == COMMAND) {
            assertWaits(run, "exceeded quota: none, requested: pods=1");
            return;
        }
        JobStatus end = run.await(Duration.ofMinutes(2));
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.detail().orElse("")).contains("exceeded quota: none, requested: pods=1");
        assertThat(run.diagnose(Duration.ofSeconds(10)).category()).isEqualTo(Category.QUOTA);
    }

    @Test
    void looksAreBounded() {
        world.kubelet.fate(ALL, PodFate.unschedulable());
        JobHandle run = submit(SparkOperator.APACHE, SPARK, b -> b);
        await().until(() ->
                run.status().detail().filter(text -> text.contains("cpu")).isPresent());
        world.kube.clearTraffic();

        assertThat(run.status().detail()).isPresent();

        assertThat(world.kube.calls("list", "pods")).isEqualTo(1);
        assertThat(world.kube.calls("list", "events")).isZero();
        assertThat(world.kube.calls("get", "sparkapplications")).isEqualTo(1);

        world.kubelet.recover(ALL);
        await().until(() -> run.status().state() == JobState.RUNNING);
        world.kube.clearTraffic();
        assertThat(run.status().state()).isEqualTo(JobState.RUNNING);
        assertThat(world.kube.calls("list", "pods")).isZero();
    }
}
