package dev.drover.samples.guides;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Etl;
import dev.drover.Drover;
import dev.drover.aws.fake.FakeEmrCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/getting-started.md runs, as it stands there, on a real local cluster and on servers that stand for platforms. */
class GettingStartedTest {
    /** What the guide calls the folder with the application, and the one that it uploads to. */
    private static final Path BUILD = Path.of("build");

    @TempDir
    private Path folder;

    @BeforeAll
    static void application() throws IOException {
        Path app = Files.createDirectories(BUILD.resolve("app"));
        String name = Etl.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(app.resolve("etl.jar")));
                InputStream code = Etl.class.getClassLoader().getResourceAsStream(name)) {
            jar.putNextEntry(new JarEntry(name));
            code.transferTo(jar);
        }
    }

    @AfterAll
    static void clean() throws IOException {
        try (Stream<Path> all = Files.walk(BUILD)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void thisMachine() throws Exception {
        new GettingStarted(Drover::builder).thisMachine();

        try (Stream<Path> uploaded = Files.walk(BUILD.resolve("code"))) {
            assertThat(uploaded).anyMatch(each -> each.endsWith("etl.jar"));
        }
    }

    @Test
    void emr() throws Exception {
        try (AmazonServers amazon = new AmazonServers(folder)) {
            new GettingStarted(amazon::builder).emr();

            assertRan(amazon.emr.cluster("j-3KLM4NOPQRST5"));
        }
    }

    @Test
    void emrWithAClusterOfItsOwn() throws Exception {
        try (AmazonServers amazon = new AmazonServers(folder);
                Drover drover = amazon.builder().build()) {
            GettingStarted.emrCluster(drover);

            FakeEmrCluster own = amazon.emr.clusters().get(1);
            assertThat(own.request()
                            .path("AutoTerminationPolicy")
                            .path("IdleTimeout")
                            .asInt())
                    .isEqualTo(1800);
            assertRan(own);
        }
    }

    private static void assertRan(FakeEmrCluster cluster) {
        assertThat(cluster.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.state()).isEqualTo("COMPLETED"));
    }

    @Test
    void emrServerless() throws Exception {
        try (AmazonServers amazon = new AmazonServers(folder)) {
            new GettingStarted(amazon::builder).emrServerless();

            assertThat(amazon.serverless.started()).isOne();
        }
    }

    @Test
    void emrOnEks() throws Exception {
        try (AmazonServers amazon = new AmazonServers(folder)) {
            new GettingStarted(amazon::builder).emrOnEks();

            assertThat(amazon.containers.started()).isOne();
        }
    }

    @Test
    void dataproc() throws Exception {
        try (GoogleServers google = new GoogleServers(folder)) {
            new GettingStarted(google::builder).dataproc();

            assertThat(google.jobs.submitted()).hasSize(1);
        }
    }

    @Test
    void dataprocServerless() throws Exception {
        try (GoogleServers google = new GoogleServers(folder)) {
            new GettingStarted(google::builder).dataprocServerless();

            assertThat(google.batches.made()).isOne();
        }
    }

    @Test
    void kubernetes() throws Exception {
        try (AmazonServers amazon = new AmazonServers(folder);
                KubernetesServer kubernetes = new KubernetesServer(folder)) {
            new GettingStarted(() -> kubernetes.builder(amazon.storage())).kubernetes();

            assertThat(kubernetes.applications())
                    .singleElement()
                    .satisfies(application ->
                            assertThat(application).contains("acme/spark:4.2.0", "com.acme.Etl", "2026-11-21"));
        }
    }
}
