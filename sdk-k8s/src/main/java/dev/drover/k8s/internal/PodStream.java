package dev.drover.k8s.internal;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to and from a port of a pod, through the API server, as {@code kubectl port-forward} has them. The node connects to
 * the port at the pod's own loopback.
 *
 * <p>Spoken is the
 * <a href="https://github.com/kubernetes/kubelet/blob/v0.34.0/pkg/cri/streaming/portforward/websocket.go">kubelet's
 * protocol</a>: the first byte of a message names a channel, 0 for data and 1 for errors, and the first message of each
 * channel says the port.
 */
public final class PodStream implements AutoCloseable {
    private static final String PROTOCOL = "v4.channel.k8s.io";
    private static final Resource<JsonObject> PODS = new Resource<>("", "v1", "pods", JsonObject.class);
    private static final int DATA = 0;
    /** What says the port. */
    private static final int HEAD = 2;

    private static final int GOING_AWAY = 1001;

    private final WebSocket socket;

    private PodStream(WebSocket socket) {
        this.socket = socket;
    }

    /** Takes what comes, on a thread of the connection. */
    public interface Receiver {

        /** Some bytes; whoever takes long holds up the sender. */
        void received(byte[] bytes) throws IOException;

        /** Nothing more comes. Told once, after everything else, if the stream was opened. */
        void ended();
    }

    /**
     * Opens a stream.
     *
     * @throws KubeException if the API server or the node refuses it
     */
    static PodStream open(
            KubeConnection connection, String namespace, String pod, int port, Receiver receiver, Duration left)
            throws Exception {
        Target target = target(namespace, pod);
        Listener listener = new Listener(target, receiver);
        WebSocket socket = connection.open(
                KubeRequest.about(target.path()).with("ports", String.valueOf(port)), PROTOCOL, listener, left);
        try {
            listener.opened.get(left.toNanos(), TimeUnit.NANOSECONDS);
            return new PodStream(socket);
        } catch (ExecutionException e) {
            socket.cancel();
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            socket.cancel();
            throw new KubeException(target, false, new IOException("nothing within " + left.toMillis() + " ms"));
        } catch (InterruptedException e) {
            socket.cancel();
            throw e;
        }
    }

    static Target target(String namespace, String pod) {
        return new Target("get", PODS, namespace, pod, "portforward");
    }

    /**
     * Sends some bytes.
     *
     * @throws IOException if the stream has ended, or takes no more
     */
    public void send(byte[] bytes, int length) throws IOException {
        byte[] message = new byte[length + 1];
        System.arraycopy(bytes, 0, message, 1, length);
        if (!socket.send(ByteString.of(message))) {
            throw new IOException("the stream has ended");
        }
    }

    @Override
    public void close() {
        if (!socket.close(GOING_AWAY, null)) {
            socket.cancel();
        }
    }

    private static final class Listener extends WebSocketListener {
        private final Target target;
        private final Receiver receiver;
        private final CompletableFuture<Boolean> opened = new CompletableFuture<>();
        private final int[] head = {HEAD, HEAD};

        Listener(Target target, Receiver receiver) {
            this.target = target;
            this.receiver = receiver;
        }

        @Override
        public void onOpen(WebSocket socket, Response response) {
            opened.complete(true);
        }

        @Override
        public void onMessage(WebSocket socket, ByteString message) {
            int channel = message.size() == 0 ? -1 : message.getByte(0);
            if (channel != DATA && channel != DATA + 1) {
                socket.cancel();
                return;
            }
            int skipped = Math.min(head[channel], message.size() - 1);
            head[channel] -= skipped;
            ByteString rest = message.substring(1 + skipped);
            if (rest.size() == 0) {
                return;
            }
            try {
                if (channel != DATA) {
                    throw new IOException("the pod cannot be reached at that port");
                }
                receiver.received(rest.toByteArray());
            } catch (IOException e) {
                socket.cancel();
            }
        }

        @Override
        public void onClosing(WebSocket socket, int code, String reason) {
            socket.close(code == GOING_AWAY ? code : 1000, null);
            receiver.ended();
        }

        @Override
        public void onFailure(WebSocket socket, Throwable error, @Nullable Response response) {
            if (opened.completeExceptionally(failure(error, response))) {
                return;
            }
            receiver.ended();
        }

        private KubeException failure(Throwable error, @Nullable Response response) {
            if (response != null && response.code() >= 400) {
                ResponseBody body = response.body();
                try (body) {
                    return new KubeException(target, KubeStatus.of(response.code(), body.string(), ""));
                } catch (IOException e) {
                    return new KubeException(target, false, e);
                }
            }
            return new KubeException(target, false, error instanceof IOException io ? io : new IOException(error));
        }
    }
}
