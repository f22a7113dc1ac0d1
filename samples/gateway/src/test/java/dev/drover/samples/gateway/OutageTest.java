package dev.drover.samples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.k8s.fake.Machine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP, in front of two clusters of which one goes down. */
@Timeout(120)
class OutageTest {
    private static final String JOB = "{\"type\": \"Scala\", \"mainApplicationFile\": \"s3://acme/etl.jar\","
            + " \"mainClass\": \"com.acme.Etl\"}";

    @TempDir
    private Path folder;

    @Test
    void whatIsUpServesAndWhatIsDownIsNamed() throws Exception {
        try (TwoClusters clusters = new TwoClusters(folder, Machine::idle);
                Gateway gateway = clusters.gateway(0)) {
            Client alice = new Client(gateway, TwoClusters.ALICE);
            assertThat(alice.post("/spark", JOB).status()).isEqualTo(201);
            clusters.green.kube().down();
            // Connections that broke are found out by this: whether they carried a request cannot be told.
            assertThat(alice.get("/spark/green.alice-x/status").status()).isEqualTo(503);

            for (int i = 0; i < 8; i++) {
                Client.Answer submitted = alice.post("/spark", JOB);
                assertThat(submitted.status()).as(submitted.text()).isEqualTo(201);
                assertThat(submitted.json().get("cluster").asText()).isEqualTo("blue");
            }
            JsonNode list = alice.get("/spark/mySubmissions").json();
            assertThat(list.get("complete").asBoolean()).isFalse();
            assertThat(list.get("submissions").findValuesAsText("cluster"))
                    .contains("blue")
                    .doesNotContain("green");
            assertThat(list.at("/failedClusters/0/cluster").asText()).isEqualTo("green");
            assertThat(list.at("/failedClusters/0/code").asText()).isEqualTo("UNAVAILABLE");
            JsonNode green = alice.get("/clusters").json().at("/clusters/1");
            assertThat(green.get("answers").asBoolean()).isFalse();
            Client.Answer status = alice.get("/spark/green.alice-x/status");
            assertThat(status.status()).as(status.text()).isEqualTo(503);
            assertThat(status.header("Retry-After")).isNotEmpty();

            clusters.blue.kube().down();
            assertThat(alice.get("/spark/blue.alice-x/status").status()).isEqualTo(503);
            Client.Answer nowhere = alice.post("/spark", JOB);
            assertThat(nowhere.status()).as(nowhere.text()).isEqualTo(503);
            assertThat(nowhere.json().get("effect").asText()).isEqualTo("NONE");

            clusters.blue.kube().up();
            clusters.green.kube().up();
            await().atMost(TwoClusters.PATIENCE)
                    .until(() -> alice.get("/spark/mySubmissions")
                            .json()
                            .get("complete")
                            .asBoolean());
        }
    }
}
