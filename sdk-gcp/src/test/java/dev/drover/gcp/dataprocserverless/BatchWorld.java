package dev.drover.gcp.dataprocserverless;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.StorageUri;
import dev.drover.gcp.fake.FakeBatchOperations;
import dev.drover.gcp.fake.FakeBatches;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.testkit.spark.SparkMachine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A fake Dataproc Serverless beside a fake Cloud Storage. */
final class BatchWorld implements AutoCloseable {
    static final String LOCATION = "dataproc-serverless://acme-data";
    static final ClusterId REGION = ClusterId.parse(LOCATION + "/europe-west1");
    static final String PARENT = "projects/acme-data/locations/europe-west1";

    final FakeGcs gcs = new FakeGcs("bucket", FakeBatches.BUCKET);
    final Optional<SparkMachine> machine;
    final FakeBatches batches;
    final FakeRpc server;

    private BatchWorld(Optional<Path> folder) {
        machine = folder.map(path -> new SparkMachine(path, Map.of("gs", gcs.endpoint())));
        batches = new FakeBatches(machine, gcs);
        server = new FakeRpc(batches, new FakeBatchOperations(batches));
    }

    /** Batches are real processes. */
    static BatchWorld running(Path folder) {
        return new BatchWorld(Optional.of(folder));
    }

    /** Batches stand where a test puts them. */
    static BatchWorld still() {
        return new BatchWorld(Optional.empty());
    }

    Drover.Builder drover() {
        return drover(DataprocServerlessOptions.builder()
                .staging(StorageUri.parse("gs://bucket/staging"))
                .build());
    }

    Drover.Builder drover(DataprocServerlessOptions options) {
        return Drover.builder()
                .configure(LOCATION, server.options())
                .configure(LOCATION, options)
                .configure("gs://", gcs.options());
    }

    @Override
    public void close() {
        machine.ifPresent(SparkMachine::close);
        server.close();
        gcs.close();
    }
}
