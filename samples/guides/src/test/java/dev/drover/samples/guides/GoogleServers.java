package dev.drover.samples.guides;

import com.google.cloud.dataproc.v1.ClusterStatus;
import dev.drover.Drover;
import dev.drover.gcp.fake.DataprocMachine;
import dev.drover.gcp.fake.FakeBatchOperations;
import dev.drover.gcp.fake.FakeBatches;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.FakeJobs;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.gcp.fake.JobClusters;
import dev.drover.testkit.spark.FastClock;
import dev.drover.testkit.spark.SparkMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Stands for Google Cloud with what the guides name in it. Its time goes fast; its jobs are real processes. */
final class GoogleServers implements AutoCloseable {
    private static final int FAST = 20;

    private final FastClock clock = new FastClock(FAST);
    private final FakeGcs storage = new FakeGcs("acme-code", "acme-drover", FakeBatches.BUCKET);
    private final SparkMachine machine;
    final FakeJobs jobs;
    final FakeBatches batches;
    private final FakeRpc server;

    GoogleServers(Path folder) {
        machine = DataprocMachine.at(folder, storage.endpoint());
        jobs = new FakeJobs(clock, GoogleServers::home, Optional.of(machine), storage);
        batches = new FakeBatches(Optional.of(machine), storage);
        server = new FakeRpc(jobs, batches, new FakeBatchOperations(batches));
    }

    private static Optional<JobClusters.Home> home(String cluster) {
        return Optional.of(cluster)
                .filter("shared"::equals)
                .map(name -> new JobClusters.Home(ClusterStatus.State.RUNNING, "uuid-of-" + name, FakeBatches.BUCKET));
    }

    Drover.Builder builder() {
        return Drover.builder()
                .clock(clock)
                .operationTimeout(Duration.ofHours(1))
                .configure("dataproc://", server.options())
                .configure("dataproc-serverless://", server.options())
                .configure("gs://", storage.options());
    }

    @Override
    public void close() {
        jobs.close();
        machine.close();
        server.close();
        storage.close();
    }
}
