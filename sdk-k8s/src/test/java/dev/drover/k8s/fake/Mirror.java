package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps in a store what a real server has of some kinds, so that actors can live on it. */
final class Mirror implements AutoCloseable {
    private final RealServer server;
    private final Store store;
    private final List<InputStream> watched = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    Mirror(RealServer server, Store store) {
        this.server = server;
        this.store = store;
    }

    /** From now on, and with what is there. */
    void follow(Resource resource) {
        String version = list(resource);
        Thread thread = new Thread(() -> watch(resource, version), "mirror-" + resource.plural());
        thread.setDaemon(true);
        thread.start();
    }

    private String list(Resource resource) {
        ObjectNode list = server.ask("GET", RealRegistry.path(resource, "", ""));
        for (JsonNode item : list.path("items")) {
            store.copy(resource, RealRegistry.typed(resource, (ObjectNode) item));
        }
        return Json.text(list, "metadata", "resourceVersion");
    }

    private void watch(Resource resource, String from) {
        String version = from;
        while (!closed) {
            try (InputStream in = server.watch(RealRegistry.path(resource, "", "")
                            + "?watch=true&allowWatchBookmarks=true&resourceVersion=" + version);
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                watched.add(in);
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    ObjectNode event = Json.object(line);
                    ObjectNode object = (ObjectNode) event.path("object");
                    switch (Json.text(event, "type")) {
                        case "DELETED" -> store.forget(resource, object);
                        case "ADDED", "MODIFIED" -> store.copy(resource, object);
                        case "ERROR" -> throw new IOException(line);
                        default -> {
                            // A bookmark.
                        }
                    }
                    version = Json.text(object, "metadata", "resourceVersion");
                }
            } catch (IOException | RuntimeException e) {
                if (!closed) {
                    version = list(resource);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (InputStream each : watched) {
            try {
                each.close();
            } catch (IOException e) {
                // It has ended already.
            }
        }
    }
}
