package dev.drover.k8s.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy on the loopback that opens tunnels for one user; whatever host is asked for, it leads to one port. */
final class TunnelProxy implements AutoCloseable {
    private static final String REFUSED = """
            HTTP/1.1 407 Who are you?
            Proxy-Authenticate: Basic realm="acme"
            Content-Length: 0

            """;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> tunnels = new CopyOnWriteArrayList<>();
    private final String allowed;
    private final int target;

    TunnelProxy(String user, String password, int target) throws IOException {
        this.target = target;
        allowed =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        start(this::accept);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** The hosts and ports to which tunnels were opened. */
    List<String> tunnels() {
        return tunnels;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1), 1);
            String asked;
            while ((asked = in.readLine()) != null) {
                boolean known = false;
                for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
                    known |= header.equals("Proxy-Authorization: " + allowed);
                }
                OutputStream out = client.getOutputStream();
                if (known) {
                    tunnels.add(asked.split(" ", -1)[1]);
                    out.write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                    relay(client);
                    return;
                }
                out.write(REFUSED.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void relay(Socket client) throws IOException {
        try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            InputStream answers = server.getInputStream();
            OutputStream back = client.getOutputStream();
            start(() -> answers.transferTo(back));
            client.getInputStream().transferTo(server.getOutputStream());
        }
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // A connection has ended, or the proxy is closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
