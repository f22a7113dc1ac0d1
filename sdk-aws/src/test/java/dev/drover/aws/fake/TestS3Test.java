package dev.drover.aws.fake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class TestS3Test {
    @Test
    void works() {
        try (TestS3 s3 = new TestS3("code");
                S3Client client = S3Client.builder()
                        .region(Region.EU_WEST_1)
                        .endpointOverride(s3.endpoint())
                        .forcePathStyle(true)
                        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                        .build()) {
            client.putObject(r -> r.bucket("code").key("a"), RequestBody.fromString("hello"));
            assertThat(client.getObjectAsBytes(r -> r.bucket("code").key("a")).asUtf8String())
                    .isEqualTo("hello");
        }
    }
}
