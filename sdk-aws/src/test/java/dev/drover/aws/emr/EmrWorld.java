package dev.drover.aws.emr;

import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.fake.AwsMachine;
import dev.drover.aws.fake.FakeAws;
import dev.drover.aws.fake.FakeEmr;
import dev.drover.aws.fake.FakeService;
import dev.drover.aws.fake.SparkSteps;
import dev.drover.aws.fake.StepMachine;
import dev.drover.aws.fake.TestS3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An EMR and an S3 for tests, with nothing in them. */
final class EmrWorld implements AutoCloseable {
    static final String HERE = "emr://eu-west-1";
    static final StorageUri CODE = StorageUri.parse("s3://code/");
    static final StorageUri STAGING = StorageUri.parse("s3://staging/drover/");
    static final StorageUri LOGS = StorageUri.parse("s3://logs/emr/");

    final TestS3 s3 = new TestS3("code", "staging", "logs");
    final FakeEmr emr;
    final FakeAws aws;
    private final Optional<Path> folder;

    private EmrWorld(Optional<Path> folder, InstantSource clock, FakeService... more) {
        this.folder = folder;
        StepMachine machine = folder.<StepMachine>map(
                        temp -> new SparkSteps(AwsMachine.at(temp, s3.endpoint()), s3.endpoint()))
                .orElseGet(StepMachine::idle);
        emr = new FakeEmr(machine, clock);
        aws = new FakeAws(Stream.concat(Stream.of(emr), Stream.of(more)).toArray(FakeService[]::new));
    }

    /** Steps run as real processes. */
    static EmrWorld running(FakeService... more) {
        try {
            return new EmrWorld(Optional.of(Files.createTempDirectory("emr")), InstantSource.system(), more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Steps run until the test ends them. */
    static EmrWorld idle(InstantSource clock, FakeService... more) {
        return new EmrWorld(Optional.empty(), clock, more);
    }

    Drover.Builder builder(DroverClock clock, UnaryOperator<EmrOptions.Builder> options) {
        return Drover.builder()
                .clock(clock)
                .configure("emr://", aws.options())
                .configure(HERE, options.apply(EmrOptions.builder()).build())
                .configure(
                        "s3://",
                        AwsOptions.builder()
                                .region("eu-west-1")
                                .endpoint(s3.endpoint())
                                .build());
    }

    /** Takes away what is stored. */
    void empty() {
        try (Drover drover = builder(DroverClock.system(), options -> options).build()) {
            for (StorageUri bucket : List.of(CODE, STAGING, LOGS)) {
                Storage storage = drover.storage(bucket);
                try (Stream<StoredObject> objects = storage.list(new StorageUri("s3", bucket.authority(), ""))) {
                    objects.map(StoredObject::uri).toList().forEach(storage::delete);
                }
            }
        }
    }

    @Override
    public void close() {
        emr.close();
        aws.close();
        s3.close();
        folder.ifPresent(EmrWorld::delete);
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
