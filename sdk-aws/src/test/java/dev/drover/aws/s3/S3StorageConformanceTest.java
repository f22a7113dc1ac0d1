package dev.drover.aws.s3;

import dev.drover.Drover;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.fake.TestS3;
import dev.drover.testkit.StorageConformance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The contract of storage, on a real S3 server. */
@TestInstance(Lifecycle.PER_CLASS)
class S3StorageConformanceTest extends StorageConformance {
    private final TestS3 server = new TestS3("bucket");
    private final Drover drover = Drover.builder()
            .configure(
                    "s3://",
                    AwsOptions.builder()
                            .region("eu-west-1")
                            .endpoint(server.endpoint())
                            .build())
            .build();

    @Override
    protected Storage storage() {
        return drover.storage(root());
    }

    @Override
    protected StorageUri root() {
        return StorageUri.parse("s3://bucket/conformance/");
    }

    @AfterAll
    void close() {
        drover.close();
        server.close();
    }
}
