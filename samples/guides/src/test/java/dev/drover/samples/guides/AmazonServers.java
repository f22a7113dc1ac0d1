package dev.drover.samples.guides;

import dev.drover.Drover;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.fake.AwsMachine;
import dev.drover.aws.fake.FakeAws;
import dev.drover.aws.fake.FakeEmr;
import dev.drover.aws.fake.FakeEmrContainers;
import dev.drover.aws.fake.FakeEmrServerless;
import dev.drover.aws.fake.SparkSteps;
import dev.drover.aws.fake.TestS3;
import dev.drover.testkit.spark.FastClock;
import dev.drover.testkit.spark.SparkMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Stands for AWS with what the guides name in it. Its time goes fast; its jobs are real processes. */
final class AmazonServers implements AutoCloseable {
    private static final int FAST = 20;

    private final FastClock clock = new FastClock(FAST);
    private final TestS3 s3 = new TestS3("acme-code", "acme-drover", "acme-logs");
    private final SparkMachine machine;
    final FakeEmr emr;
    final FakeEmrServerless serverless;
    final FakeEmrContainers containers;
    private final FakeAws aws;

    AmazonServers(Path folder) {
        machine = AwsMachine.at(folder, s3.endpoint());
        emr = new FakeEmr(new SparkSteps(machine, s3.endpoint()), clock);
        emr.readyClusterAt("j-3KLM4NOPQRST5");
        serverless = new FakeEmrServerless(Optional.of(machine), s3.endpoint());
        serverless.addApplication("00fkht2eodujab09", "STARTED");
        containers = new FakeEmrContainers(Optional.of(machine), s3.endpoint());
        containers.addCluster("0b1c2d3e4f5g6h7i8j9k0l1m2");
        aws = new FakeAws(emr, serverless, containers);
    }

    Drover.Builder builder() {
        return Drover.builder()
                .clock(clock)
                .operationTimeout(Duration.ofHours(1))
                .configure("emr://", aws.options())
                .configure("emr-serverless://", aws.options())
                .configure("emr-eks://", aws.options())
                .configure("s3://", storage());
    }

    /** The way to its S3 alone. */
    AwsOptions storage() {
        return AwsOptions.builder().region("eu-west-1").endpoint(s3.endpoint()).build();
    }

    @Override
    public void close() {
        emr.close();
        machine.close();
        aws.close();
        s3.close();
    }
}
