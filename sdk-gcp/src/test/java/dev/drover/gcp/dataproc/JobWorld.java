package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.ClusterStatus;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.StorageUri;
import dev.drover.gcp.fake.DataprocMachine;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.FakeJobs;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.gcp.fake.JobClusters;
import dev.drover.gcp.gcs.GcsProviderFactory;
import dev.drover.testkit.spark.SparkMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Dataproc's jobs on a cluster that somebody else has made, and a Cloud Storage. */
final class JobWorld implements AutoCloseable {
    static final String HERE = "dataproc://acme-data/europe-west1";
    static final ClusterId ETL = ClusterId.parse(HERE + "/etl");
    static final StorageUri CODE = StorageUri.parse("gs://code/");
    static final StorageUri STAGING = StorageUri.parse("gs://staging/drover/");
    static final String OUTPUT = "dataproc-staging";

    final FakeGcs gcs = new FakeGcs("code", "staging", OUTPUT);
    final Map<String, ClusterStatus.State> clusters = new ConcurrentHashMap<>();
    final FakeJobs jobs;
    final FakeRpc rpc;
    private final DroverClock clock;
    private final Optional<Path> folder;

    private JobWorld(DroverClock clock, Optional<Path> folder) {
        this.clock = clock;
        this.folder = folder;
        clusters.put("etl", ClusterStatus.State.RUNNING);
        jobs = new FakeJobs(
                clock,
                name -> Optional.ofNullable(clusters.get(name))
                        .map(state -> new JobClusters.Home(state, "uuid-of-" + name, OUTPUT)),
                folder.<SparkMachine>map(temp -> DataprocMachine.at(temp, gcs.endpoint())),
                gcs);
        rpc = new FakeRpc(jobs);
    }

    /** Drivers are real processes. */
    static JobWorld running(DroverClock clock) {
        try {
            return new JobWorld(clock, Optional.of(Files.createTempDirectory("dataproc")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jobs stand where the test puts them. */
    static JobWorld idle(DroverClock clock) {
        return new JobWorld(clock, Optional.empty());
    }

    Drover.Builder builder(UnaryOperator<DataprocOptions.Builder> options) {
        return Drover.builder()
                .factories(List.of(new DataprocProviderFactory(), new GcsProviderFactory()))
                .clock(clock)
                .configure("dataproc://", rpc.options())
                .configure(HERE, options.apply(DataprocOptions.builder()).build())
                .configure("gs://", gcs.options());
    }

    @Override
    public void close() {
        jobs.close();
        rpc.close();
        gcs.close();
        folder.ifPresent(JobWorld::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
