package dev.drover.gcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterControllerClient;
import com.google.cloud.dataproc.v1.ClusterControllerSettings;
import com.google.cloud.dataproc.v1.GetClusterRequest;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.fake.Clusters;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.gcp.fake.RpcFault;
import io.grpc.Status.Code;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls over gRPC: once, in time, and ended by whoever asked. */
class RpcTest {
    private static final GetClusterRequest REQUEST =
            GetClusterRequest.newBuilder().setClusterName("etl").build();

    /** More than gRPC takes unless told. */
    private static final int LARGE = 5 << 20;

    private final FakeRpc server = new FakeRpc(new Clusters("x".repeat(LARGE)));
    private Rpc rpc;
    private ClusterControllerClient client;

    @BeforeEach
    void open() throws IOException {
        rpc = GcpConnection.open(server.options(), true).rpc("dataproc.example");
        client = client(rpc);
    }

    @AfterEach
    void close() {
        client.close();
        rpc.close();
        server.close();
        assertThat(server.unused()).isEmpty();
    }

    private static ClusterControllerClient client(Rpc rpc) throws IOException {
        ClusterControllerSettings.Builder settings = ClusterControllerSettings.newBuilder();
        rpc.prepare(settings);
        return ClusterControllerClient.create(settings.build());
    }

    private Cluster get(Duration left) throws Exception {
        return rpc.call(client.getClusterCallable(), REQUEST, left);
    }

    @Test
    void anAnswerComes() throws Exception {
        Cluster answer = get(Duration.ofSeconds(20));

        assertThat(answer.getClusterName()).isEqualTo("etl");
        assertThat(answer.getStatus().getDetail()).hasSize(LARGE);
    }

    @Test
    void aLostAnswerIsALineThatBroke() {
        server.next("GetCluster", new RpcFault.LoseResponse());

        assertThat(status(catchThrowable(() -> get(Duration.ofSeconds(20))))).isEqualTo(StatusCode.Code.UNAVAILABLE);
        assertThat(server.calls("GetCluster")).isEqualTo(1);
    }

    @Test
    void silenceEndsWithTheTimeOfTheCall() {
        server.next("GetCluster", new RpcFault.Silence());

        assertThat(status(catchThrowable(() -> get(Duration.ofMillis(300)))))
                .isEqualTo(StatusCode.Code.DEADLINE_EXCEEDED);
        await().atMost(Duration.ofMinutes(1)).until(() -> server.cancelled() == 1);
    }

    @Test
    void anInterruptEndsACallOnBothSides() throws Exception {
        server.next("GetCluster", new RpcFault.Silence());
        FutureTask<Throwable> call = new FutureTask<>(() -> catchThrowable(() -> get(Duration.ofMinutes(5))));
        Thread caller = new Thread(call);
        caller.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> server.calls("GetCluster") == 1);

        caller.interrupt();

        assertThat(call.get(1, TimeUnit.MINUTES)).isInstanceOf(InterruptedException.class);
        await().atMost(Duration.ofMinutes(1)).until(() -> server.cancelled() == 1);
    }

    @Test
    void aClosedServiceEndsCallsThatAreUnderWay() throws Exception {
        server.next("GetCluster", new RpcFault.Silence());
        FutureTask<Throwable> call = new FutureTask<>(() -> catchThrowable(() -> get(Duration.ofMinutes(5))));
        new Thread(call).start();
        await().atMost(Duration.ofMinutes(1)).until(() -> server.calls("GetCluster") == 1);

        rpc.close();

        assertThat(status(call.get(1, TimeUnit.MINUTES))).isEqualTo(StatusCode.Code.UNAVAILABLE);
    }

    @Test
    void aProgramThatForgetsToCloseEndsAllTheSame() throws Exception {
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Forgetful.class.getName(),
                        server.endpoint().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(program.waitFor(3, TimeUnit.MINUTES)).as("it has ended").isTrue();
            assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("etl");
            assertThat(program.exitValue()).isZero();
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void aRefusalCarriesItsDetails() {
        server.next("GetCluster", RpcFault.throttle(Duration.ofSeconds(7)));

        ApiException refused = (ApiException) catchThrowable(() -> get(Duration.ofSeconds(20)));

        assertThat(status(refused)).isEqualTo(StatusCode.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getErrorDetails().getRetryInfo().getRetryDelay().getSeconds())
                .isEqualTo(7);
        assertThat(refused.getReason()).isEqualTo("RATE_LIMIT_EXCEEDED");
    }

    @Test
    void nothingIsRepeated() {
        server.always("GetCluster", RpcFault.refuse(Code.UNAVAILABLE, "try later"));

        assertThat(status(catchThrowable(() -> get(Duration.ofSeconds(20))))).isEqualTo(StatusCode.Code.UNAVAILABLE);
        assertThat(server.calls("GetCluster")).isEqualTo(1);
    }

    private static StatusCode.Code status(Throwable error) {
        assertThat(error).isInstanceOf(ApiException.class);
        return ((ApiException) error).getStatusCode().getCode();
    }

    /** A program that makes a call and comes to its end, with everything left open. */
    static final class Forgetful {

        private Forgetful() {}

        public static void main(String[] args) throws Exception {
            GcpOptions options = GcpOptions.builder()
                    .endpoint(URI.create(args[0]))
                    .anonymous()
                    .build();
            Rpc rpc = GcpConnection.open(options, true).rpc("dataproc.example");
            System.out.print(rpc.call(client(rpc).getClusterCallable(), REQUEST, Duration.ofSeconds(20))
                    .getClusterName());
        }
    }
}
