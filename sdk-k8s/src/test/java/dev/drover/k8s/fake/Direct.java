package dev.drover.k8s.fake;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks the server directly, with nothing between that might make up for it. */
final class Direct {

    /** An answer as it came. */
    record Seen(int status, HttpResponse<String> response) {
        JsonNode json() {
            return Json.object(response.body());
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private final URI server;
    private final String token;
    private final HttpClient http;

    Direct(FakeKube kube, String token) {
        this.server = kube.url();
        this.token = token;
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(kube.authority()))
                .build();
    }

    private static SSLContext trusting(Path authority) {
        try (InputStream in = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path)).header("Authorization", "Bearer " + token);
    }

    Seen send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Seen(response.statusCode(), response);
    }

    /** The lines of an answer as they come. */
    HttpResponse<InputStream> open(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    Seen get(String path) throws IOException, InterruptedException {
        return send(request(path).build());
    }

    Seen post(String path, String body) throws IOException, InterruptedException {
        return body("POST", path, "application/json", body);
    }

    Seen put(String path, String body) throws IOException, InterruptedException {
        return body("PUT", path, "application/json", body);
    }

    Seen patch(String path, String type, String body) throws IOException, InterruptedException {
        return body("PATCH", path, type, body);
    }

    Seen delete(String path, String body) throws IOException, InterruptedException {
        return body("DELETE", path, "application/json", body);
    }

    private Seen body(String method, String path, String type, String body) throws IOException, InterruptedException {
        return send(request(path)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", type)
                .build());
    }
}
