package dev.drover.aws.s3;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverListener;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.fake.S3Front;
import dev.drover.aws.fake.TestS3;
import dev.drover.testkit.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** A bucket on a real S3 server behind a front that lets things go wrong, under a clock that does not wait. */
final class S3World implements AutoCloseable {
    static final int MIB = 1 << 20;

    private final TestS3 server = new TestS3("bucket");
    final S3Front front = new S3Front(server.endpoint());
    final ManualClock clock = ManualClock.auto();
    final List<String> progress = new CopyOnWriteArrayList<>();
    final Drover drover;
    final Storage storage;
    /** The same bucket past the front. */
    final Storage behind;

    private final Drover direct;
    private final S3Client client = S3Client.builder()
            .region(software.amazon.awssdk.regions.Region.EU_WEST_1)
            .endpointOverride(server.endpoint())
            .forcePathStyle(true)
            .build();

    S3World(S3Options options) {
        drover = drover(options);
        storage = drover.storage(StorageUri.parse("s3://bucket/"));
        direct = Drover.builder().configure("s3://", options(server.endpoint())).build();
        behind = direct.storage(StorageUri.parse("s3://bucket/"));
    }

    /** Another one at the front. */
    Drover drover(S3Options options) {
        return Drover.builder()
                .clock(clock)
                .configure("s3://", options(front.endpoint()))
                .configure("s3://", options)
                .listener(new DroverListener() {
                    @Override
                    public void progressed(Progress told) {
                        progress.add(told.message());
                    }
                })
                .build();
    }

    static AwsOptions options(java.net.URI endpoint) {
        return AwsOptions.builder().region("eu-west-1").endpoint(endpoint).build();
    }

    static StorageUri uri(String path) {
        return StorageUri.parse("s3://bucket/" + path);
    }

    static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    byte[] stored(StorageUri uri) {
        return read(behind.get(uri));
    }

    static byte[] read(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Uploads that were neither completed nor given up. */
    List<String> uploads() {
        return client.listMultipartUploads(r -> r.bucket("bucket")).uploads().stream()
                .map(MultipartUpload::key)
                .toList();
    }

    static Content content(long length, InputStream stream) {
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public InputStream open() {
                return stream;
            }
        };
    }

    @Override
    public void close() {
        drover.close();
        direct.close();
        client.close();
        front.close();
        server.close();
    }
}
