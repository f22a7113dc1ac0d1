package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/** Where a real server asks a machine for the logs of its containers, {@code /containerLogs/NAMESPACE/POD/CONTAINER}. */
final class NodeLogs implements AutoCloseable {
    private final Registry registry;
    private final PodLogs logs;
    private final Wire wire;

    NodeLogs(Certificates certificates, Registry registry, PodLogs logs) {
        this.registry = registry;
        this.logs = logs;
        wire = new Wire(certificates.context(), this::serve);
    }

    int port() {
        return wire.port();
    }

    private void serve(Request request, Connection connection) throws IOException {
        Exchange exchange = new Exchange(request, connection, new Meter(), "");
        Result result;
        try {
            List<String> at = request.parts();
            ObjectNode pod = registry.get(Resources.PODS, at.get(1), at.get(2));
            result = logs.read(pod, at.get(3), request);
        } catch (Refusal refusal) {
            result = Result.text(refusal.code(), refusal.getMessage());
        }
        if (result instanceof Result.Answer answer) {
            exchange.send(answer);
        } else if (result instanceof Result.Flow flow) {
            flow.run(exchange);
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
