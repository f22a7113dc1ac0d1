package dev.drover.aws.emreks;

import dev.drover.Drover;
import dev.drover.StorageUri;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.fake.AwsMachine;
import dev.drover.aws.fake.FakeAws;
import dev.drover.aws.fake.FakeEmrContainers;
import dev.drover.aws.fake.TestS3;
import dev.drover.testkit.spark.SparkMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fake EMR on EKS beside a real S3 server. */
final class EksWorld implements AutoCloseable {
    static final String LOCATION = "emr-eks://eu-west-1";
    static final String ROLE = "arn:aws:iam::123456789012:role/jobs";

    final TestS3 s3 = new TestS3("bucket");
    final Optional<SparkMachine> machine;
    final FakeEmrContainers service;
    final FakeAws aws;
    private final List<Drover> opened = new ArrayList<>();

    private EksWorld(Optional<Path> folder) {
        machine = folder.map(path -> AwsMachine.at(path, s3.endpoint()));
        service = new FakeEmrContainers(machine, s3.endpoint());
        aws = new FakeAws(service);
    }

    /** Runs are real processes. */
    static EksWorld running(Path folder) {
        return new EksWorld(Optional.of(folder));
    }

    /** Runs stand where a test puts them. */
    static EksWorld still() {
        return new EksWorld(Optional.empty());
    }

    /** One that is closed with this. */
    Drover open() {
        Drover drover = drover().build();
        opened.add(drover);
        return drover;
    }

    Drover.Builder drover() {
        return drover(EmrEksOptions.builder()
                .executionRole(ROLE)
                .release("emr-7.9.0-latest")
                .staging(StorageUri.parse("s3://bucket/staging"))
                .eksCluster("analytics")
                .namespace("jobs")
                .logs(StorageUri.parse("s3://bucket/logs"))
                .build());
    }

    Drover.Builder drover(EmrEksOptions options) {
        return Drover.builder()
                .configure(LOCATION, aws.options())
                .configure(LOCATION, options)
                .configure(
                        "s3://",
                        AwsOptions.builder()
                                .region("eu-west-1")
                                .endpoint(s3.endpoint())
                                .build());
    }

    @Override
    public void close() {
        opened.forEach(Drover::close);
        machine.ifPresent(SparkMachine::close);
        aws.close();
        s3.close();
    }
}
