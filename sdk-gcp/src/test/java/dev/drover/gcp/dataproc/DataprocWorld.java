package dev.drover.gcp.dataproc;

import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.StorageUri;
import dev.drover.gcp.fake.DataprocMachine;
import dev.drover.gcp.fake.FakeClusters;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.testkit.spark.SparkMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A Dataproc and a Cloud Storage for tests, with nothing in them. */
final class DataprocWorld implements AutoCloseable {
    static final String HERE = "dataproc://acme/europe-west1";
    static final StorageUri STAGING = StorageUri.parse("gs://staging/drover/");

    final FakeGcs gcs = new FakeGcs("code", "staging", "dataproc-staging", "dataproc-temp");
    final FakeClusters clusters;
    final FakeRpc rpc;
    private final Optional<Path> folder;
    private final Optional<SparkMachine> machine;

    private DataprocWorld(InstantSource clock, Optional<Path> folder) {
        this.folder = folder;
        machine = folder.map(temp -> DataprocMachine.at(temp, gcs.endpoint()));
        clusters = machine.map(real -> new FakeClusters(clock, real, gcs)).orElseGet(() -> new FakeClusters(clock));
        rpc = new FakeRpc(clusters.services());
    }

    /** Initialization actions do nothing. */
    static DataprocWorld idle(InstantSource clock) {
        return new DataprocWorld(clock, Optional.empty());
    }

    /** Initialization actions run as real processes. */
    static DataprocWorld running(InstantSource clock) {
        try {
            return new DataprocWorld(clock, Optional.of(Files.createTempDirectory("dataproc")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Drover.Builder builder(DroverClock clock, UnaryOperator<DataprocOptions.Builder> options) {
        return Drover.builder()
                .clock(clock)
                .configure("dataproc://", rpc.options())
                .configure(HERE, options.apply(DataprocOptions.builder()).build())
                .configure("gs://", gcs.options());
    }

    @Override
    public void close() {
        rpc.close();
        machine.ifPresent(SparkMachine::close);
        gcs.close();
        folder.ifPresent(DataprocWorld::delete);
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
