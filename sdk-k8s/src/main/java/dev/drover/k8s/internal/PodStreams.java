package dev.drover.k8s.internal;

import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;

/** Opens streams to pods at one API server. Immutable. */
public final class PodStreams {
    private final KubeConnection connection;

    public PodStreams(KubeConnection connection) {
        this.connection = connection;
    }

    /** Opens a stream and ends it: whether the caller may, and the pod is there. Whether its daemon listens is not said. */
    public void check(String namespace, String pod, int port, CallContext context) {
        NativeCall call = NativeCall.of(
                PodStream.target(namespace, pod).api(),
                Safety.READ,
                connection.endpoint(),
                connection.options().requestTimeout());
        context.call(call, left -> {
            PodStream.open(connection, namespace, pod, port, Ignoring.ALL, left).close();
            return true;
        });
    }

    /**
     * Opens a stream.
     *
     * @throws IOException if it cannot be opened; nothing was sent then
     */
    public PodStream open(String namespace, String pod, int port, PodStream.Receiver receiver, Duration left)
            throws IOException, InterruptedException {
        try {
            return PodStream.open(connection, namespace, pod, port, receiver, left);
        } catch (InterruptedException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw (IOException) new ConnectException(e.getMessage()).initCause(e);
        }
    }

    private enum Ignoring implements PodStream.Receiver {
        ALL;

        @Override
        public void received(byte[] bytes) {}

        @Override
        public void ended() {}
    }
}
