package dev.drover.k8s.internal;

import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.k8s.KubeOptions;
import dev.drover.spi.ProviderContext;
import java.time.Duration;
import java.time.InstantSource;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * One way to the API server of one cluster, kept for as long as the location is used: its connections serve all calls and
 * watches. Opens nothing until the first call. Safe for use by many threads.
 */
public final class KubeConnection implements AutoCloseable {
    private final KubeOptions options;
    private final Access access;
    private final Tls tls;
    private final ConnectionPool connections = HttpClients.connections();
    private final UnderWay underWay = new UnderWay(connections);
    private final OkHttpClient http;
    private final HttpUrl base;

    private KubeConnection(KubeOptions options, Access access) {
        this.options = options;
        this.access = access;
        tls = Tls.of(access);
        http = HttpClients.of(options, access, tls, connections, underWay);
        base = HttpUrl.get(access.server().toString().replaceAll("/+$", ""));
    }

    /**
     * The way to a location, which is the name of a context in the kubeconfig file unless its options say otherwise.
     *
     * @throws DroverException INVALID_ARGUMENT if the options or the kubeconfig file do not tell the whole way
     */
    public static KubeConnection open(Location where, ProviderContext context) {
        return open(
                context.options(KubeOptions.class).orElseGet(KubeOptions::standard),
                where.authority(),
                Surroundings.ofThisProcess(),
                context.clock());
    }

    static KubeConnection open(KubeOptions options, String location, Surroundings around, InstantSource clock) {
        return new KubeConnection(options, Access.of(options, location, around, clock));
    }

    public KubeOptions options() {
        return options;
    }

    /** How the server is asked. */
    public KubeCalls calls() {
        return new KubeCalls(this, endpoint(), options.requestTimeout());
    }

    /** Asks once; and once more with other credentials, if there are some, after a server that has refused the first. */
    <T> T send(KubeRequest<T> request, Duration left) throws Exception {
        long end = System.nanoTime() + left.toNanos();
        Credential first = access.login().credential(left);
        try {
            return send(request, first, until(end));
        } catch (KubeException e) {
            if (e.is(401)) {
                Credential other = access.login().instead(first, until(end));
                if (!other.equals(first)) {
                    return send(request, other, until(end));
                }
            }
            throw e;
        }
    }

    /**
     * Opens a WebSocket, with the credentials that hold now. The listener is told whether that has worked.
     *
     * @param protocol that is spoken on it
     */
    WebSocket open(KubeRequest<?> request, String protocol, WebSocketListener listener, Duration left)
            throws Exception {
        Credential credential = access.login().credential(left);
        if (tls.show(credential.key())) {
            connections.evictAll();
        }
        Request upgrade = built(request, credential, new Sending())
                .newBuilder()
                .header("Sec-WebSocket-Protocol", protocol)
                .build();
        return http.newWebSocket(upgrade, listener);
    }

    String endpoint() {
        return access.server().getAuthority();
    }

    private static Duration until(long end) {
        return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    }

    private <T> T send(KubeRequest<T> request, Credential credential, Duration left) throws Exception {
        if (tls.show(credential.key())) {
            connections.evictAll();
        }
        Sending sending = new Sending();
        return Exchange.run(request, http.newCall(built(request, credential, sending)), sending, left);
    }

    private Request built(KubeRequest<?> request, Credential credential, Sending sending) {
        HttpUrl.Builder url =
                base.newBuilder().addEncodedPathSegments(request.path().substring(1));
        request.query().forEach(url::addQueryParameter);
        Request.Builder built = new Request.Builder()
                .url(url.build())
                .header("Accept", "application/json")
                .header("User-Agent", "drover");
        if (!request.method().equals("GET")) {
            built.method(request.method(), RequestBody.create(request.body(), MediaType.get(request.contentType())));
        }
        credential.token().ifPresent(token -> built.header("Authorization", "Bearer " + token));
        access.user().ifPresent(user -> built.header("Impersonate-User", user));
        access.groups().forEach(group -> built.addHeader("Impersonate-Group", group));
        return built.tag(Sending.class, sending).build();
    }

    /** Ends what is under way: calls, watches and logs fail as if the connection had broken. */
    @Override
    public void close() {
        http.dispatcher().executorService().shutdown();
        underWay.end();
        connections.evictAll();
    }
}
