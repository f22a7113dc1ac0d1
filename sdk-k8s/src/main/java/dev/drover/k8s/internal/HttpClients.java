package dev.drover.k8s.internal;

import dev.drover.Secret;
import dev.drover.k8s.KubeOptions;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The HTTP client under all requests to one API server. It repeats nothing, and its threads keep no JVM alive. */
final class HttpClients {
    /** Before a load balancer closes an idle connection, on which a request would be lost. */
    private static final Duration IDLE = Duration.ofSeconds(20);
    /** How long a dead connection that carries a watch goes unnoticed, where the server speaks HTTP/2. */
    private static final Duration PING = Duration.ofSeconds(15);
    /** So many that only Drover's own limits count. */
    private static final int REQUESTS = 10_000;

    private static final int CONNECTIONS = 64;
    private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

    private HttpClients() {}

    static ConnectionPool connections() {
        return new ConnectionPool(CONNECTIONS, IDLE.toMillis(), TimeUnit.MILLISECONDS);
    }

    static OkHttpClient of(KubeOptions options, Access access, Tls tls, ConnectionPool connections, UnderWay underWay) {
        OkHttpClient.Builder http = new OkHttpClient.Builder()
                .connectTimeout(options.connectTimeout())
                // Each call is left when its time is over; a watch may be silent for long.
                .readTimeout(Duration.ZERO)
                .pingInterval(PING)
                .connectionPool(connections)
                .dispatcher(dispatcher())
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .sslSocketFactory(tls.context().getSocketFactory(), tls.trust())
                .addNetworkInterceptor(new RetryAfter())
                .eventListener(underWay);
        proxy(http, options, access);
        access.serverName().ifPresent(name -> {
            HostnameVerifier usual = new OkHttpClient().hostnameVerifier();
            http.hostnameVerifier((host, session) -> usual.verify(name, session));
        });
        return http.build();
    }

    private static Dispatcher dispatcher() {
        Dispatcher dispatcher = new Dispatcher(
                new ThreadPoolExecutor(0, REQUESTS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "drover-k8s");
                    thread.setDaemon(true);
                    return thread;
                }));
        dispatcher.setMaxRequests(REQUESTS);
        dispatcher.setMaxRequestsPerHost(REQUESTS);
        return dispatcher;
    }

    private static void proxy(OkHttpClient.Builder http, KubeOptions options, Access access) {
        Optional<URI> address = options.proxy().isPresent() ? options.proxy() : access.proxy();
        if (address.isEmpty()) {
            return;
        }
        URI proxy = address.get();
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        http.proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
        login(options, proxy).ifPresent(http::proxyAuthenticator);
    }

    private static Optional<Authenticator> login(KubeOptions options, URI proxy) {
        if (options.proxyUser().isPresent()) {
            return Optional.of(
                    login(options.proxyUser().get(), options.proxyPassword().orElseGet(() -> Secret.of(""))));
        }
        String[] inAddress = Optional.ofNullable(proxy.getUserInfo()).orElse("").split(":", 2);
        return inAddress[0].isEmpty()
                ? Optional.empty()
                : Optional.of(login(inAddress[0], Secret.of(inAddress.length > 1 ? inAddress[1] : "")));
    }

    /** A proxy that has refused them once is not asked again. */
    private static Authenticator login(String user, Secret password) {
        return (route, response) -> response.request().header(PROXY_AUTHORIZATION) != null
                ? null
                : response.request()
                        .newBuilder()
                        .header(PROXY_AUTHORIZATION, Credentials.basic(user, password.reveal()))
                        .build();
    }
}
