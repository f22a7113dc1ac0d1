package dev.drover.k8s.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A port on the loopback that can go away and come back. */
final class Wire implements AutoCloseable {

    /** Answers requests. */
    @FunctionalInterface
    interface Handler {
        void handle(Request request, Connection connection) throws IOException;
    }

    private final SSLContext tls;
    private final Handler handler;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-kube");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private ServerSocket listening;
    private Future<?> accepting;
    private final int port;

    Wire(SSLContext tls, Handler handler) {
        this.tls = tls;
        this.handler = handler;
        listening = listen(0);
        port = listening.getLocalPort();
        accepting = accept(listening);
    }

    private static ServerSocket listen(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 512);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** How many connections there have been. */
    int accepted() {
        return accepted.get();
    }

    private Future<?> accept(ServerSocket server) {
        return threads.submit(() -> {
            while (!server.isClosed()) {
                try {
                    Socket wire = server.accept();
                    wire.setTcpNoDelay(true);
                    accepted.incrementAndGet();
                    threads.execute(() -> serve(server, wire));
                } catch (IOException e) {
                    // Closed meanwhile, or the client has gone again.
                }
            }
        });
    }

    private void serve(ServerSocket server, Socket wire) {
        Connection connection = null;
        try {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(wire, (java.io.InputStream) null, true);
            socket.setUseClientMode(false);
            connection = new Connection(wire, socket);
            open.add(connection);
            if (server.isClosed()) {
                connection.reset();
            }
            for (Optional<Request> next = connection.next(); next.isPresent(); next = connection.next()) {
                handler.handle(next.get(), connection);
            }
        } catch (IOException e) {
            // The client has gone, or a fault was asked for.
        } finally {
            if (connection != null) {
                open.remove(connection);
                connection.close();
            }
        }
    }

    /** Refuses connections, and breaks those there are. */
    synchronized void down() {
        try {
            listening.close();
            // The kernel takes connections for as long as a thread still waits in accept, and resets them later.
            accepting.get(10, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The server on port " + port + " does not go down", e);
        }
        open.forEach(Connection::reset);
    }

    /** Listens again, on the same port. */
    synchronized void up() {
        if (listening.isClosed()) {
            listening = listen(port);
            accepting = accept(listening);
        }
    }

    @Override
    public void close() {
        down();
        threads.shutdownNow();
    }
}
