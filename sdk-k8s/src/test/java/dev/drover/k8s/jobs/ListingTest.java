package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.JobId;
import dev.drover.JobQuery;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.JobSubmitter;
import dev.drover.RequestKey;
import dev.drover.k8s.SparkOperator;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of runs, and what they cost. */
@Timeout(180)
class ListingTest {
    private static final RequestKey KEY = RequestKey.of("etl", "monday");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(names = {"KUBEFLOW", "APACHE"})
    void applicationsAndCommandsAreOneListEach(SparkOperator operator) {
        try (JobsWorld world = JobsWorld.idle(folder)) {
            Drover drover = world.open(JobsWorld.options(operator).build());
            JobSubmitter jobs = drover.jobs(JobsWorld.CLUSTER);
            JobId application = jobs.submit(JobsWorld.jar().build(), KEY).id();
            JobId command = jobs.submit(Command.of("sleep").args("1").build(), KEY.child("command"))
                    .id();
            world.kube.clearTraffic();

            List<JobStatus> runs = jobs.list(JobQuery.RECENT);

            assertThat(runs).extracting(JobStatus::id).containsExactlyInAnyOrder(application, command);
            assertThat(runs).allSatisfy(run -> {
                assertThat(run.submittedAt()).isPresent();
                assertThat(run.endedAt()).isEmpty();
            });
            assertThat(runs)
                    .filteredOn(run -> run.id().equals(application))
                    .singleElement()
                    .satisfies(run -> assertThat(run.name()).contains(new Attempt(Attempt.Kind.JOB, KEY, 1).name()));
            assertThat(world.kube.calls("list", "sparkapplications")).isEqualTo(1);
            assertThat(world.kube.calls("list", "jobs")).isEqualTo(1);
            assertThat(world.kube.calls("get", "sparkapplications")).isZero();
            assertThat(world.kube.calls("list", "pods")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KUBEFLOW", "APACHE"})
    void anEndHasItsTime(SparkOperator operator) {
        try (JobsWorld world = JobsWorld.idle(folder)) {
            Drover drover = world.open(JobsWorld.options(operator).build());
            JobSubmitter jobs = drover.jobs(JobsWorld.CLUSTER);
            JobId id = jobs.submit(JobsWorld.jar().build(), KEY).id();
            String pod = id.nativeId() + (operator == SparkOperator.KUBEFLOW ? "-driver" : "-0-driver");
            await().until(() -> world.kube
                    .object("pods", JobsWorld.NAMESPACE, pod)
                    .filter(text -> text.contains("\"phase\":\"Running\""))
                    .isPresent());
            world.kubelet.end(JobsWorld.NAMESPACE, pod, 1);

            JobQuery failed =
                    JobQuery.builder().states(EnumSet.of(JobState.FAILED)).build();
            await().until(() -> !jobs.list(failed).isEmpty());
            assertThat(jobs.list(failed)).singleElement().satisfies(run -> {
                assertThat(run.id()).isEqualTo(id);
                assertThat(run.endedAt().orElseThrow())
                        .isBetween(run.submittedAt().orElseThrow(), run.observedAt());
            });
            assertThat(jobs.list(JobQuery.builder().activeOnly().build())).isEmpty();
        }
    }

    @Test
    void theEndOfACommandHasItsTime() {
        try (JobsWorld world = JobsWorld.idle(folder)) {
            Drover drover = world.open(JobsWorld.options(SparkOperator.KUBEFLOW).build());
            JobSubmitter jobs = drover.jobs(JobsWorld.CLUSTER);
            JobId command = jobs.submit(Command.of("sleep").build(), KEY).id();
            String pod = await().until(
                            () -> world.objects("pods").stream()
                                    .map(Marks::name)
                                    .findFirst(),
                            found -> found.isPresent())
                    .orElseThrow();
            world.kubelet.end(JobsWorld.NAMESPACE, pod, 0);

            JobQuery succeeded =
                    JobQuery.builder().states(EnumSet.of(JobState.SUCCEEDED)).build();
            await().until(() -> !jobs.list(succeeded).isEmpty());
            assertThat(jobs.list(succeeded)).singleElement().satisfies(run -> {
                assertThat(run.id()).isEqualTo(command);
                assertThat(run.endedAt()).isPresent();
            });
        }
    }
}
