package dev.drover.gcp.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.fake.GcsBuckets.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Cloud Storage on the wire, with state, and faults that are planned by the name of an operation. It listens on the
 * loopback only.
 */
public final class FakeGcs implements AutoCloseable {
    private final GcsService service;
    private final Faults<GcpFault> faults = new Faults<>();
    private final Map<String, List<Map<String, String>>> queries = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-gcs");
        thread.setDaemon(true);
        return thread;
    });

    static {
        // Else each answer waits for the acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    public FakeGcs(String... buckets) {
        this(1000, Integer.MAX_VALUE, buckets);
    }

    /** A server with small pages, which copies little at once. */
    public FakeGcs(int pageSize, int rewrittenAtOnce, String... buckets) {
        service = new GcsService(pageSize, rewrittenAtOnce, buckets);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Options that lead here. */
    public GcpOptions options() {
        return GcpOptions.builder().endpoint(endpoint()).anonymous().build();
    }

    /** From now on only requests with one of these are answered. */
    public void accept(String... accessTokens) {
        tokens.clear();
        tokens.addAll(List.of(accessTokens));
    }

    /** The next requests for an operation meet these faults, one each, in this order. */
    public void next(String operation, GcpFault... planned) {
        faults.plan(operation, List.of(planned));
    }

    /** How often each operation was asked for, faults included. */
    public Map<String, Integer> calls() {
        return faults.calls();
    }

    public int calls(String operation) {
        return faults.calls().getOrDefault(operation, 0);
    }

    /** What was asked with each request for an operation. */
    public List<Map<String, String>> queries(String operation) {
        return queries.getOrDefault(operation, List.of());
    }

    /** From now on it believes what arrives. */
    public void compareNothing() {
        service.compareNothing();
    }

    public void forgetUploads() {
        service.forgetSessions();
    }

    /** Faults that were planned and did not come to pass, by operation. */
    public Map<String, List<GcpFault>> unused() {
        return faults.unused();
    }

    /** Uploads that were begun and neither ended nor cancelled. */
    public long openUploads() {
        return service.openSessions();
    }

    public byte[] bytes(String bucket, String name) {
        return service.buckets().get(bucket, name, Optional.empty()).bytes();
    }

    public String storageClass(String bucket, String name) {
        return service.buckets().get(bucket, name, Optional.empty()).storageClass();
    }

    public List<String> names(String bucket) {
        return service.buckets().list(bucket, "", "").stream()
                .map(GcsBuckets.Stored::name)
                .toList();
    }

    /** Somebody else writes. */
    public void put(String bucket, String name, byte[] bytes) {
        service.buckets().put(bucket, name, bytes, Optional.empty(), "STANDARD", Map.of());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Exchange request = Exchange.of(exchange);
        if (!tokens.isEmpty()
                && !tokens.contains(request.header("authorization").orElse("").replaceFirst("^Bearer ", ""))) {
            write(
                    exchange,
                    GcsService.error(401, "authError", "Invalid Credentials")
                            .with("WWW-Authenticate", "Bearer error=\"invalid_token\""));
            return;
        }
        String operation = service.operation(request);
        Optional<GcpFault> fault = faults.next(operation);
        if (fault.isEmpty()) {
            write(exchange, perform(operation, request));
        } else {
            answer(exchange, operation, request, fault.get());
        }
    }

    private void answer(HttpExchange exchange, String operation, Exchange request, GcpFault fault) throws IOException {
        if (fault instanceof GcpFault.LoseRequest) {
            exchange.close();
        } else if (fault instanceof GcpFault.LoseResponse) {
            perform(operation, request);
            exchange.close();
        } else if (fault instanceof GcpFault.Refuse refuse) {
            Answer error = GcsService.error(refuse.status(), refuse.reason(), refuse.message());
            write(
                    exchange,
                    refuse.retryAfter()
                            .map(pause -> error.with("Retry-After", String.valueOf(pause.toSeconds())))
                            .orElse(error));
        } else if (fault instanceof GcpFault.KeepSome some) {
            service.send(request, some.bytes());
            write(exchange, GcsService.error(some.status(), "backendError", "Backend Error"));
        } else if (fault instanceof GcpFault.BreakOff broken) {
            Answer whole = perform(operation, request);
            whole.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(whole.status(), whole.body().length);
            exchange.getResponseBody().write(whole.body(), 0, broken.bytes());
            exchange.getResponseBody().flush();
            exchange.close();
        } else {
            damaged(exchange, operation, request);
        }
    }

    private void damaged(HttpExchange exchange, String operation, Exchange request) throws IOException {
        if (operation.equals("objects.download")) {
            Answer whole = perform(operation, request);
            byte[] body = whole.body().clone();
            body[body.length / 2] ^= 1;
            write(exchange, new Answer(whole.status(), whole.headers(), body));
            return;
        }
        byte[] body = request.body().clone();
        body[body.length / 2] ^= 1;
        write(
                exchange,
                perform(
                        operation,
                        new Exchange(request.method(), request.path(), request.query(), request.headers(), body)));
    }

    private Answer perform(String operation, Exchange request) throws IOException {
        queries.computeIfAbsent(operation, unused -> new CopyOnWriteArrayList<>())
                .add(request.query());
        try {
            return operation.equals("batch") ? batch(request) : service.perform(operation, request);
        } catch (Refused e) {
            return GcsService.error(e.status, e.reason, e.getMessage());
        }
    }

    /** Each part is a request; each may meet a fault of its own. */
    private Answer batch(Exchange request) throws IOException {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        for (Multipart.Part part :
                Multipart.parse(request.header("content-type").orElseThrow(), request.body())) {
            String text = new String(part.body(), StandardCharsets.ISO_8859_1);
            String[] first = text.lines().findFirst().orElseThrow().split(" ", -1);
            URI target = URI.create(first[1]);
            Exchange inner = Exchange.of(
                    first[0],
                    target.isAbsolute()
                            ? URI.create(target.getRawPath()
                                    + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()))
                            : target,
                    Multipart.headers(text),
                    new byte[0]);
            String operation = service.operation(inner);
            Optional<GcpFault> fault = faults.next(operation);
            Answer answer = fault.isPresent() && fault.get() instanceof GcpFault.Refuse refuse
                    ? GcsService.error(refuse.status(), refuse.reason(), refuse.message())
                    : perform(operation, inner);
            answers.writeBytes(("--batch_answer\r\nContent-Type: application/http\r\nContent-ID: <response-"
                            + part.headers().getOrDefault("content-id", "").replaceAll("[<>]", "")
                            + ">\r\n\r\nHTTP/1.1 "
                            + answer.status() + " Status\r\nContent-Type: application/json\r\nContent-Length: "
                            + answer.body().length + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            answers.writeBytes(answer.body());
            answers.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        answers.writeBytes("--batch_answer--\r\n".getBytes(StandardCharsets.ISO_8859_1));
        return new Answer(200, Map.of("Content-Type", "multipart/mixed; boundary=batch_answer"), answers.toByteArray());
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
        exchange.close();
    }
}
