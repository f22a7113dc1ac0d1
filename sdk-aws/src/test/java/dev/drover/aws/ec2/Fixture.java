package dev.drover.aws.ec2;

import dev.drover.ClusterHandle;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Secret;
import dev.drover.aws.fake.FakeAws;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** An EC2 with two zones, and Drovers that make clusters there. */
final class Fixture implements AutoCloseable {
    static final String HERE = "ec2-spark://test";
    static final String IMAGE = "ami-0123456789abcdef0";
    static final String CLUSTER_KEY = "the-secret-of-all-clusters-of-this-test";
    static final Map<String, String> ZONES = Map.of("subnet-0000000a", "eu-west-1a", "subnet-0000000b", "eu-west-1b");

    final PretendedSpark spark = new PretendedSpark();
    final FakeEc2 ec2;
    final FakeAws aws;

    Fixture() {
        ec2 = new FakeEc2(spark);
        aws = new FakeAws(ec2);
    }

    Fixture(FakeEc2.Boot boot) {
        ec2 = new FakeEc2(boot);
        aws = new FakeAws(ec2);
    }

    static Ec2SparkOptions.Builder options() {
        return Ec2SparkOptions.builder()
                .image(IMAGE)
                .sparkTarball(URI.create("https://example.com/spark-4.2.0-bin-hadoop3.tgz"))
                .subnets("subnet-0000000a", "subnet-0000000b")
                .allow("10.0.0.0/16")
                .clusterKey(Secret.of(CLUSTER_KEY));
    }

    Drover drover() {
        return drover(options());
    }

    Drover drover(Ec2SparkOptions.Builder options) {
        return builder(options).build();
    }

    Drover.Builder builder(Ec2SparkOptions.Builder options) {
        return Drover.builder()
                .configure(HERE, options.build())
                .configure(HERE, aws.options())
                .operationTimeout(Duration.ofSeconds(10));
    }

    static ClusterSpec.Builder workers(int count) {
        return ClusterSpec.builder().workers(count, Resources.of(2, 2048));
    }

    static ClusterHandle create(Drover drover, ClusterSpec.Builder spec, RequestKey key) {
        return drover.clusters(HERE).create(spec.build(), key);
    }

    @Override
    public void close() {
        ec2.close();
        aws.close();
    }
}
