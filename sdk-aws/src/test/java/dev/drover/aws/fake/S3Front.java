package dev.drover.aws.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before an S3 server, hands requests on, keeps a record of them, and lets go wrong what is planned. */
public final class S3Front implements AutoCloseable {
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "host", "expect", "upgrade", "transfer-encoding", "http2-settings");

    private final URI behind;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, Queue<Plan>> plans = new ConcurrentHashMap<>();
    private final Map<String, AwsFault> standing = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** A request as it came. */
    public record Seen(String operation, URI uri, Map<String, List<String>> headers) {

        public Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst();
        }
    }

    /** What happens with one request. */
    private interface Plan {
        void happen(HttpExchange exchange, byte[] body) throws Exception;
    }

    public S3Front(URI behind) {
        this.behind = behind;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next requests for an operation meet these faults, one each. */
    public void next(String operation, AwsFault... faults) {
        for (AwsFault fault : faults) {
            plan(operation, (exchange, body) -> meet(fault, exchange, body));
        }
    }

    /** The next request is answered like this, and not handed on. */
    public void answer(String operation, Reply reply) {
        plan(operation, (exchange, body) -> send(exchange, reply));
    }

    /** Of the next answer, only so many bytes arrive. */
    public void cut(String operation, int bytes) {
        plan(operation, (exchange, body) -> {
            HttpResponse<byte[]> answer = handOn(exchange, body);
            begin(exchange, answer, answer.body().length);
            exchange.getResponseBody().write(answer.body(), 0, bytes);
            exchange.getResponseBody().flush();
        });
    }

    /** The next answer has one more header. */
    public void header(String operation, String name, String value) {
        plan(operation, (exchange, body) -> {
            exchange.getResponseHeaders().set(name, value);
            pass(exchange, body);
        });
    }

    /** Something is done before the next request is handed on. */
    public void before(String operation, Runnable action) {
        plan(operation, (exchange, body) -> {
            action.run();
            pass(exchange, body);
        });
    }

    /** Every request for an operation meets a fault. */
    public void always(String operation, AwsFault fault) {
        standing.put(operation, fault);
    }

    /** Forgets what was planned and what was seen. */
    public void reset() {
        plans.clear();
        standing.clear();
        seen.clear();
    }

    /** What was planned and has not happened. */
    public List<String> unused() {
        List<String> left = new ArrayList<>();
        plans.forEach((operation, plan) -> plan.forEach(p -> left.add(operation)));
        return left;
    }

    public List<Seen> seen(String operation) {
        return seen.stream()
                .filter(request -> request.operation().equals(operation))
                .toList();
    }

    public int calls(String operation) {
        return seen(operation).size();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void plan(String operation, Plan plan) {
        plans.computeIfAbsent(operation, o -> new ConcurrentLinkedQueue<>()).add(plan);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String operation = operation(exchange);
            seen.add(new Seen(operation, exchange.getRequestURI(), Map.copyOf(exchange.getRequestHeaders())));
            Queue<Plan> planned = plans.get(operation);
            Plan plan = planned == null ? null : planned.poll();
            if (plan != null) {
                plan.happen(exchange, body);
            } else if (standing.containsKey(operation)) {
                meet(standing.get(operation), exchange, body);
            } else {
                pass(exchange, body);
            }
        } catch (Exception e) {
            // The client hung up, or the test is over: there is nobody to tell.
        }
    }

    private void meet(AwsFault fault, HttpExchange exchange, byte[] body) throws Exception {
        if (fault instanceof AwsFault.LoseResponse) {
            handOn(exchange, body);
        } else if (fault instanceof AwsFault.Refuse refuse) {
            Reply error = error(refuse.status(), refuse.code(), refuse.message());
            send(
                    exchange,
                    refuse.retryAfter()
                            .map(pause -> error.with("Retry-After", String.valueOf(pause.toSeconds())))
                            .orElse(error));
        } else if (fault instanceof AwsFault.RefuseAfterEffect refuse) {
            handOn(exchange, body);
            send(exchange, error(refuse.status(), refuse.code(), refuse.message()));
        } else if (!(fault instanceof AwsFault.LoseRequest)) {
            throw new IllegalArgumentException(fault.toString());
        }
    }

    public static Reply error(int status, String code, String message) {
        return Reply.xml("<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>")
                .withStatus(status);
    }

    private void pass(HttpExchange exchange, byte[] body) throws Exception {
        HttpResponse<byte[]> answer = handOn(exchange, body);
        int length = answer.body().length;
        begin(exchange, answer, length == 0 ? -1 : length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(answer.body());
        }
    }

    private HttpResponse<byte[]> handOn(HttpExchange exchange, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(behind + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void begin(HttpExchange exchange, HttpResponse<byte[]> answer, long length) throws IOException {
        answer.headers().map().forEach((name, values) -> {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!OF_THE_CONNECTION.contains(name) || (head && name.equals("content-length"))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(answer.statusCode(), length);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), head || bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String operation(HttpExchange exchange) {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        boolean copies = exchange.getRequestHeaders().containsKey("x-amz-copy-source");
        boolean upload = query.contains("uploadId=");
        return switch (exchange.getRequestMethod()) {
            case "HEAD" -> "HeadObject";
            case "PUT" -> upload ? (copies ? "UploadPartCopy" : "UploadPart") : (copies ? "CopyObject" : "PutObject");
            case "POST" ->
                upload
                        ? "CompleteMultipartUpload"
                        : query.startsWith("uploads") ? "CreateMultipartUpload" : "DeleteObjects";
            case "DELETE" -> upload ? "AbortMultipartUpload" : "DeleteObject";
            default -> query.contains("list-type=2") ? "ListObjectsV2" : "GetObject";
        };
    }
}
