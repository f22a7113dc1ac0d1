package dev.drover.gcp.fake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP proxy on the loopback that connects whoever it knows to one server, whatever name is asked for. */
public final class ConnectProxy implements AutoCloseable {
    private final int server;
    private final Optional<String> login;
    private final ServerSocket door;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "connect-proxy");
        thread.setDaemon(true);
        return thread;
    });

    /** For everybody. */
    public ConnectProxy(URI server) {
        this(server, Optional.empty());
    }

    /** For one user. */
    public ConnectProxy(URI server, String user, String password) {
        this(server, Optional.of(user + ":" + password));
    }

    private ConnectProxy(URI server, Optional<String> login) {
        this.server = server.getPort();
        this.login =
                login.map(text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        threads.execute(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** First lines of requests, such as {@code CONNECT host:443 HTTP/1.1}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // Closed.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            List<String> head = head(client);
            requests.add(head.get(0));
            if (login.isPresent() && !head.contains("proxy-authorization: " + login.get())) {
                answer(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"acme\"");
                return;
            }
            try (Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
                answer(client, "200 OK");
                threads.execute(() -> pump(behind, client));
                pump(client, behind);
            }
        } catch (IOException e) {
            // The client has gone, or the server.
        }
    }

    /** Byte by byte, since what follows the head is the client's own. */
    private static List<String> head(Socket client) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            if (next < 0) {
                throw new IOException("no request");
            }
            text.append((char) next);
        }
        return text.toString().lines().toList();
    }

    private static void answer(Socket client, String status) throws IOException {
        client.getOutputStream()
                .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException e) {
            // Closed at one end.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        threads.shutdownNow();
    }
}
