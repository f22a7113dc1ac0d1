package dev.drover.standalone.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterClientTest {
    private final FakeSpark spark = new FakeSpark();
    private final MasterEndpoints endpoints = MasterEndpoints.of(spark.uri(), spark.uri(), Optional.empty());
    private final MasterClient master = new MasterClient(
            new SparkHttp(Duration.ofSeconds(5), Duration.ofSeconds(10), InstantSource.system()), endpoints);

    @AfterEach
    void stop() {
        spark.close();
    }

    private void answerWith(String body) {
        spark.nextAnswer(answer ->
                ResponseDefinitionBuilder.responseDefinition().withStatus(200).withBody(body));
    }

    /** Recorded from real masters. */
    @ParameterizedTest
    @ValueSource(strings = {"3.5.8", "4.2.0"})
    void readsWhatMastersSay(String version) throws IOException {
        try (InputStream recorded = MasterClientTest.class.getResourceAsStream("master-" + version + ".json")) {
            answerWith(new String(recorded.readAllBytes(), StandardCharsets.UTF_8));
        }

        MasterState state = master.state(CountingContext.create());

        assertThat(state.alive()).isTrue();
        assertThat(state.url()).startsWith("spark://127.0.0.1:");
        assertThat(state.workers()).hasSize(2).allSatisfy(worker -> {
            assertThat(worker.alive()).isTrue();
            assertThat(worker.cores()).isEqualTo(2);
            assertThat(worker.memoryMiB()).isEqualTo(3072);
            assertThat(worker.ui()).startsWith("http://127.0.0.1:");
        });
        assertThat(state.completedDrivers()).isNotEmpty().allSatisfy(driver -> {
            assertThat(driver.id()).startsWith("driver-2026");
            assertThat(driver.mainClass()).startsWith("dev.drover.standalone.agent.Job");
            assertThat(driver.workerId())
                    .matches(id -> id.isEmpty() || state.workerOf(driver).isPresent());
        });
        assertThat(state.completedDrivers()).anySatisfy(driver -> {
            assertThat(driver.state()).isEqualTo("KILLED");
            assertThat(driver.cores()).isEqualTo(8);
            assertThat(driver.memoryMiB()).isEqualTo(512);
            assertThat(driver.workerId()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE html>", "{\"status\":\"ALIVE\"", "{}", "[]", "", "{\"workers\":[]}"})
    void refusesOtherAnswers(String body) {
        answerWith(body);

        DroverException error =
                catchThrowableOfType(DroverException.class, () -> master.state(CountingContext.create()));

        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error.effect()).isEqualTo(Effect.NONE);
        assertThat(error.retryable()).as("a master that starts answers so too").isTrue();
        assertThat(error).hasMessageContaining("web interface");
    }

    @Test
    void describesTheCluster() {
        ClusterStatus ready = status();
        assertThat(ready.state()).isEqualTo(ClusterState.READY);
        assertThat(ready.nodes(ClusterNode.Role.MASTER)).hasSize(1);
        assertThat(ready.nodes(ClusterNode.Role.WORKER)).hasSize(1);
        assertThat(ready.metrics())
                .extracting(target -> target.role())
                .containsExactly("master", "applications", "worker");
        assertThat(ready.problem()).isEmpty();

        spark.workerState = "DEAD";
        ClusterStatus degraded = status();
        assertThat(degraded.state()).isEqualTo(ClusterState.DEGRADED);
        assertThat(degraded.problem()).hasValue("0 of 1 workers are alive; 127.0.0.1:7078 is DEAD");

        spark.masterStatus = "RECOVERING";
        assertThat(status().state()).isEqualTo(ClusterState.UNKNOWN);
    }

    private ClusterStatus status() {
        return MasterStatus.of(
                ClusterId.parse("spark://h:7077"),
                endpoints,
                master.state(CountingContext.create()),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }
}
