package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverListener;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.fake.KubeFault;
import dev.drover.testkit.spark.FastClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs are followed by watches, through whatever happens to these. */
@Timeout(120)
class FollowingTest {
    private static final List<List<JobState>> LIVES = List.of(
            List.of(JobState.QUEUED, JobState.RUNNING, JobState.SUCCEEDED),
            List.of(JobState.QUEUED, JobState.RUNNING, JobState.FAILED));

    @TempDir
    Path folder;

    private JobsWorld world;
    private final Map<JobId, List<JobState>> seen = new ConcurrentHashMap<>();

    @BeforeEach
    void start() {
        world = JobsWorld.idle(folder);
    }

    @AfterEach
    void stop() {
        assertThat(world.kube.unused()).as("faults that did not come to pass").isEmpty();
        world.close();
    }

    private Drover.Builder drover(SparkOperator operator) {
        return world.drover(JobsWorld.options(operator).build()).listener(new DroverListener() {
            @Override
            public void jobChanged(JobStatus status) {
                seen.computeIfAbsent(status.id(), id -> new CopyOnWriteArrayList<>())
                        .add(status.state());
            }
        });
    }

    private static List<JobHandle> submit(Drover drover, int count) {
        List<JobHandle> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            handles.add(drover.jobs(JobsWorld.CLUSTER).submit(JobsWorld.jar().build(), RequestKey.of("run", "" + i)));
        }
        return handles;
    }

    private void end(SparkOperator operator, JobHandle run, int code) {
        String pod = run.id().nativeId() + (operator == SparkOperator.KUBEFLOW ? "-driver" : "-0-driver");
        await().until(() -> world.kube
                .object("pods", JobsWorld.NAMESPACE, pod)
                .filter(text -> text.contains("\"phase\":\"Running\""))
                .isPresent());
        world.kubelet.end(JobsWorld.NAMESPACE, pod, code);
    }

    @ParameterizedTest
    @EnumSource(names = {"KUBEFLOW", "APACHE"})
    void noStatusIsLostAndNoneInventedWhileWatchesAreCutEverySecondForAMinute(SparkOperator operator) throws Exception {
        FastClock clock = new FastClock(10);
        Drover drover = world.open(drover(operator).clock(clock));
        List<JobHandle> runs = submit(drover, 12);
        List<CompletableFuture<JobStatus>> ends =
                runs.stream().map(run -> run.completion().toCompletableFuture()).toList();

        for (int second = 0; second < 60; second++) {
            if (second % 5 == 4) {
                end(operator, runs.get(second / 5), second % 2);
            }
            clock.sleep(Duration.ofSeconds(1));
            world.kube.cutWatches();
        }

        for (int i = 0; i < runs.size(); i++) {
            JobState expected = (i * 5 + 4) % 2 == 0 ? JobState.SUCCEEDED : JobState.FAILED;
            JobStatus end = ends.get(i).get();
            assertThat(end.state()).isEqualTo(expected);
            assertThat(end.exitCode()).hasValue(expected == JobState.SUCCEEDED ? 0 : 1);
        }
        await().untilAsserted(() -> assertThat(seen.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        runs.stream().map(JobHandle::id).toList()));
        assertThat(seen.values()).allSatisfy(states -> {
            assertThat(states).doesNotHaveDuplicates();
            assertThat(LIVES).anySatisfy(life -> assertThat(life).containsSubsequence(states));
        });
        assertThat(world.kube.calls("watch", "sparkapplications")).isGreaterThan(20);
        assertThat(world.kube.calls("list", "sparkapplications")).isLessThanOrEqualTo(2);
    }

    @Test
    void aVersionThatHasExpiredIsListedAnew() throws Exception {
        Drover drover = world.open(drover(SparkOperator.KUBEFLOW));
        JobHandle run = submit(drover, 1).get(0);
        CompletableFuture<JobStatus> end = run.completion().toCompletableFuture();
        await().until(() -> world.kube.openWatches() > 0);

        world.kube.compact();
        world.kube.expireWatches();
        await().until(() -> world.kube.calls("list", "sparkapplications") > 1 && world.kube.openWatches() > 0);
        world.kube.next("watch", "sparkapplications", KubeFault.refuse(410, "Expired", "too old resource version"));
        world.kube.cutWatches();
        await().until(() -> world.kube.calls("list", "sparkapplications") > 2);
        end(SparkOperator.KUBEFLOW, run, 0);

        assertThat(end.get().state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void manyRunsCostOneListAndAFewWatches() throws Exception {
        Drover drover = world.open(drover(SparkOperator.APACHE));
        List<JobHandle> runs = submit(drover, 40);
        world.kube.clearTraffic();

        List<CompletableFuture<JobStatus>> ends =
                runs.stream().map(run -> run.completion().toCompletableFuture()).toList();
        await().until(() -> world.kube.openWatches() > 0);
        runs.forEach(run -> end(SparkOperator.APACHE, run, 0));
        for (CompletableFuture<JobStatus> end : ends) {
            assertThat(end.get().state()).isEqualTo(JobState.SUCCEEDED);
        }

        assertThat(world.kube.calls("list", "sparkapplications")).isEqualTo(1);
        assertThat(world.kube.calls("get", "sparkapplications")).isZero();
        assertThat(world.kube.calls("watch", "sparkapplications")).isLessThan(100);
    }

    @Test
    @Timeout(300)
    void manyRunsThatComeOneAfterTheOtherCostOneList() throws Exception {
        Drover drover = world.open(drover(SparkOperator.APACHE));
        int count = 300;

        List<CompletableFuture<JobStatus>> ends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JobHandle run =
                    drover.jobs(JobsWorld.CLUSTER).submit(JobsWorld.jar().build(), RequestKey.of("run", "" + i));
            ends.add(run.completion().toCompletableFuture());
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> seen.size() == count);

        assertThat(ends).noneMatch(CompletableFuture::isDone);
        // Two more may be for what a busy machine was not told of in time.
        assertThat(world.kube.calls("list", "sparkapplications")).isBetween(1L, 3L);
        // Submitting looks once for each.
        assertThat(world.kube.calls("get", "sparkapplications") - count).isLessThan(count / 10);
    }

    @Test
    void aRunThatComesWhileAllAreListedDoesNotMakeTheListBeginAnew() throws Exception {
        world.kube.next("list", "sparkapplications", new KubeFault.Delay(Duration.ofSeconds(1)));
        Drover drover = world.open(drover(SparkOperator.KUBEFLOW));
        List<CompletableFuture<JobStatus>> ends = new ArrayList<>();
        List<JobHandle> runs = submit(drover, 5);

        for (JobHandle run : runs) {
            ends.add(run.completion().toCompletableFuture());
            await().until(() -> world.kube.calls("list", "sparkapplications") > 0);
        }
        runs.forEach(run -> end(SparkOperator.KUBEFLOW, run, 0));

        for (CompletableFuture<JobStatus> end : ends) {
            assertThat(end.get().state()).isEqualTo(JobState.SUCCEEDED);
        }
        assertThat(world.kube.calls("list", "sparkapplications")).isEqualTo(1);
    }

    @Test
    void manyRunsThatAreGoneAreNotListedWithEachChange() throws Exception {
        Drover drover = world.open(drover(SparkOperator.KUBEFLOW));
        List<JobHandle> runs = submit(drover, 2);
        JobHandle first = runs.get(0);
        CompletableFuture<JobStatus> end = first.completion().toCompletableFuture();
        List<CompletableFuture<JobStatus>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            others.add(
                    drover.job(JobsWorld.CLUSTER.job("gone-" + i)).completion().toCompletableFuture());
        }
        await().until(() -> world.kube.openWatches() > 0);
        long began = System.nanoTime();
        long before = world.kube.calls("list", "sparkapplications");

        end(SparkOperator.KUBEFLOW, first, 0);
        end(SparkOperator.KUBEFLOW, runs.get(1), 0);

        assertThat(end.get().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(others).noneMatch(CompletableFuture::isDone);
        long lists = world.kube.calls("list", "sparkapplications") - before;
        assertThat(lists)
                .isLessThanOrEqualTo(
                        1 + (System.nanoTime() - began) / Duration.ofSeconds(5).toNanos());
    }

    @Test
    void runsThatComeLaterAreSeenByTheSameWatch() throws Exception {
        Drover drover = world.open(drover(SparkOperator.KUBEFLOW));
        CompletableFuture<JobStatus> first =
                submit(drover, 1).get(0).completion().toCompletableFuture();
        await().until(() -> world.kube.openWatches() > 0);
        JobHandle later =
                drover.jobs(JobsWorld.CLUSTER).submit(JobsWorld.jar("later").build(), RequestKey.of("later"));
        CompletableFuture<JobStatus> end = later.completion().toCompletableFuture();

        end(SparkOperator.KUBEFLOW, later, 0);

        assertThat(end.get().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(first).isNotDone();
        assertThat(world.kube.calls("list", "sparkapplications")).isEqualTo(1);
    }

    @Test
    void commandsAreFollowedBesideApplications() throws Exception {
        Drover drover = world.open(drover(SparkOperator.KUBEFLOW));
        CompletableFuture<JobStatus> application =
                submit(drover, 1).get(0).completion().toCompletableFuture();
        JobHandle command =
                drover.jobs(JobsWorld.CLUSTER).submit(Command.of("sleep").build(), RequestKey.of("command"));
        CompletableFuture<JobStatus> end = command.completion().toCompletableFuture();
        await().until(() -> world.kube.openWatches() == 2);
        await().until(() -> pod(command).isPresent());

        world.kubelet.end(JobsWorld.NAMESPACE, pod(command).get(), 7);

        assertThat(end.get().state()).isEqualTo(JobState.FAILED);
        assertThat(end.get().exitCode()).hasValue(7);
        assertThat(application).isNotDone();
    }

    private java.util.Optional<String> pod(JobHandle command) {
        return world.objects("pods").stream()
                .filter(pod -> Marks.label(pod, Marks.ATTEMPT)
                        .filter(Runs.name(command.id())::equals)
                        .isPresent())
                .filter(pod -> PodReport.phase(pod).equals("Running"))
                .map(Marks::name)
                .findFirst();
    }

    @Test
    void aRunThatSomebodyDeletesIsLost() throws Exception {
        FastClock clock = new FastClock(60);
        Drover drover = world.open(drover(SparkOperator.KUBEFLOW).clock(clock));
        JobHandle run = submit(drover, 1).get(0);
        CompletableFuture<JobStatus> end = run.completion().toCompletableFuture();
        await().until(() -> world.kube.openWatches() > 0);

        world.kube.delete(
                "sparkapplications." + Kubeflow.GROUP,
                JobsWorld.NAMESPACE,
                run.id().nativeId());

        assertThat(end.get().state()).isEqualTo(JobState.LOST);
        assertThat(drover.jobs(JobsWorld.CLUSTER).describe(Set.of(run.id()))).isEmpty();
    }

    @Test
    void aRunThatWasSuspendedByOthersWaits() {
        Drover drover = world.open(drover(SparkOperator.KUBEFLOW));
        JobHandle run = submit(drover, 1).get(0);
        await().until(() -> run.status().state() == JobState.RUNNING);

        world.kube.edit(
                "sparkapplications." + Kubeflow.GROUP,
                JobsWorld.NAMESPACE,
                run.id().nativeId(),
                text -> text.replace("\"mode\":\"cluster\"", "\"mode\":\"cluster\",\"suspend\":true"));
        await().until(() -> run.status().nativeState().equals("SUSPENDED"));

        assertThat(run.status().state()).isEqualTo(JobState.QUEUED);
    }
}
