package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeQueue;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.fake.KubeFault;
import dev.drover.k8s.fake.PodFate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was cancelled has ended, and its record says so to everybody. */
@Timeout(180)
class CancellingTest {
    @TempDir
    Path folder;

    private JobsWorld world;

    @BeforeEach
    void start() {
        world = JobsWorld.idle(folder);
    }

    @AfterEach
    void stop() {
        assertThat(world.kube.unused()).as("faults that did not come to pass").isEmpty();
        world.close();
    }

    static Stream<Arguments> kinds() {
        JobSpec spark = JobsWorld.jar().build();
        return Stream.of(
                Arguments.of(SparkOperator.KUBEFLOW, spark),
                Arguments.of(SparkOperator.APACHE, spark),
                Arguments.of(SparkOperator.APACHE, Command.of("sleep").build()));
    }

    private Drover open(SparkOperator operator) {
        return world.open(JobsWorld.options(operator).build());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRunThatStillWaitsIsCancelled(SparkOperator operator, JobSpec job) throws Exception {
        world.kubelet.fate(Marks.ATTEMPT, PodFate.unschedulable());
        JobHandle run = open(operator).jobs(JobsWorld.CLUSTER).submit(job, RequestKey.of("waits"));
        await().until(() -> !world.objects("pods").isEmpty());

        run.cancel();

        assertThat(run.await(Duration.ofMinutes(2)).state()).isEqualTo(JobState.CANCELLED);
        await().untilAsserted(() -> assertThat(world.objects("pods")).allMatch(PodReport::ended));
        JobHandle found = open(operator).jobs(JobsWorld.CLUSTER).submit(job, RequestKey.of("waits"));
        assertThat(found.started()).isFalse();
        assertThat(found.status().state()).isEqualTo(JobState.CANCELLED);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatHasEndedStaysAsItIs(SparkOperator operator, JobSpec job) throws Exception {
        JobHandle run = open(operator).jobs(JobsWorld.CLUSTER).submit(job, RequestKey.of("ends"));
        await().until(() -> run.status().state() == JobState.RUNNING);
        world.objects("pods").stream()
                .filter(pod -> PodReport.phase(pod).equals("Running"))
                .filter(pod -> !Marks.name(pod).contains("-exec-"))
                .forEach(pod -> world.kubelet.end(JobsWorld.NAMESPACE, Marks.name(pod), 3));
        assertThat(run.await(Duration.ofMinutes(2)).state()).isEqualTo(JobState.FAILED);

        run.cancel();

        assertThat(run.status().state()).isEqualTo(JobState.FAILED);
        assertThat(run.status().exitCode()).hasValue(3);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void anAnswerThatIsLostOnTheWayIsNoTrouble(SparkOperator operator, JobSpec job) throws Exception {
        JobHandle run = open(operator).jobs(JobsWorld.CLUSTER).submit(job, RequestKey.of("lost"));
        await().until(() -> run.status().state() == JobState.RUNNING);
        String resource = job instanceof Command ? "jobs" : "sparkapplications";
        world.kube.next("patch", resource, new KubeFault.LoseResponse());

        run.cancel();

        assertThat(run.await(Duration.ofMinutes(2)).state()).isEqualTo(JobState.CANCELLED);
    }

    /** Kueue would set going again what is suspended and still its own. */
    @Test
    void aCancelledRunLeavesItsQueue() throws Exception {
        KubeJobOptions options = JobsWorld.options(SparkOperator.KUBEFLOW)
                .queue(new KubeQueue.Kueue("etl"))
                .build();
        JobHandle run = world.open(options)
                .jobs(JobsWorld.CLUSTER)
                .submit(JobsWorld.jar().build(), RequestKey.of("queued"));
        assertThat(Marks.label(world.applications(SparkOperator.KUBEFLOW).get(0), Marks.QUEUE))
                .contains("etl");

        run.cancel();

        assertThat(run.await(Duration.ofMinutes(2)).state()).isEqualTo(JobState.CANCELLED);
        assertThat(Marks.label(world.applications(SparkOperator.KUBEFLOW).get(0), Marks.QUEUE))
                .isEmpty();
    }

    @Test
    void aRunThatHasNoDriverYetEndsAsSoonAsItHas() {
        JobHandle run = open(SparkOperator.APACHE)
                .jobs(JobsWorld.CLUSTER)
                .submit(JobsWorld.jar().build(), RequestKey.of("early"));
        run.cancel();

        assertThat(world.applications(SparkOperator.APACHE).get(0).toString())
                .contains("\"driverStartTimeoutMillis\":1", "\"driverReadyTimeoutMillis\":1", Marks.CANCELLED);
    }
}
