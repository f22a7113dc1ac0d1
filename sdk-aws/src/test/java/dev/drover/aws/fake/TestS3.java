package dev.drover.aws.fake;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** A real S3 server that nobody here wrote, in this JVM and on the loopback; what it stores is gone with it. */
public final class TestS3 implements AutoCloseable {
    private final TransientNio2BlobStore store = new TransientNio2BlobStore();
    private final S3Proxy server;

    public TestS3(String... buckets) {
        try {
            for (String bucket : buckets) {
                store.createContainer(bucket);
            }
            server = S3Proxy.builder()
                    .blobStore(store)
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.NONE, "", "")
                    // It knows no session tokens.
                    .ignoreUnknownHeaders(true)
                    .build();
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        store.close();
    }
}
