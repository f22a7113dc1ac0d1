package dev.drover.gcp.internal;

import com.google.api.client.http.HttpTransport;
import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import dev.drover.gcp.GcpOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;

/**
 * One way to Google Cloud: credentials and connections, from which the clients of services are made. Opens nothing until
 * the first call. Safe for use by many threads.
 */
public final class GcpConnection implements AutoCloseable {
    private final GcpOptions options;
    private final boolean anonymous;
    private final CallTime time = new CallTime();
    private final HttpTransport transport;
    private final Credentials credentials;

    private GcpConnection(GcpOptions options, boolean anonymous) {
        this.options = options;
        this.anonymous = anonymous;
        this.transport = HttpTransports.of(options);
        this.credentials = anonymous ? NoCredentials.getInstance() : CredentialSources.of(options, () -> transport);
    }

    /**
     * A connection.
     *
     * @param anonymous whether no credentials are looked for
     */
    public static GcpConnection open(GcpOptions options, boolean anonymous) {
        return new GcpConnection(options, anonymous);
    }

    public GcpOptions options() {
        return options;
    }

    /** For clients of services, over HTTP and gRPC alike. */
    public Credentials credentials() {
        return credentials;
    }

    /** Under all clients that speak HTTP; closed with this connection. */
    public HttpTransport transport() {
        return transport;
    }

    /** How a client sends HTTP requests. */
    public HttpTransportOptions http() {
        return new HttpOptions(transport, time, options.connectTimeout(), options.requestTimeout());
    }

    /**
     * A service over gRPC; to be closed by the caller, before this connection.
     *
     * @param host who answers, unless {@link GcpOptions#endpoint} says otherwise
     */
    public Rpc rpc(String host) {
        URI server = options.endpoint().orElseGet(() -> URI.create("https://" + host));
        return new Rpc(
                server, GrpcChannels.of(options, server), anonymous ? Optional.empty() : Optional.of(credentials));
    }

    /**
     * How calls of a service are made.
     *
     * @param endpoint who answers, such as {@code storage.googleapis.com}
     * @param account whose budget of calls it uses; with the region where budgets are regional
     */
    public GcpCalls calls(String endpoint, String account) {
        return new GcpCalls(new Sending(time, this::renewals), endpoint, account, options.requestTimeout());
    }

    private long renewals() {
        return credentials instanceof DeferredCredentials deferred ? deferred.renewals() : 0;
    }

    @Override
    public void close() {
        try {
            transport.shutdown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
