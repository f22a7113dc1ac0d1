package dev.drover.gcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterControllerClient;
import com.google.cloud.dataproc.v1.ClusterControllerGrpc.ClusterControllerImplBase;
import com.google.cloud.dataproc.v1.ClusterControllerSettings;
import com.google.cloud.dataproc.v1.GetClusterRequest;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.gcp.fake.RpcFault;
import io.grpc.Status.Code;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RpcTest {
    private static final GetClusterRequest REQUEST =
            GetClusterRequest.newBuilder().setClusterName("etl").build();

    private final FakeRpc server = new FakeRpc(new ClusterControllerImplBase() {
        @Override
        public void getCluster(GetClusterRequest request, StreamObserver<Cluster> answer) {
            answer.onNext(Cluster.newBuilder()
                    .setClusterName(request.getClusterName())
                    .build());
            answer.onCompleted();
        }
    });
    private Rpc rpc;
    private ClusterControllerClient client;

    @BeforeEach
    void open() throws IOException {
        rpc = GcpConnection.open(server.options(), true).rpc("dataproc.example");
        ClusterControllerSettings.Builder settings = ClusterControllerSettings.newBuilder();
        rpc.prepare(settings);
        client = ClusterControllerClient.create(settings.build());
    }

    @AfterEach
    void close() {
        client.close();
        rpc.close();
        server.close();
        assertThat(server.unused()).isEmpty();
    }

    private Cluster get(Duration left) throws Exception {
        return rpc.call(client.getClusterCallable(), REQUEST, left);
    }

    @Test
    void anAnswerComes() throws Exception {
        assertThat(get(Duration.ofSeconds(20)).getClusterName()).isEqualTo("etl");
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
}
