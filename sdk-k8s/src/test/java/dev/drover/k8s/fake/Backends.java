package dev.drover.k8s.fake;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands behind services and pods, reached through the server's <a
 * href="https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls">
 * proxy</a>.
 */
final class Backends {
    private final Map<String, URI> backends = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /** @param name with scheme and port as a path has them, {@code http:spark-master:6066}; without to match any */
    void put(String plural, String namespace, String name, URI backend) {
        backends.put(plural + "/" + namespace + "/" + name, backend);
    }

    Result forward(Call call, Request request) {
        String at = call.plural() + "/" + call.namespace() + "/";
        URI backend = Optional.ofNullable(backends.get(at + call.name()))
                .or(() -> Optional.ofNullable(backends.get(at + plain(call.name()))))
                .orElseThrow(() -> new Refusal(
                        503, "ServiceUnavailable", "no endpoints available for service \"" + plain(call.name()) + '"'));
        int start = request.target().indexOf("/proxy") + "/proxy".length();
        URI target = URI.create(backend + request.target().substring(start));
        HttpRequest.Builder forwarded = HttpRequest.newBuilder(target)
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        if (!request.contentType().isEmpty()) {
            forwarded.header("Content-Type", request.header("content-type"));
        }
        try {
            HttpResponse<byte[]> response = http.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
            String type = response.headers().firstValue("content-type").orElse("text/plain");
            return new Result.Answer(response.statusCode(), Map.of("Content-Type", type), response.body());
        } catch (IOException e) {
            throw new Refusal(
                    503,
                    "ServiceUnavailable",
                    "error trying to reach service: dial tcp " + target.getAuthority()
                            + ": connect: connection refused");
        } catch (InterruptedException e) {
            throw Refusal.internal("interrupted");
        }
    }

    private static String plain(String name) {
        String[] parts = name.split(":", -1);
        return parts.length > 2 ? parts[1] : parts[0];
    }
}
