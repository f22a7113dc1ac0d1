package dev.drover.k8s.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.drover.ClusterHandle;
import dev.drover.ClusterState;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.fake.FakeKube;
import dev.drover.k8s.fake.PodFront;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters that are reached by streams through the API server. */
class PodForwardTest {
    @TempDir
    Path folder;

    private final World world = new World();
    private final PodFront front = new PodFront(world.kube);
    private final RequestKey key = RequestKey.random();

    @AfterEach
    void close() {
        front.close();
        world.close();
    }

    private Drover drover() throws IOException {
        KubeOptions access = KubeOptions.builder()
                .server(front.url())
                .caFile(world.kube.authority())
                .oidcTokenFile(Files.writeString(folder.resolve("token"), FakeKube.ADMIN))
                .build();
        return Drover.builder()
                .factories(List.of(new KubeSparkProviderFactory()))
                .configure(World.HERE, access)
                .operationTimeout(Duration.ofSeconds(10))
                .build();
    }

    private ClusterHandle create(Drover drover) {
        return drover.clusters(World.HERE).create(World.workers(1).build(), key);
    }

    /** The API server takes the header Authorization off what it passes to services; a stream keeps all of it. */
    @Test
    void jobsAreSubmittedWithTheMastersOwnTokens() throws Exception {
        try (Drover drover = drover()) {
            ClusterHandle cluster = create(drover);
            assertThat(cluster.awaitReady(World.PATIENCE).problem()).isEmpty();
            JobHandle job = cluster.jobs()
                    .submit(
                            SparkJar.of(StorageUri.parse("s3://acme/a.jar"), "y.Main")
                                    .build(),
                            RequestKey.random());

            assertThat(job.id().nativeId()).isEqualTo("driver-20261121000000-0000");
            assertThat(job.status().state()).isEqualTo(JobState.RUNNING);
            String master = cluster.id().name() + "-master-0";
            assertThat(front.opened()).contains(master + ":8080", master + ":6066");
        }
        assertThat(world.pods.authorizations()).hasSize(1).allSatisfy(header -> {
            assertThat(header).startsWith("Bearer ").doesNotContain(FakeKube.ADMIN);
            String claims = header.split("\\.", -1)[1];
            assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
                    .contains("\"sub\":\"drover\"");
        });
    }

    @Test
    void whoeverMayNotStreamIsToldWhichRightIsMissing() throws Exception {
        front.forbid(true);
        try (Drover drover = drover()) {
            ClusterHandle cluster = create(drover);
            DroverException e = catchThrowableOfType(DroverException.class, () -> cluster.awaitReady(World.PATIENCE));
            assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
            assertThat(e)
                    .hasMessageContaining("'get'")
                    .hasMessageContaining("pods/portforward")
                    .hasMessageContaining("'" + World.NAMESPACE + "'");
        }
    }

    @Test
    void aMasterThatDoesNotListenYetIsStarting() throws Exception {
        world.pods.starting(true);
        try (Drover drover = drover()) {
            ClusterHandle cluster = create(drover);
            await().until(() -> cluster.describe().nativeState().equals("master silent")
                    && !front.opened().isEmpty());
            assertThat(cluster.describe().state()).isEqualTo(ClusterState.STARTING);
            world.pods.starting(false);
            cluster.awaitReady(World.PATIENCE);
        }
    }

    @Test
    void aMasterInAnotherPodIsFoundAgain() throws Exception {
        try (Drover drover = drover()) {
            ClusterHandle cluster = create(drover);
            cluster.awaitReady(World.PATIENCE);
            String master = cluster.id().name() + "-master-0";
            world.kube.delete("pods", World.NAMESPACE, master);
            await().until(() -> world.find("pods", World.NAMESPACE, master)
                    .filter(pod -> pod.at("/status/podIP").asText().startsWith("127."))
                    .isPresent());
            assertThat(cluster.awaitReady(World.PATIENCE).nodes()).hasSize(2);
        }
    }

    @Test
    void nothingListensWhenItIsClosed() throws Exception {
        Drover drover = drover();
        try (drover) {
            create(drover).awaitReady(World.PATIENCE);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("drover-k8s-accept") && thread.isAlive())
                .allMatch(Thread::isDaemon);
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("drover-k8s-accept")
                        || thread.getName().equals("drover-k8s-forward")));
    }
}
