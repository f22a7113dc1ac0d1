package dev.drover.its;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.gcs.GcsOptions;
import dev.drover.testkit.StorageConformance;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The contract of storage, on fake-gcs-server, which its/run starts. */
@TestInstance(Lifecycle.PER_CLASS)
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_FAKE_GCS", matches = ".+")
class FakeGcsServerTest extends StorageConformance {
    private static final int PART = 256 * 1024;

    private final URI server = URI.create("http://" + System.getenv("DROVER_ITS_FAKE_GCS"));
    private final Drover drover = drover(GcsOptions.standard());

    private Drover drover(GcsOptions options) {
        return Drover.builder()
                .configure(
                        "gs://",
                        GcpOptions.builder().endpoint(server).anonymous().build())
                .configure("gs://", options)
                .build();
    }

    @BeforeAll
    void makeBucket() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/storage/v1/b?project=its"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"bucket\"}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isIn(200, 409);
    }

    @Override
    protected Storage storage() {
        return drover.storage(root());
    }

    @Override
    protected StorageUri root() {
        return StorageUri.parse("gs://bucket/conformance/");
    }

    @Test
    void largeObjectsTravelInParts() throws IOException {
        roundTrip(GcsOptions.builder().partSize(PART).neverCompose().build());
    }

    @Test
    void largeObjectsAreComposed() throws IOException {
        roundTrip(GcsOptions.builder().partSize(PART).composeAbove(0).build());
    }

    private void roundTrip(GcsOptions options) throws IOException {
        byte[] bytes = new byte[40 * PART + 1_000];
        new Random(7).nextBytes(bytes);
        StorageUri uri = uri("large");
        try (Drover other = drover(options)) {
            Storage storage = other.storage(uri);
            assertThat(storage.putIfAbsent(uri, Content.of(bytes))).isPresent();
            assertThat(storage.putIfAbsent(uri, Content.of(bytes))).isEmpty();
            try (InputStream in = storage.get(uri)) {
                assertThat(in.readAllBytes()).isEqualTo(bytes);
            }
            storage.delete(uri);
        }
    }

    @AfterAll
    void close() {
        drover.close();
    }
}
