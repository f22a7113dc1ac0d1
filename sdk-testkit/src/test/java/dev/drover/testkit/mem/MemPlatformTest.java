package dev.drover.testkit.mem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.Capability;
import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterSpec;
import dev.drover.ClusterState;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.RootCause.Category;
import dev.drover.StorageUri;
import dev.drover.testkit.ManualClock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemPlatformTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = ManualClock.auto();
    private final MemPlatform platform = MemPlatform.builder(clock).build();
    private final Drover drover = platform.drover("one");
    private final ClusterId etl = platform.cluster("mem://eu/etl");

    @AfterEach
    void close() {
        drover.close();
    }

    private static PySpark.Builder script() {
        return PySpark.script(StorageUri.parse("mem://code/main.py"));
    }

    private static RequestKey key(String name) {
        return RequestKey.of(name);
    }

    private JobHandle submit(JobSpec job, String key) {
        return drover.jobs(etl).submit(job, key(key));
    }

    @Test
    void aJobIsQueuedRunsAndEndsByTheClock() throws InterruptedException {
        ClusterId small = platform.cluster(
                "mem://eu/small",
                ClusterSpec.builder().workers(1, Resources.of(1, 1024)).build());
        JobHandle first = drover.jobs(small).submit(script().build(), key("1"));
        JobHandle second = drover.jobs(small).submit(script().build(), key("2"));

        assertThat(first.status().state()).isEqualTo(JobState.RUNNING);
        assertThat(second.status().state()).isEqualTo(JobState.QUEUED);
        assertThat(second.status().detail()).contains("waits for 1 core");
        clock.advance(MINUTE);
        assertThat(first.status().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(second.status().state()).isEqualTo(JobState.RUNNING);
        assertThat(second.awaitSuccess(LONG).exitCode()).hasValue(0);
        assertThat(platform.runs())
                .extracting(
                        run -> Duration.between(ManualClock.START, run.endedAt().orElseThrow()))
                .containsExactly(MINUTE, MINUTE.multipliedBy(2));
    }

    @Test
    void aFailureHasExitCodeAndLog() {
        platform.onJob(
                job -> true,
                JobScript.fail(
                                MINUTE,
                                3,
                                "Exception in thread \"main\" java.lang.IllegalStateException: no\n\tat a.B.c(B:1)")
                        .printing("half of it"));
        JobHandle job = submit(script().build(), "fails");

        assertThatThrownBy(() -> job.awaitSuccess(LONG)).isInstanceOfSatisfying(JobFailedException.class, e -> {
            assertThat(e.status().exitCode()).hasValue(3);
            assertThat(e.rootCause().category()).isEqualTo(Category.USER_CODE);
            assertThat(e.rootCause().message()).isEqualTo("no");
        });
        assertThat(job.logs().tail(dev.drover.JobLogs.Source.STDOUT, 5)).containsExactly("half of it");
    }

    @Test
    void scriptsFollowEachOtherAndTheNewestRuleDecides() throws InterruptedException {
        platform.onJob(job -> true, JobScript.hang());
        platform.onJob(job -> true, JobScript.fail(MINUTE, 1, ""), JobScript.succeed(MINUTE));

        assertThat(submit(script().build(), "a").await(LONG).state()).isEqualTo(JobState.FAILED);
        assertThat(submit(script().build(), "b").await(LONG).state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(submit(script().build(), "c").await(LONG).state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void lostCapacityEndsInLostAndMissingCapacityNever() throws InterruptedException {
        platform.onJob(job -> job.options().args().contains("vanish"), JobScript.loseCapacity(MINUTE));
        platform.onJob(job -> job.options().args().contains("wait"), JobScript.neverStart());

        assertThat(submit(script().args("vanish").build(), "v").await(LONG).state())
                .isEqualTo(JobState.LOST);
        JobHandle waiting = submit(script().args("wait").build(), "w");
        // An hour of looks, and one after a day: between looks this clock rests for a moment of real time.
        assertThatThrownBy(() -> waiting.await(MINUTE.multipliedBy(60)))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
        clock.advance(LONG);
        assertThat(waiting.status().state()).isEqualTo(JobState.QUEUED);
        assertThat(platform.runs()).extracting(MemRun::active).containsExactly(false, true);
    }

    @Test
    void aCancelledJobTakesAMomentToEnd() throws InterruptedException {
        platform.onJob(job -> true, JobScript.hang());
        JobHandle job = submit(script().build(), "hang");

        job.cancel();

        assertThat(job.status().state()).isEqualTo(JobState.CANCELLING);
        assertThat(job.await(LONG).state()).isEqualTo(JobState.CANCELLED);
        assertThat(platform.runs()).singleElement().satisfies(run -> {
            assertThat(run.cancelledBy()).contains("one");
            assertThat(run.reachedTheEnd()).isFalse();
        });
    }

    @Test
    void aForgottenRunIsLostToItsHolder() throws InterruptedException {
        JobHandle job = submit(script().build(), "forgotten");
        platform.forget(job.id());

        assertThat(job.await(LONG).state()).isEqualTo(JobState.LOST);
        assertThat(platform.runs()).hasSize(1);
    }

    @Test
    void clustersStartGrowAndEndByTheClock() throws InterruptedException {
        ClusterSpec spec = ClusterSpec.builder()
                .label("team", "etl")
                .maxAge(Duration.ofHours(3))
                .build();
        ClusterHandle cluster = drover.clusters("mem://eu").create(spec, key("nightly"));

        assertThat(cluster.describe().state()).isEqualTo(ClusterState.STARTING);
        cluster.awaitReady(LONG);
        assertThat(Duration.between(ManualClock.START, clock.instant())).isBetween(MINUTE, MINUTE.multipliedBy(2));
        cluster.resize(3);
        assertThat(cluster.describe().state()).isEqualTo(ClusterState.DEGRADED);
        assertThat(cluster.awaitReady(LONG).nodes(Role.WORKER)).hasSize(3);
        assertThat(platform.livingClusters()).containsExactly(cluster.id());
        assertThat(platform.spec(cluster.id()).orElseThrow().labels()).containsEntry("team", "etl");

        clock.advance(Duration.ofHours(3));
        assertThat(platform.livingClusters()).isEmpty();
        assertThat(cluster.describe().problem()).contains("it reached its age limit");
    }

    @Test
    void anIdleClusterEndsItselfAndABusyOneDoesNot() throws InterruptedException {
        platform.onJob(job -> true, JobScript.succeed(Duration.ofHours(2)));
        ClusterHandle cluster = drover.clusters("mem://eu")
                .create(
                        ClusterSpec.builder()
                                .idleTimeout(Duration.ofMinutes(10))
                                .build(),
                        key("idle"));
        cluster.awaitReady(LONG);

        cluster.jobs().submit(script().build(), key("long")).awaitSuccess(LONG);
        assertThat(cluster.describe().state()).isEqualTo(ClusterState.READY);
        clock.advance(Duration.ofMinutes(10));

        assertThat(cluster.describe().state()).isEqualTo(ClusterState.TERMINATED);
    }

    @Test
    void aClusterThatFailsSaysWhyAndTakesItsRunsAlong() throws InterruptedException {
        platform.onCreate(spec -> true, ClusterScript.fail(MINUTE, "no capacity for r5.large"));
        ClusterHandle failing =
                drover.clusters("mem://eu").create(ClusterSpec.builder().build(), key("f"));
        assertThatThrownBy(() -> failing.awaitReady(LONG)).hasMessageContaining("no capacity for r5.large");

        JobHandle job = submit(script().build(), "on the declared one");
        platform.failCluster(etl, "its rack burned");
        assertThat(job.await(LONG).state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().detail().orElseThrow()).contains("its rack burned");
        assertThatThrownBy(() -> submit(script().build(), "too late"))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void whatThePlatformLacksIsRefused() {
        Set<Capability> some = EnumSet.complementOf(EnumSet.of(Capability.QUEUES, Capability.PYSPARK));
        MemPlatform poor = MemPlatform.builder(clock).capabilities(some).build();
        ClusterId cluster = poor.cluster("mem://eu/poor");

        try (Drover other = poor.drover("two")) {
            assertThatThrownBy(() -> other.jobs(cluster).submit(script().build(), key("py")))
                    .hasMessageContaining("PYSPARK");
            JobSpec queued = dev.drover.Command.of("true").queue("gold").build();
            assertThatThrownBy(() -> other.jobs(cluster).submit(queued, key("q")))
                    .hasMessageContaining("QUEUES");
        }
        assertThat(poor.runs()).isEmpty();
    }

    @Test
    void theQueueIsOnRecord() {
        submit(script().queue("gold").build(), "queued");

        assertThat(platform.runs().get(0).job().options().queue()).contains("gold");
    }

    @Test
    void callsAreCounted() {
        submit(script().build(), "counted");

        assertThat(platform.calls()).containsEntry("SubmitJob", 1L).containsKey("FindJobs");
    }

    @Test
    void placesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> drover.clusters("mem://")).hasMessageContaining("mem://REGION");
        assertThatThrownBy(() -> platform.cluster("spark://host:7077")).hasMessageContaining("mem://REGION/NAME");
        assertThatThrownBy(() -> platform.cluster("mem://eu/etl")).hasMessageContaining("already");
    }

    @Test
    void everyDroverThatLooksForProvidersUnderstandsMem() {
        try (Drover one = Drover.builder().build();
                Drover two = Drover.builder().build()) {
            one.storage("mem://bucket/a").put(StorageUri.parse("mem://bucket/a"), dev.drover.Content.of("x"));

            assertThat(one.storage("mem://bucket/a").stat(StorageUri.parse("mem://bucket/a")))
                    .isPresent();
            assertThat(two.storage("mem://bucket/a").stat(StorageUri.parse("mem://bucket/a")))
                    .isEmpty();
        }
    }
}
