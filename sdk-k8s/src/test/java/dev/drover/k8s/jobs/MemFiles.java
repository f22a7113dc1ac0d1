package dev.drover.k8s.jobs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** Shows the objects of {@code mem://} to processes: {@code GET /bucket/name}. */
final class MemFiles implements AutoCloseable {
    private final HttpServer server;
    private final Drover drover;

    MemFiles(Drover drover) {
        this.drover = drover;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            StorageUri uri = StorageUri.parse("mem:/" + exchange.getRequestURI().getPath());
            Storage storage = drover.storage(uri);
            try (InputStream in = storage.get(uri)) {
                byte[] bytes = in.readAllBytes();
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (DroverException e) {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        drover.close();
    }
}
