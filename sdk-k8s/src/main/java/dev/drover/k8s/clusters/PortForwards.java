package dev.drover.k8s.clusters;

import dev.drover.k8s.internal.PodStream;
import dev.drover.k8s.internal.PodStreams;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ports of this machine, on the loopback, that lead to ports of pods through the API server. A listener is opened when it
 * is first asked for and kept until its pod is forgotten. Safe for use by many threads.
 */
final class PortForwards implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PortForwards.class);
    private static final int CHUNK = 16 * 1024;

    private final PodStreams streams;
    private final Duration timeout;
    private final Map<Target, ServerSocket> listeners = new ConcurrentHashMap<>();
    private final Map<Socket, Boolean> connections = new ConcurrentHashMap<>();

    private record Target(Pod pod, int port) {}

    PortForwards(PodStreams streams, Duration timeout) {
        this.streams = streams;
        this.timeout = timeout;
    }

    /** The port of this machine that leads there. */
    int port(Pod pod, int port) throws IOException {
        Target target = new Target(pod, port);
        ServerSocket there = listeners.get(target);
        if (there != null) {
            return there.getLocalPort();
        }
        ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        ServerSocket before = listeners.putIfAbsent(target, listener);
        if (before != null) {
            listener.close();
            return before.getLocalPort();
        }
        daemon("drover-k8s-accept", () -> accept(listener, target));
        return listener.getLocalPort();
    }

    /** Ends the ways to a pod that has gone. */
    void forget(Pod pod) {
        listeners.entrySet().removeIf(each -> {
            boolean gone = each.getKey().pod().equals(pod);
            if (gone) {
                close(each.getValue());
            }
            return gone;
        });
    }

    private void accept(ServerSocket listener, Target target) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.put(socket, true);
                daemon("drover-k8s-forward", () -> carry(socket, target));
            } catch (IOException e) {
                LOG.debug("Forwarding to {} has ended", target);
            }
        }
    }

    /** A connection whose stream cannot be opened is closed: whoever made it sees that nothing answers. */
    private void carry(Socket socket, Target target) {
        try (socket;
                PodStream stream = streams.open(
                        target.pod().namespace(), target.pod().name(), target.port(), into(socket), timeout)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = socket.getInputStream().read(chunk);
                    read >= 0;
                    read = socket.getInputStream().read(chunk)) {
                stream.send(chunk, read);
            }
        } catch (IOException e) {
            LOG.debug("A connection to {} has ended: {}", target, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(socket);
        }
    }

    private static PodStream.Receiver into(Socket socket) {
        return new PodStream.Receiver() {
            @Override
            public void received(byte[] bytes) throws IOException {
                socket.getOutputStream().write(bytes);
            }

            @Override
            public void ended() {
                close(socket);
            }
        };
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            LOG.debug("A socket could not be closed: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        listeners.values().forEach(PortForwards::close);
        listeners.clear();
        connections.keySet().forEach(PortForwards::close);
    }
}
