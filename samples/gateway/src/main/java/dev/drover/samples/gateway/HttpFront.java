package dev.drover.samples.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JDK's HTTP server in front of a {@link Router}. Who comes while all threads and places are taken is turned away. */
final class HttpFront implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpFront.class);
    private static final int THREADS = 32;
    private static final int WAITING = 256;
    private static final int GRACE_SECONDS = 5;

    private final Router router;
    private final HttpServer server;
    private final ExecutorService executor;
    private final AtomicInteger underWay = new AtomicInteger();

    HttpFront(InetSocketAddress address, Router router) throws IOException {
        this.router = router;
        limit("sun.net.httpserver.maxReqTime", "120");
        limit("sun.net.httpserver.maxRspTime", "60");
        limit("sun.net.httpserver.maxReqHeaders", "50");
        // Whoever is refused before the body was read gets to see why.
        limit("sun.net.httpserver.drainAmount", String.valueOf(4 << 20));
        executor = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "gateway-http");
                    thread.setDaemon(true);
                    return thread;
                });
        server = HttpServer.create(address, 0);
        server.setExecutor(executor);
        server.createContext("/", this::serve);
        server.start();
    }

    /** What the server reads when it is first made; whoever starts the JVM may say something else. */
    private static void limit(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) {
        long begun = System.nanoTime();
        int status = 0;
        underWay.incrementAndGet();
        try (exchange) {
            Reply reply = answer(exchange);
            status = reply.status();
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            log.debug("A client went away: {}", e.getMessage());
        } finally {
            underWay.decrementAndGet();
            log.info(
                    "{} {} {} {} ms",
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    status,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        }
    }

    private Reply answer(HttpExchange exchange) throws IOException {
        try {
            return router.answer(new Router.Request(
                    exchange.getRequestMethod(),
                    path(exchange.getRequestURI().getRawPath()),
                    query(exchange.getRequestURI().getRawQuery()),
                    name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
                    exchange.getRequestBody()));
        } catch (RuntimeException e) {
            return Problems.reply(e);
        }
    }

    private static List<String> path(String raw) {
        return Arrays.stream(raw.substring(1).split("/", -1))
                .map(segment -> decoded(segment.replace("+", "%2B")))
                .toList();
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> all = new HashMap<>();
        if (raw != null) {
            for (String each : raw.split("&", -1)) {
                int equals = each.indexOf('=');
                String name = decoded(equals < 0 ? each : each.substring(0, equals));
                if (all.put(name, equals < 0 ? "" : decoded(each.substring(equals + 1))) != null) {
                    throw HttpProblem.badRequest("'" + name + "' is given twice.");
                }
            }
        }
        return all;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Takes no more requests, and lets those under way end for some seconds. */
    @Override
    public void close() {
        // Before Java 21 it would also wait for nobody.
        server.stop(underWay.get() == 0 ? 0 : GRACE_SECONDS);
        executor.shutdownNow();
    }
}
