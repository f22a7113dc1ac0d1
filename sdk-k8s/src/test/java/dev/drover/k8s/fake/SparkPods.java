package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Gives the pods of clusters addresses of this machine's loopback, and pretends that a master answers there, with which
 * workers have registered as soon as they run.
 */
public final class SparkPods extends Actor {
    private static final String ROLE = "drover.dev/role";
    private static final String CLUSTER = "drover.dev/cluster";
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final Map<String, HttpServer> pages = new ConcurrentHashMap<>();
    private final Map<String, HttpServer> submissions = new ConcurrentHashMap<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile boolean starting;

    public static SparkPods in(FakeKube kube) {
        return kube.actor(new SparkPods(kube.registry()));
    }

    private SparkPods(Registry registry) {
        super(registry, "spark-pods");
    }

    /** Whether masters do not answer, and workers do not register, yet. */
    public void starting(boolean yet) {
        starting = yet;
    }

    /** What the requests to submission servers had for a header. */
    public List<String> authorizations() {
        return authorizations;
    }

    /** Nobody may see the address that all pods have at first, at which a stranger might answer. */
    @Override
    void start() {
        super.start();
        registry.store().follow(registry.store().version(), change -> {
            String address = Json.text(change.last(), "status", "podIP");
            if (ofCluster(change) && change.after().isPresent() && !address.isEmpty() && !address.startsWith("127.")) {
                address(change.last());
            }
        });
    }

    private static boolean ofCluster(Change change) {
        return change.resource().equals(Resources.PODS)
                && !Json.text(change.last(), "metadata", "labels", ROLE).isEmpty();
    }

    @Override
    void changed(Change change) {
        if (ofCluster(change) && change.after().isEmpty()) {
            stop(pages.remove(Json.uid(change.last())));
            stop(submissions.remove(Json.uid(change.last())));
        }
    }

    private void address(ObjectNode pod) {
        int number = NEXT.incrementAndGet();
        // Other builds on this machine take addresses, too.
        long here = ProcessHandle.current().pid() + number / 250;
        String address = "127." + (50 + here / 250 % 50) + "." + here % 250 + "." + (1 + number % 250);
        if (Json.text(pod, "metadata", "labels", ROLE).equals("master")) {
            pages.put(Json.uid(pod), serve(address, 8080, exchange -> answer(exchange, json(pod, address))));
            submissions.put(Json.uid(pod), serve(address, 6066, this::submitted));
        }
        registry.change(Resources.PODS, pod, object -> {
            Json.child(object, "status").put("podIP", address);
            return object;
        });
    }

    private HttpServer serve(String address, int port, com.sun.net.httpserver.HttpHandler handler) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
            server.setExecutor(Executors.newCachedThreadPool(task -> {
                Thread thread = new Thread(task, "spark-pod");
                thread.setDaemon(true);
                return thread;
            }));
            server.createContext("/", exchange -> {
                if (starting) {
                    exchange.close();
                } else {
                    handler.handle(exchange);
                }
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void submitted(HttpExchange exchange) throws IOException {
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        exchange.getRequestBody().readAllBytes();
        answer(
                exchange,
                "{\"action\":\"CreateSubmissionResponse\",\"serverSparkVersion\":\"4.2.0\",\"success\":true,"
                        + "\"submissionId\":\"driver-20261121000000-0000\"}");
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String json(ObjectNode master, String address) {
        String cluster = Json.text(master, "metadata", "labels", CLUSTER);
        List<String> workers = new ArrayList<>();
        for (ObjectNode pod :
                registry.store().all(Resources.PODS, Json.namespace(master)).values()) {
            boolean registered = Json.text(pod, "metadata", "labels", ROLE).equals("worker")
                    && Json.text(pod, "metadata", "labels", CLUSTER).equals(cluster)
                    && Json.text(pod, "status", "podIP").startsWith("127.");
            if (registered) {
                workers.add(worker(pod));
            }
        }
        return "{\"url\":\"spark://" + address + ":7077\",\"status\":\"ALIVE\",\"workers\":["
                + workers.stream().collect(Collectors.joining(","))
                + "],\"activedrivers\":[{\"id\":\"driver-20261121000000-0000\",\"state\":\"RUNNING\",\"cores\":1,"
                + "\"memory\":1024,\"worker\":\"None\",\"mainclass\":\"x.Main\"}],"
                + "\"completeddrivers\":[],\"activeapps\":[]}";
    }

    private static String worker(ObjectNode pod) {
        String address = Json.text(pod, "status", "podIP");
        return "{\"id\":\"worker-" + Json.name(pod) + "\",\"host\":\"" + address
                + "\",\"port\":7078,\"webuiaddress\":\"http://" + address
                + ":8081\",\"cores\":2,\"coresused\":0,\"memory\":2048,\"memoryused\":0,\"state\":\"ALIVE\"}";
    }

    private static void stop(HttpServer server) {
        if (server != null) {
            server.stop(0);
        }
    }

    @Override
    public void close() {
        super.close();
        pages.values().forEach(SparkPods::stop);
        submissions.values().forEach(SparkPods::stop);
    }
}
