package dev.drover.its.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between the clients and a server on the loopback interface. Loses answers when told, after the server has done
 * what it was asked, or holds them up. It refuses connections while the server does, but for the first one.
 */
final class FlakyProxy implements AutoCloseable {
    private static final long LOOK_MILLIS = 100;

    private final int server;
    private final int port;
    private final AtomicInteger toLose = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile long delayMillis;
    private volatile boolean closed;

    /**
     * A proxy that serves as soon as the server does.
     *
     * @param server the port of the server
     * @param port its own
     */
    FlakyProxy(int server, int port) {
        this.server = server;
        this.port = port;
        daemon(this::serve);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Loses the next answers, from now on. */
    void lose(int answers) {
        toLose.set(answers);
    }

    /** Holds each answer up, from now on. */
    void delay(long millis) {
        delayMillis = millis;
    }

    /** How many answers were lost. */
    int lost() {
        return lost.get();
    }

    private void serve() {
        while (!closed) {
            try {
                connect().close();
                accept();
            } catch (IOException down) {
                pause();
            }
        }
    }

    /** Takes connections until the server takes none. */
    private void accept() throws IOException {
        try (ServerSocket listener = new ServerSocket()) {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            while (!closed) {
                forward(listener.accept());
            }
        }
    }

    private void forward(Socket client) throws IOException {
        try {
            Socket to = connect();
            daemon(() -> pump(client, to, false));
            daemon(() -> pump(to, client, true));
        } catch (IOException down) {
            reset(client);
            throw down;
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to, boolean answers) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (answers) {
                    Thread.sleep(delayMillis);
                    if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        lost.incrementAndGet();
                        reset(to);
                        return;
                    }
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException broken) {
            // One side has hung up; closing both tells the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // Which was the aim.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "flaky-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    /** Serves no one more after the next. */
    @Override
    public void close() {
        closed = true;
    }
}
