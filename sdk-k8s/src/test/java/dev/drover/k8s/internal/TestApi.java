package dev.drover.k8s.internal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/** A server on the loopback that answers as a test tells it, and remembers what it was asked. */
final class TestApi implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-api");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Script script = exchange -> exchange.answer(200, "{}");

    /** What a test does with a request. */
    @FunctionalInterface
    interface Script {
        void serve(Exchange exchange) throws Exception;
    }

    /**
     * A request as it came.
     *
     * @param client the subject of the client's certificate; empty if it showed none
     * @param port of the client's end of the connection
     */
    record Asked(
            String method,
            String path,
            String query,
            Map<String, List<String>> headers,
            String body,
            String client,
            int port) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    /** A request to be answered. */
    record Exchange(HttpExchange native_, Asked asked) {
        void answer(int status, String body, String... header) throws IOException {
            native_.getResponseHeaders().set("Content-Type", body.startsWith("{") ? "application/json" : "text/plain");
            for (int i = 0; i < header.length; i += 2) {
                native_.getResponseHeaders().set(header[i], header[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            native_.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            native_.getResponseBody().write(bytes);
            native_.close();
        }

        /** An answer without an end that is known. */
        OutputStream stream() throws IOException {
            native_.sendResponseHeaders(200, 0);
            native_.getResponseBody().flush();
            return native_.getResponseBody();
        }

        /** Ends the connection without an answer. */
        void drop() {
            native_.close();
        }
    }

    private TestApi(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    static TestApi plain() throws IOException {
        return new TestApi(HttpServer.create(loopback(), 0));
    }

    static TestApi secure(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
                ssl.setWantClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        return new TestApi(server);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        Asked request = new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                Map.copyOf(exchange.getRequestHeaders()),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                client(exchange),
                exchange.getRemoteAddress().getPort());
        asked.add(request);
        try {
            script.serve(new Exchange(exchange, request));
        } catch (Exception e) {
            exchange.close();
        }
    }

    private static String client(HttpExchange exchange) {
        try {
            return exchange instanceof HttpsExchange secure
                    ? secure.getSSLSession().getPeerPrincipal().getName()
                    : "";
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }

    void serve(Script next) {
        script = next;
    }

    /** Everything so far, in order. */
    List<Asked> asked() {
        return asked;
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI https() {
        return URI.create("https://127.0.0.1:" + port());
    }

    URI http() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
