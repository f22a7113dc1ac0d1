package dev.drover.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of an API server of Kubernetes, over TLS, as submitting applications of Apache's operator and following them needs. It
 * answers at once, counts calls and the bytes of what it says, and moves each application through its states. A process of
 * its own if it is started as one: it prints its port, and ends with its standard input. Argument: a key store.
 */
final class PretendedKube implements AutoCloseable {
    static final String APPLICATIONS = "/apis/spark.apache.org/v1/namespaces/spark/sparkapplications";
    /** What was posted last, for peers that send the same. */
    static final String LAST = "/last";

    private static final Pattern NAME = Pattern.compile("\"metadata\":\\{[^}]*?\"name\":\"([^\"]+)\"");
    private static final String GROUPS = """
            {"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"spark.apache.org",\
            "versions":[{"groupVersion":"spark.apache.org/v1","version":"v1"}],\
            "preferredVersion":{"groupVersion":"spark.apache.org/v1","version":"v1"}}]}""";
    private static final String NOT_FOUND = """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",\
            "message":"sparkapplications.spark.apache.org \\"x\\" not found","reason":"NotFound","code":404}""";

    private static final String NO_PODS = """
            {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""";

    private final HttpsServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final ScheduledExecutorService lives = Executors.newScheduledThreadPool(1);
    private final NavigableMap<String, String> applications = new ConcurrentSkipListMap<>();
    private final Map<String, Traffic> traffic = new TreeMap<>();
    private volatile Optional<byte[]> last = Optional.empty();
    private long version = 100;
    private long told = version;
    private final NavigableMap<Long, String> events = new TreeMap<>();

    /** Calls, and the bytes of their answers. */
    record Traffic(long calls, long bytes) {
        Traffic plus(Traffic other) {
            return new Traffic(calls + other.calls, bytes + other.bytes);
        }
    }

    PretendedKube(Path keys) {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, LoopbackKeys.PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, LoopbackKeys.PASSWORD.toCharArray());
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(managers.getKeyManagers(), null, null);
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(workers);
        server.createContext("/", this::serve);
        server.start();
    }

    /** Runs one until its standard input ends. */
    public static void main(String[] args) throws IOException {
        try (PretendedKube kube = new PretendedKube(Path.of(args[0]))) {
            System.out.println(kube.url().getPort());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** By verb. */
    synchronized Map<String, Traffic> traffic() {
        return new TreeMap<>(traffic);
    }

    private synchronized void count(String verb, long calls, long bytes) {
        traffic.merge(verb, new Traffic(calls, bytes), Traffic::plus);
    }

    /** How long the text of an application is, as one who gets it sees it. */
    long size(String name) {
        return shown(name).length();
    }

    private void later(Duration wait, Runnable change) {
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, lives)
                .execute(change);
    }

    /** Lets an application be seen to run, and to end well after a while. */
    void live(String name, Duration life) {
        change(name, state("Submitted") + "," + state("DriverRequested"), "DriverRequested");
        later(life.dividedBy(10), () -> change(name, running(), "RunningHealthy"));
        later(life, () -> change(name, running() + "," + state("Succeeded"), "Succeeded"));
    }

    private static String running() {
        return state("Submitted") + "," + state("DriverRequested") + "," + state("RunningHealthy");
    }

    private static String state(String name) {
        return "\"" + name.length() + "\":{\"currentStateSummary\":\"" + name
                + "\",\"lastTransitionTime\":\"2026-11-21T00:00:00Z\",\"message\":\"\"}";
    }

    private void change(String name, String history, String state) {
        applications.computeIfPresent(name, (same, object) -> {
            int status = object.indexOf(",\"status\":");
            String bare = status < 0 ? object.substring(0, object.length() - 1) : object.substring(0, status);
            return bare + ",\"status\":{\"currentState\":{\"currentStateSummary\":\"" + state
                    + "\",\"lastTransitionTime\":\"2026-11-21T00:00:00Z\",\"message\":\"\"},\"stateTransitionHistory\":{"
                    + history + "}}}";
        });
        tell(name, "MODIFIED");
    }

    private synchronized void tell(String name, String type) {
        version++;
        events.put(version, "{\"type\":\"" + type + "\",\"object\":" + shown(name, version) + "}\n");
        told = version;
        notifyAll();
    }

    private String shown(String name) {
        return shown(name, version);
    }

    private String shown(String name, long at) {
        return Optional.ofNullable(applications.get(name)).orElse("{}").replace("\"0\"", "\"" + at + "\"");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.equals("/apis")) {
                answer(exchange, "discovery", 200, GROUPS);
            } else if (path.equals(LAST)) {
                byte[] said = last.orElseThrow();
                exchange.sendResponseHeaders(200, said.length);
                exchange.getResponseBody().write(said);
            } else if (exchange.getRequestMethod().equals("POST")) {
                create(exchange, body);
            } else if (path.equals(APPLICATIONS) && query.contains("watch=")) {
                watch(exchange, query);
            } else if (path.equals(APPLICATIONS)) {
                answer(exchange, "list", 200, list(query));
            } else if (path.endsWith("/pods")) {
                answer(exchange, "list pods", 200, NO_PODS);
            } else {
                get(exchange, path.substring(path.lastIndexOf('/') + 1));
            }
        }
    }

    private void create(HttpExchange exchange, byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        Matcher name = NAME.matcher(text);
        if (!name.find()) {
            answer(exchange, "create", 422, NOT_FOUND);
            return;
        }
        last = Optional.of(body);
        // Into its own metadata, which holds its name: others are in the templates of its pods.
        int own = name.start() + text.substring(name.start()).indexOf('{') + 1;
        String object = text.substring(0, own)
                + "\"uid\":\"6d7c1f5e-0000-4000-8000-000000000000\",\"resourceVersion\":\"0\","
                + "\"creationTimestamp\":\"2026-11-21T00:00:00Z\","
                + text.substring(own);
        applications.put(name.group(1), object);
        tell(name.group(1), "ADDED");
        answer(exchange, "create", 201, object);
    }

    private void get(HttpExchange exchange, String name) throws IOException {
        if (applications.containsKey(name)) {
            answer(exchange, "get", 200, shown(name));
        } else {
            answer(exchange, "get", 404, NOT_FOUND);
        }
    }

    /** A page. Its mark is the name before it; what is made meanwhile may be in later pages, and is told again. */
    private synchronized String list(String query) {
        int limit = Integer.parseInt(parameter(query, "limit"));
        String after = parameter(query, "continue");
        String at = after.equals("0") ? String.valueOf(version) : after.substring(0, after.indexOf(' '));
        NavigableMap<String, String> rest =
                after.equals("0") ? applications : applications.tailMap(after.substring(after.indexOf(' ') + 1), false);
        StringBuilder items = new StringBuilder();
        String last = "";
        int count = 0;
        for (String name : rest.keySet()) {
            if (limit > 0 && count == limit) {
                break;
            }
            items.append(count++ == 0 ? "" : ",").append(shown(name));
            last = name;
        }
        boolean whole = last.isEmpty() || rest.lastKey().equals(last);
        return "{\"kind\":\"SparkApplicationList\",\"apiVersion\":\"spark.apache.org/v1\",\"metadata\":{\"resourceVersion\":\""
                + at + "\"" + (whole ? "" : ",\"continue\":\"" + at + " " + last + "\"") + "},\"items\":[" + items
                + "]}";
    }

    private void watch(HttpExchange exchange, String query) throws IOException {
        count("watch", 1, 0);
        long from = Long.parseLong(parameter(query, "resourceVersion"));
        Instant end = Instant.now().plusSeconds(Long.parseLong(parameter(query, "timeoutSeconds")));
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        while (Instant.now().isBefore(end)) {
            StringBuilder news = new StringBuilder();
            synchronized (this) {
                long left = Duration.between(Instant.now(), end).toMillis();
                if (told <= from && left > 0) {
                    try {
                        wait(Math.min(left, 500));
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                events.tailMap(from, false).values().forEach(news::append);
                from = Math.max(from, told);
            }
            if (news.length() > 0) {
                byte[] bytes = news.toString().getBytes(StandardCharsets.UTF_8);
                count("watch", 0, bytes.length);
                out.write(bytes);
                out.flush();
            }
        }
    }

    private static String parameter(String query, String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "0";
    }

    private void answer(HttpExchange exchange, String verb, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        count(verb, 1, bytes.length);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
        lives.shutdownNow();
    }
}
