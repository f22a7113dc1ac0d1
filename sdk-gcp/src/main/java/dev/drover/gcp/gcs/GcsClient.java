package dev.drover.gcp.gcs;

import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.drover.gcp.internal.GcpConnection;
import java.net.URI;

/**
 * Google's client, and beside it the requests that carry data piece by piece, since Google's makes those only many at a
 * time and repeats them by itself.
 *
 * @param objects makes one request for each call, and repeats none
 */
record GcsClient(Storage objects, MediaRequests media) implements AutoCloseable {
    /** Without a project the client would look for one, over the network. No request of ours names it. */
    private static final String NO_PROJECT = "none";

    static GcsClient of(GcpConnection connection, String server) {
        HttpTransportOptions http = connection.http(URI.create(server));
        StorageOptions options = StorageOptions.http()
                .setProjectId(connection.options().project().orElse(NO_PROJECT))
                .setHost(server)
                .setCredentials(connection.credentials())
                .setTransportOptions(http)
                .setRetrySettings(ServiceOptions.getNoRetrySettings())
                .build();
        return new GcsClient(
                options.getService(),
                new MediaRequests(
                        connection.transport().createRequestFactory(http.getHttpRequestInitializer(options)), server));
    }

    @Override
    public void close() {
        try {
            objects.close();
        } catch (Exception e) {
            throw new IllegalStateException("The client of Cloud Storage cannot be closed", e);
        }
    }
}
