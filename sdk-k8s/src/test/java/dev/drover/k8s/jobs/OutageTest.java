package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.SparkOperator;
import dev.drover.k8s.fake.FakeKube;
import dev.drover.routing.PoolMember;
import dev.drover.routing.PoolSpec;
import dev.drover.testkit.spark.FastClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An API server that is away for a minute. */
@Timeout(180)
class OutageTest {
    @TempDir
    Path folder;

    @Test
    void waitsGoOnAndHealthRecovers() throws Exception {
        FastClock clock = new FastClock(20);
        KubeJobOptions options = JobsWorld.options(SparkOperator.KUBEFLOW).build();
        try (JobsWorld world = JobsWorld.idle(folder)) {
            Drover drover = world.open(world.drover(options).clock(clock));
            JobHandle run =
                    drover.jobs(JobsWorld.CLUSTER).submit(JobsWorld.jar().build(), RequestKey.of("waits"));
            CompletableFuture<JobStatus> end = run.completion().toCompletableFuture();
            await().until(() -> run.status().state() == JobState.RUNNING && world.kube.openWatches() > 0);

            world.kube.down();
            assertThatThrownBy(() -> drover.jobs(JobsWorld.CLUSTER)
                            .submit(JobsWorld.jar().build(), RequestKey.of("meanwhile")))
                    .isInstanceOfSatisfying(DroverException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                        assertThat(e.effect()).isEqualTo(Effect.NONE);
                        assertThat(e.retryable()).isTrue();
                    });
            clock.sleep(Duration.ofMinutes(1));
            assertThat(end).isNotDone();
            world.kube.up();

            await().until(() -> world.kube.openWatches() > 0);
            world.kubelet.end(JobsWorld.NAMESPACE, run.id().nativeId() + "-driver", 0);
            assertThat(end.get().state()).isEqualTo(JobState.SUCCEEDED);
            JobHandle next =
                    drover.jobs(JobsWorld.CLUSTER).submit(JobsWorld.jar().build(), RequestKey.of("meanwhile"));
            assertThat(next.started()).isTrue();
            assertThat(world.applications(SparkOperator.KUBEFLOW)).hasSize(2);
        }
    }

    @Test
    void aPoolGoesToTheOtherCluster() throws Exception {
        KubeJobOptions options = JobsWorld.options(SparkOperator.KUBEFLOW).build();
        try (JobsWorld world = JobsWorld.idle(Files.createDirectories(folder.resolve("one")));
                JobsWorld other = JobsWorld.idle(Files.createDirectories(folder.resolve("two")))) {
            ClusterId away = ClusterId.parse("k8s://away/" + JobsWorld.NAMESPACE);
            Drover drover = world.open(world.drover(options)
                    .configure(
                            "k8s://away",
                            KubeOptions.builder()
                                    .kubeconfig(other.kube.kubeconfig("away", JobsWorld.NAMESPACE, FakeKube.ADMIN))
                                    .build())
                    .configure("k8s://away", options)
                    .ledger(StorageUri.parse("mem://ledger/keys/")));
            var pool = drover.pool(PoolSpec.builder()
                    .member(PoolMember.builder(JobsWorld.CLUSTER).build())
                    .member(PoolMember.builder(away).build())
                    .build());
            other.kube.down();

            for (int i = 0; i < 8; i++) {
                JobHandle run = pool.submit(JobsWorld.jar().build(), RequestKey.of("pool", "" + i));
                assertThat(run.id().cluster()).isEqualTo(JobsWorld.CLUSTER);
            }

            assertThat(world.applications(SparkOperator.KUBEFLOW)).hasSize(8);
        }
    }
}
