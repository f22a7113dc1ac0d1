package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An API server that others wrote, to which a kubeconfig file of its administrator leads: one with client certificates,
 * whose contents nobody needs, for everything in it is deleted. Requests of other users are sent in their name.
 */
final class RealServer implements Server {
    /** Names the kubeconfig file. */
    static final String VARIABLE = "DROVER_IT_KUBECONFIG";

    private static final List<String> PASSED_ON = List.of("content-type", "warning", "retry-after");

    private final KubeConfig config;
    private final Access access;
    private final Watches watches;
    private final HttpClient admin;
    private final HttpClient nobody;

    static Optional<Path> given() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(file -> !file.isBlank())
                .map(Path::of);
    }

    RealServer(Path kubeconfig, Access access, Watches watches) {
        this.access = access;
        this.watches = watches;
        try (Reader text = Files.newBufferedReader(kubeconfig)) {
            config = KubeConfig.loadKubeConfig(text);
            config.setFile(kubeconfig.toFile());
            byte[] authority = bytes(config.getCertificateAuthorityData(), config.getCertificateAuthorityFile());
            admin = client(ClientBuilder.kubeconfig(config).build().getKeyManagers(), authority);
            nobody = client(new KeyManager[0], authority);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpClient client(KeyManager[] keys, byte[] authority) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca",
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(authority)));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys, managers.getTrustManagers(), null);
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(tls)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The administrator's, with one context, in text that depends on no other file. */
    String kubeconfig(String context, String namespace) {
        return """
                apiVersion: v1
                kind: Config
                current-context: "%1$s"
                clusters:
                - name: "%1$s"
                  cluster: {server: "%2$s", certificate-authority-data: "%3$s"}
                users:
                - name: "%1$s"
                  user: {client-certificate-data: "%4$s", client-key-data: "%5$s"}
                contexts:
                - name: "%1$s"
                  context: {cluster: "%1$s", user: "%1$s", namespace: "%6$s"}
                """.formatted(
                        context,
                        config.getServer(),
                        data(config.getCertificateAuthorityData(), config.getCertificateAuthorityFile()),
                        data(config.getClientCertificateData(), config.getClientCertificateFile()),
                        data(config.getClientKeyData(), config.getClientKeyFile()),
                        namespace);
    }

    private String data(String inline, String file) {
        return Base64.getEncoder().encodeToString(bytes(inline, file));
    }

    private byte[] bytes(String inline, String file) {
        try {
            return config.getDataOrFileRelative(inline, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Result answer(Call call, Request request) {
        boolean flows = call.verb().equals("watch") || request.flag("follow");
        return flows ? new RealFlow(this, request, watches) : whole(request);
    }

    private Result.Answer whole(Request request) {
        HttpResponse<byte[]> response = send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Result.Answer(response.statusCode(), headers(response), response.body());
    }

    /** An answer that goes on and on. */
    HttpResponse<InputStream> open(Request request) {
        return send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    static Map<String, String> headers(HttpResponse<?> response) {
        Map<String, String> headers = new LinkedHashMap<>();
        PASSED_ON.forEach(name -> response.headers().firstValue(name).ifPresent(value -> headers.put(name, value)));
        return headers;
    }

    private <T> HttpResponse<T> send(Request request, HttpResponse.BodyHandler<T> handler) {
        HttpRequest.Builder sent = HttpRequest.newBuilder(URI.create(config.getServer() + request.target()))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        for (String name : List.of("accept", "content-type")) {
            if (!request.header(name).isEmpty()) {
                sent.header(name, request.header(name));
            }
        }
        Optional<String> user = access.find(request).map(Access.User::name);
        user.filter(name -> !name.equals(Access.ADMIN)).ifPresent(name -> sent.header("Impersonate-User", name));
        if (user.isEmpty() && !request.header("authorization").isEmpty()) {
            sent.header("Authorization", request.header("authorization"));
        }
        try {
            return (user.isPresent() ? admin : nobody).send(sent.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            // An actor that is ended.
            Thread.currentThread().interrupt();
            throw new Refusal(503, "ServiceUnavailable", "interrupted");
        }
    }

    // As its administrator

    private static Request request(String method, String target, String type, byte[] body) {
        return new Request(
                method,
                target,
                Map.of("authorization", "Bearer " + FakeKube.ADMIN, "content-type", type, "accept", "application/json"),
                body);
    }

    ObjectNode ask(String method, String target) {
        return ask(method, target, Json.object());
    }

    ObjectNode ask(String method, String target, JsonNode body) {
        byte[] bytes = body.isEmpty() ? new byte[0] : Json.bytes(body);
        Result.Answer answer = whole(request(method, target, "application/json", bytes));
        if (answer.status() < 300) {
            return Json.object(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
        String text = new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
        JsonNode status =
                text.startsWith("{") ? Json.object(text) : Json.object().put("message", text);
        throw new Refusal(
                answer.status(),
                Json.text(status, "reason"),
                method + " " + target + ": " + Json.text(status, "message"));
    }

    InputStream watch(String target) {
        return open(request("GET", target, "application/json", new byte[0])).body();
    }
}
