package dev.drover.samples.dataproc;

import com.google.cloud.dataproc.v1.ClusterStatus;
import dev.drover.gcp.fake.DataprocMachine;
import dev.drover.gcp.fake.FakeClusters;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.FakeJobs;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.gcp.fake.JobClusters;
import dev.drover.testkit.spark.FastClock;
import dev.drover.testkit.spark.SparkMachine;
import io.grpc.BindableService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Stands for Dataproc and Cloud Storage while a command runs, whose programs find it by their environment. There is a
 * cluster, {@code etl}, and an application, {@code gs://acme-code/report.jar}, which really runs. Its time goes fast.
 */
final class TestServer {
    private static final int FAST = 20;

    private TestServer() {}

    /** Arguments: the command. It ends with the command's exit code. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("dataproc");
        int exit;
        try (FakeGcs storage = new FakeGcs("acme-code", "staging", "dataproc-staging", "dataproc-temp");
                SparkMachine machine = DataprocMachine.at(folder, storage.endpoint())) {
            storage.put("acme-code", "report.jar", application());
            FastClock clock = new FastClock(FAST);
            FakeClusters clusters = new FakeClusters(clock, machine, storage);
            clusters.add("etl", ClusterStatus.State.RUNNING);
            try (FakeJobs jobs = new FakeJobs(clock, name -> home(clusters, name), Optional.of(machine), storage);
                    FakeRpc server = new FakeRpc(both(clusters, jobs))) {
                exit = run(server, storage, args);
            }
        } finally {
            delete(folder);
        }
        System.exit(exit);
    }

    private static Optional<JobClusters.Home> home(FakeClusters clusters, String name) {
        return clusters.cluster(name)
                .map(found -> new JobClusters.Home(
                        found.getStatus().getState(),
                        found.getClusterUuid(),
                        found.getConfig().getConfigBucket()));
    }

    private static BindableService[] both(FakeClusters clusters, FakeJobs jobs) {
        BindableService[] all = Arrays.copyOf(clusters.services(), clusters.services().length + 1);
        all[all.length - 1] = jobs;
        return all;
    }

    private static int run(FakeRpc server, FakeGcs storage, String[] command) throws IOException, InterruptedException {
        ProcessBuilder process = new ProcessBuilder(command).inheritIO();
        process.environment().put("DATAPROC_ENDPOINT", server.endpoint().toString());
        process.environment().put("STORAGE_EMULATOR_HOST", storage.endpoint().toString());
        return process.start().waitFor();
    }

    private static byte[] application() throws IOException {
        String name = Report.class.getName().replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes);
                InputStream code = Report.class.getClassLoader().getResourceAsStream(name)) {
            jar.putNextEntry(new JarEntry(name));
            jar.write(code.readAllBytes());
        }
        return bytes.toByteArray();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
