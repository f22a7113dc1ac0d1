package dev.drover.k8s.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ClusterHandle;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterStatus;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobLogs;
import dev.drover.JobState;
import dev.drover.RequestKey;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.fake.FakeKube;
import dev.drover.k8s.fake.Kubelet;
import dev.drover.k8s.fake.PodFront;
import dev.drover.k8s.fake.SparkDaemons;
import dev.drover.k8s.fake.WorkloadController;
import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.runtime.standalonestatic.StandaloneStaticRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real bootstrap actions and daemons of Spark, run as the pods say, and reached by streams through the API server. */
class RealSparkTest {
    @TempDir
    Path folder;

    @Test
    void realDaemonsBecomeAClusterThatRunsSignedJobsOnly() throws Exception {
        FakeKube kube = new FakeKube(folder);
        SparkDaemons daemons = new SparkDaemons(folder, spark());
        kube.namespace(World.NAMESPACE);
        daemons.tell(kube);
        Kubelet.in(kube, daemons);
        WorkloadController.in(kube);
        try (kube;
                PodFront front = new PodFront(kube);
                Drover drover = drover(kube, front)) {
            ClusterHandle cluster = drover.clusters(World.HERE)
                    .create(
                            World.workers(1)
                                    .bootstrap(BootstrapAction.script(
                                                    "greeting",
                                                    "#!/bin/bash\nset -eu\necho \"$DROVER_ROLE: $1, $GREETED\" > \"$DROVER_SHARED/greeting\"\n")
                                            .args("$(DROVER_ROLE) it's me")
                                            .env("GREETED", "$(you)")
                                            .build())
                                    .build(),
                            RequestKey.random());
            ClusterStatus status = cluster.awaitReady(Duration.ofMinutes(3));

            assertThat(status.nodes(Role.WORKER))
                    .hasSize(1)
                    .allMatch(node -> node.cores() == 2 && node.memoryMiB() == 2048);
            JobHandle sum = cluster.jobs()
                    .submit(
                            SparkSql.text("SELECT assert_true(sum(id) = 4950) FROM range(100)")
                                    .build(),
                            RequestKey.of("sum"));
            assertThat(sum.await(Duration.ofMinutes(2)).state())
                    .as(() -> sum.logs().toString())
                    .isEqualTo(JobState.SUCCEEDED);
            JobHandle greeting = cluster.jobs()
                    .submit(
                            Command.of("sh")
                                    .args("-c", "cat \"$DROVER_SHARED/greeting\"; exit 7")
                                    .build(),
                            RequestKey.of("greeting"));
            assertThat(greeting.await(Duration.ofMinutes(2)).exitCode()).hasValue(7);
            assertThat(greeting.logs().tail(JobLogs.Source.STDOUT, 10))
                    .contains("worker: $(DROVER_ROLE) it's me, $(you)");
            assertThat(unsigned(status)).isEqualTo(403);
            String data = kube.objects("secrets", World.NAMESPACE).get(0);
            String signing = new String(
                    Base64.getDecoder()
                            .decode(World.json(data).at("/data/signing-key").asText()),
                    StandardCharsets.UTF_8);
            assertThat(daemons.commandLines()).hasSize(2 + 2).noneMatch(words -> words.contains(signing));
        } catch (Exception | AssertionError e) {
            e.addSuppressed(new AssertionError(daemons.written()));
            throw e;
        }
    }

    private static int unsigned(ClusterStatus status) throws IOException, InterruptedException {
        String host = status.nodes(Role.MASTER).get(0).ui().orElseThrow().getHost();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://" + host + ":6066/v1/submissions/status/x"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private Drover drover(FakeKube kube, PodFront front) throws IOException {
        KubeOptions access = KubeOptions.builder()
                .server(front.url())
                .caFile(kube.authority())
                .oidcTokenFile(Files.writeString(folder.resolve("token"), FakeKube.ADMIN))
                .build();
        return Drover.builder()
                .configure(World.HERE, access)
                .configure(
                        World.HERE,
                        KubeSparkOptions.builder()
                                .staging(StorageUri.of(folder.resolve("staging")))
                                .build())
                .build();
    }

    /** As Maven has it. */
    private static List<Path> spark() throws Exception {
        try (Context maven = new StandaloneStaticRuntime()
                .create(ContextOverrides.create().withUserSettings(true).build())) {
            CollectRequest collect = new CollectRequest(
                    new Dependency(
                            new DefaultArtifact("org.apache.spark", "spark-sql_2.13", "jar", "4.2.0"),
                            JavaScopes.RUNTIME),
                    maven.remoteRepositories());
            return maven
                    .repositorySystem()
                    .resolveDependencies(
                            maven.repositorySystemSession(),
                            new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(result -> result.getArtifact().getFile().toPath())
                    .toList();
        }
    }
}
