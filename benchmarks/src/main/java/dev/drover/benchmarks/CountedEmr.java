package dev.drover.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of EMR as submitting and following needs, with steps of known lengths, and a record of who asked what when. */
final class CountedEmr implements AutoCloseable {
    private static final int PAGE = 50;
    private static final Pattern TEXT = Pattern.compile("\"([A-Za-z]+)\":\"([^\"]*)\"");
    private static final Pattern STEP = Pattern.compile("\"(s-[0-9]+)\"");

    private final InstantSource clock;
    private final int concurrency;
    private final IntFunction<Duration> lengths;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, List<Step>> clusters = new LinkedHashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private int added;

    /** One request. */
    record Call(String api, Instant at) {}

    /** One step, whose life is fixed when it is accepted. */
    record Step(String id, String name, Instant created, Instant starts, Instant ends) {
        String state(Instant now) {
            return now.isBefore(starts) ? "PENDING" : now.isBefore(ends) ? "RUNNING" : "COMPLETED";
        }
    }

    CountedEmr(InstantSource clock, int concurrency, IntFunction<Duration> lengths) {
        this.clock = clock;
        this.concurrency = concurrency;
        this.lengths = lengths;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] reply = answer(target.substring(target.indexOf('.') + 1), body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(200, reply.length);
        exchange.getResponseBody().write(reply);
        exchange.close();
    }

    private synchronized String answer(String api, String body) {
        calls.add(new Call(api, clock.instant()));
        Map<String, String> texts = new LinkedHashMap<>();
        Matcher text = TEXT.matcher(body);
        while (text.find()) {
            texts.put(text.group(1), text.group(2));
        }
        return switch (api) {
            case "DescribeCluster" -> "{\"Cluster\":{\"Id\":\"" + texts.getOrDefault("ClusterId", "") + "\"}}";
            case "AddJobFlowSteps" -> add(texts.getOrDefault("JobFlowId", ""), texts.getOrDefault("Name", ""));
            case "ListSteps" -> list(texts, body);
            default -> throw new IllegalArgumentException(api);
        };
    }

    private String add(String cluster, String name) {
        List<Step> steps = clusters.computeIfAbsent(cluster, c -> new ArrayList<>());
        Instant now = clock.instant();
        // As many as run side by side end last; the first of those makes room.
        PriorityQueue<Instant> last = new PriorityQueue<>();
        for (Step step : steps) {
            last.add(step.ends());
            if (last.size() > concurrency) {
                last.poll();
            }
        }
        Instant free = last.size() < concurrency ? now : last.peek();
        Instant starts = free.isAfter(now) ? free : now;
        Step step = new Step("s-" + ++added, name, now, starts, starts.plus(lengths.apply(added)));
        steps.add(step);
        return "{\"StepIds\":[\"" + step.id() + "\"]}";
    }

    private String list(Map<String, String> texts, String body) {
        List<Step> steps = clusters.getOrDefault(texts.getOrDefault("ClusterId", ""), List.of());
        List<String> ids = new ArrayList<>();
        Matcher id = STEP.matcher(body);
        while (id.find()) {
            ids.add(id.group(1));
        }
        List<String> shown = new ArrayList<>();
        int from = Integer.parseInt(texts.getOrDefault("Marker", "0"));
        int seen = 0;
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if ((ids.isEmpty() || ids.contains(step.id())) && seen++ >= from && shown.size() < PAGE) {
                shown.add(json(step));
            }
        }
        String marker = from + PAGE < seen ? ",\"Marker\":\"" + (from + PAGE) + "\"" : "";
        return "{\"Steps\":[" + String.join(",", shown) + "]" + marker + "}";
    }

    private String json(Step step) {
        return "{\"Id\":\"" + step.id() + "\",\"Name\":\"" + step.name()
                + "\",\"Config\":{\"Args\":[]},\"Status\":{\"State\":\""
                + step.state(clock.instant()) + "\",\"Timeline\":{\"CreationDateTime\":"
                + step.created().toEpochMilli() / 1000.0 + "}}}";
    }

    synchronized List<Step> steps() {
        return clusters.values().stream().flatMap(List::stream).toList();
    }

    synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    static Map<String, Integer> counted(List<Call> calls) {
        Map<String, Integer> counts = new TreeMap<>();
        calls.forEach(call -> counts.merge(call.api(), 1, Integer::sum));
        return counts;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
