package dev.drover.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** A Spark master over HTTP that counts what it is asked; its drivers run for a fixed time and do nothing. */
final class CountedMaster implements AutoCloseable {
    private final Duration runs;
    private final Map<String, Instant> accepted = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    CountedMaster(Duration runs) throws IOException {
        this.runs = runs;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.setExecutor(threads);
        server.createContext("/v1/submissions/create", exchange -> answer(exchange, "submit", created()));
        server.createContext("/json/", exchange -> answer(exchange, "look", state()));
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How often it was asked what. */
    Map<String, Long> calls() {
        Map<String, Long> counted = new TreeMap<>();
        calls.forEach((name, count) -> counted.put(name, count.sum()));
        return counted;
    }

    private void answer(HttpExchange exchange, String name, String json) throws IOException {
        calls.computeIfAbsent(name, unused -> new LongAdder()).increment();
        exchange.getRequestBody().readAllBytes();
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json;charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String created() {
        String id = String.format("driver-20261121093528-%04d", made.getAndIncrement());
        accepted.put(id, Instant.now());
        return "{\"action\":\"CreateSubmissionResponse\",\"serverSparkVersion\":\"4.2.0\",\"success\":true,\"submissionId\":\""
                + id + "\"}";
    }

    private String state() {
        Instant now = Instant.now();
        return "{\"url\":\"spark://127.0.0.1:7077\",\"status\":\"ALIVE\",\"activeapps\":[],\"workers\":[{\"id\":\"w\","
                + "\"host\":\"127.0.0.1\",\"port\":7078,\"webuiaddress\":\"" + uri()
                + "\",\"cores\":1000,\"coresused\":0,"
                + "\"memory\":4096000,\"memoryused\":0,\"state\":\"ALIVE\"}],\"activedrivers\":["
                + drivers("RUNNING", false, now) + "],\"completeddrivers\":[" + drivers("FINISHED", true, now) + "]}";
    }

    private String drivers(String state, boolean over, Instant now) {
        return accepted.entrySet().stream()
                .filter(driver -> driver.getValue().plus(runs).isBefore(now) == over)
                .map(driver -> "{\"id\":\"" + driver.getKey() + "\",\"starttime\":\""
                        + driver.getValue().toEpochMilli() + "\",\"state\":\"" + state
                        + "\",\"cores\":1,\"memory\":1024,\"worker\":\"w\",\"mainclass\":\"com.acme.Etl\"}")
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
