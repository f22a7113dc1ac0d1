package dev.drover.aws.ec2;

import com.sun.net.httpserver.HttpServer;
import dev.drover.aws.ec2.FakeEc2.FakeInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Pretends that a master answers on each master's address, and that workers have registered as soon as they run. */
final class PretendedSpark implements FakeEc2.Boot {
    private final Map<String, HttpServer> masters = new ConcurrentHashMap<>();
    /** Addresses of workers that have work. */
    final Set<String> busy = ConcurrentHashMap.newKeySet();
    /** Whether nodes have come so far. */
    volatile boolean starting;

    @Override
    public void started(FakeInstance instance, FakeEc2 ec2) {
        if (!instance.role().equals("master")) {
            return;
        }
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(instance.address, 8080), 0);
            server.createContext("/json/", exchange -> {
                byte[] body = json(instance, ec2).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            masters.put(instance.id, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String json(FakeInstance master, FakeEc2 ec2) {
        String workers = starting
                ? ""
                : ec2.running("worker").stream()
                        .filter(worker -> worker.group.equals(master.group))
                        .map(this::worker)
                        .collect(Collectors.joining(","));
        return "{\"url\":\"spark://" + master.address + ":7077\",\"status\":\"ALIVE\",\"workers\":[" + workers
                + "],\"activedrivers\":[],\"completeddrivers\":[],\"activeapps\":[]}";
    }

    private String worker(FakeInstance worker) {
        return "{\"id\":\"worker-" + worker.id + "\",\"host\":\"" + worker.address
                + "\",\"port\":7078,\"webuiaddress\":\"http://" + worker.address
                + ":8081\",\"cores\":2,\"coresused\":" + (busy.contains(worker.address) ? 2 : 0)
                + ",\"memory\":2048,\"memoryused\":0,\"state\":\"ALIVE\"}";
    }

    @Override
    public void ended(FakeInstance instance) {
        HttpServer server = masters.remove(instance.id);
        if (server != null) {
            server.stop(0);
        }
    }
}
