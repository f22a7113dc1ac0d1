package dev.drover.samples.multimno;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.CreateClusterRequest;
import com.google.cloud.dataproc.v1.SubmitJobRequest;
import dev.drover.gcp.fake.DataprocMachine;
import dev.drover.gcp.fake.FakeClusters;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.FakeJobs;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.gcp.fake.JobClusters;
import dev.drover.testkit.spark.FastClock;
import dev.drover.testkit.spark.SparkMachine;
import io.grpc.BindableService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Dataproc and Cloud Storage. Clusters come up and go five times as fast as Dataproc's. */
final class DataprocCloud implements TestCloud {
    private static final int FAST = 5;

    private final FakeGcs storage = new FakeGcs("acme-mobility", "dataproc-staging", "dataproc-temp");
    private final FakeClusters clusters;
    private final FakeJobs jobs;
    private final FakeRpc server;

    /**
     * A Dataproc with nothing in it.
     *
     * @param folder for the machine's files
     * @param programs puts more programs on the machine
     */
    DataprocCloud(Path folder, Consumer<SparkMachine> programs) {
        SparkMachine machine = DataprocMachine.at(folder, storage.endpoint());
        programs.accept(machine);
        FastClock clock = new FastClock(FAST);
        clusters = new FakeClusters(clock, machine, storage);
        jobs = new FakeJobs(clock, this::home, Optional.of(machine), storage);
        BindableService[] all = Arrays.copyOf(clusters.services(), clusters.services().length + 1);
        all[all.length - 1] = jobs;
        server = new FakeRpc(all);
    }

    private Optional<JobClusters.Home> home(String name) {
        return clusters.cluster(name)
                .map(found -> new JobClusters.Home(
                        found.getStatus().getState(),
                        found.getClusterUuid(),
                        found.getConfig().getConfigBucket()));
    }

    @Override
    public Map<String, String> environment() {
        return Map.ofEntries(
                TestCloud.at("DATAPROC_ENDPOINT", server.endpoint()), TestCloud.at("GCS_ENDPOINT", storage.endpoint()));
    }

    @Override
    public Map<String, Integer> calls() {
        return server.calls();
    }

    @Override
    public List<Asked> asked() {
        List<Asked> all = new ArrayList<>();
        if (server.calls("CreateCluster") > 0) {
            all.add(new Asked("CreateCluster", made(clusters.lastCreate())));
        }
        jobs.submitted().forEach(request -> all.add(new Asked("SubmitJob", submitted(request))));
        return all;
    }

    private static String made(CreateClusterRequest request) {
        Cluster cluster = request.getCluster();
        String actions = cluster.getConfig().getInitializationActionsList().stream()
                .map(action -> "initialization action " + action.getExecutableFile())
                .collect(Collectors.joining("; "));
        return cluster.getConfig().getSoftwareConfig().getImageVersion() + "; " + actions + "; ends after "
                + cluster.getConfig().getLifecycleConfig().getIdleDeleteTtl().getSeconds() + " s idle";
    }

    private static String submitted(SubmitJobRequest request) {
        return request.getJob().getTypeJobCase() + " "
                + String.join("; ", request.getJob().getPigJob().getQueryList().getQueriesList());
    }

    /** How many clusters are there. */
    int livingClusters() {
        return clusters.clusters().size();
    }

    /** The text of an object. */
    String text(String name) {
        return new String(storage.bytes("acme-mobility", name), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
        jobs.close();
        storage.close();
    }
}
