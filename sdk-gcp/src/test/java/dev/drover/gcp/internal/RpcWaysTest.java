package dev.drover.gcp.internal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterControllerClient;
import com.google.cloud.dataproc.v1.ClusterControllerSettings;
import com.google.cloud.dataproc.v1.GetClusterRequest;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Secret;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.fake.Clusters;
import dev.drover.gcp.fake.ConnectProxy;
import dev.drover.gcp.fake.FakeRpc;
import dev.drover.gcp.fake.Marked;
import dev.drover.gcp.fake.RpcFault;
import dev.drover.gcp.fake.TlsServer;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import io.grpc.ServerCredentials;
import io.grpc.Status.Code;
import io.grpc.TlsServerCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The ways to a service over gRPC: certificates, proxies, servers that come and go, and tokens that run out. */
@TestInstance(Lifecycle.PER_CLASS)
class RpcWaysTest {
    private static final String MARK = Marked.secret("token");
    private static final String PROVIDER =
            "//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/providers/github";
    private static final Duration LONG = Duration.ofSeconds(20);

    private TlsServer tls;
    private FakeRpc secured;
    private FakeRpc plain;

    @BeforeAll
    void open(@TempDir Path keys) {
        tls = new TlsServer(keys);
        ServerCredentials identity =
                TlsServerCredentials.newBuilder().keyManager(tls.keys()).build();
        secured = new FakeRpc(identity, new Clusters());
        plain = new FakeRpc(new Clusters());
    }

    @AfterEach
    void allFaultsCameToPass() {
        assertThat(secured.unused()).isEmpty();
        assertThat(plain.unused()).isEmpty();
        secured.accept();
        plain.accept();
        tls.server().resetAll();
    }

    @AfterAll
    void close() {
        plain.close();
        secured.close();
        tls.close();
    }

    @Test
    void aCertificateOfOnesOwnAuthorityIsTrustedIfItIsGiven() throws Exception {
        try (Way way = new Way(trusting().anonymous().build())) {
            assertThat(way.get()).isEqualTo("etl");
        }
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused(@TempDir Path folder) {
        int before = secured.calls("GetCluster");
        try (TlsServer other = new TlsServer(folder)) {
            for (GcpOptions options : new GcpOptions[] {
                GcpOptions.builder().endpoint(secured.endpoint()).anonymous().build(),
                GcpOptions.builder()
                        .endpoint(secured.endpoint())
                        .caFile(other.certificate())
                        .anonymous()
                        .build()
            }) {
                Failure failure = failure(options);

                assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
                assertThat(failure.effect()).isEqualTo(Effect.NONE);
                assertThat(failure.retryable()).isFalse();
                assertThat(failure.message()).contains("not trusted").contains("caFile");
            }
        }
        assertThat(secured.calls("GetCluster")).isEqualTo(before);
    }

    @Test
    void certificatesThatCannotBeReadAreRefusedAtOnce(@TempDir Path folder) throws IOException {
        Path wrong = Files.writeString(folder.resolve("ca.pem"), "no certificate");
        for (Path file : new Path[] {wrong, folder.resolve("absent.pem")}) {
            assertThatThrownBy(() -> new Way(trusting().caFile(file).anonymous().build()))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining(file.getFileName().toString());
        }
    }

    @Test
    void callsGoThroughAProxy() throws Exception {
        try (ConnectProxy proxy = new ConnectProxy(secured.endpoint());
                Way way = new Way(trusting().proxy(proxy.address()).anonymous().build())) {
            assertThat(way.get()).isEqualTo("etl");
            assertThat(proxy.requests())
                    .containsExactly("CONNECT 127.0.0.1:" + secured.endpoint().getPort() + " HTTP/1.1");
        }
    }

    @Test
    void aProxyResolvesTheNameAndIsToldTheUser() throws Exception {
        try (ConnectProxy proxy = new ConnectProxy(plain.endpoint(), "etl", MARK);
                Way way = new Way(nowhere()
                        .proxy(proxy.address())
                        .proxyCredentials("etl", Secret.of(MARK))
                        .build())) {
            assertThat(way.get()).isEqualTo("etl");
            assertThat(proxy.requests()).containsExactly("CONNECT dataproc.nowhere.invalid:80 HTTP/1.1");
        }
    }

    @Test
    void aProxyThatDoesNotKnowTheUserIsSaid() {
        int before = plain.calls("GetCluster");
        try (ConnectProxy proxy = new ConnectProxy(plain.endpoint(), "etl", "another")) {
            GcpOptions.Builder through = nowhere().proxy(proxy.address());
            Failure none = failure(through.build());
            Failure wrong =
                    failure(through.proxyCredentials("etl", Secret.of(MARK)).build());

            for (Failure failure : new Failure[] {none, wrong}) {
                assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
                assertThat(failure.effect()).isEqualTo(Effect.NONE);
                assertThat(failure.retryable()).isFalse();
                assertThat(failure.message()).contains("proxyCredentials").doesNotContain(MARK);
            }
            assertThat(proxy.requests()).hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(plain.calls("GetCluster")).isEqualTo(before);
    }

    @Test
    void aProxyThatIsNotThereIsSaid() {
        for (URI proxy :
                new URI[] {URI.create("http://127.0.0.1:1"), URI.create("http://proxy.nowhere.invalid:3128")}) {
            Failure failure = failure(nowhere().proxy(proxy).build());

            neverConnected(failure);
        }
    }

    @Test
    void aProxyOverTlsIsRefusedAtOnce() {
        GcpOptions options =
                nowhere().proxy(URI.create("https://127.0.0.1:3128")).build();

        assertThatThrownBy(() -> new Way(options))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        Failure refused = failure(GcpOptions.builder()
                .endpoint(URI.create("http://127.0.0.1:1"))
                .anonymous()
                .build());
        Failure unknown = failure(nowhere().build());

        neverConnected(refused);
        assertThat(refused.message()).contains("cannot be connected to");
        neverConnected(unknown);
        assertThat(unknown.message()).contains("cannot be resolved");
    }

    @Test
    void aServerThatIsBackIsReachedWithTheNextCall() throws Exception {
        try (FakeRpc server = new FakeRpc(new Clusters());
                Way way = new Way(server.options())) {
            assertThat(way.get()).isEqualTo("etl");
            server.down();
            // It may be on its way while the line breaks.
            assertThat(way.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
            // More than enough for a pause of gRPC's own that outlasts this test.
            for (int i = 0; i < 12; i++) {
                neverConnected(way.failure());
            }
            server.up();

            assertThat(way.get()).isEqualTo("etl");
        }
    }

    @Test
    void aLineThatBreaksInTheMiddleLeavesItOpen() {
        for (RpcFault fault : new RpcFault[] {new RpcFault.LoseRequest(), new RpcFault.LoseResponse()}) {
            plain.next("GetCluster", fault);

            Failure failure = failure(plain.options());

            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(failure.retryable()).isTrue();
        }
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnce(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first-" + MARK);
        tokens("first", "one-" + MARK);
        tokens("second", "two-" + MARK);
        secured.accept("one-" + MARK);
        int before = secured.calls("GetCluster");

        try (Way way = new Way(identified(file))) {
            assertThat(way.get()).isEqualTo("etl");
            Files.writeString(file, "second-" + MARK);
            secured.accept("two-" + MARK);

            assertThat(way.get()).isEqualTo("etl");
        }
        tls.server().verify(2, postRequestedFor(urlEqualTo("/v1/token")));
        assertThat(secured.calls("GetCluster") - before).isEqualTo(3);
    }

    @Test
    void aTokenThatStaysRefusedIsRenewedNoMore(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first-" + MARK);
        tokens("first", "one-" + MARK);
        secured.accept("another");
        int before = secured.calls("GetCluster");

        Failure failure = failure(identified(file));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.message()).doesNotContain(MARK);
        tls.server().verify(2, postRequestedFor(urlEqualTo("/v1/token")));
        assertThat(secured.calls("GetCluster") - before).isEqualTo(2);
    }

    @Test
    void aTokenThatCannotBeHadIsNoFaultOfTheService(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "first-" + MARK);
        tls.server()
                .stubFor(post(urlEqualTo("/v1/token"))
                        .willReturn(json("{\"error\":\"invalid_grant\",\"error_description\":\"It is too old\"}")
                                .withStatus(400)));
        int before = secured.calls("GetCluster");

        Failure failure = failure(identified(file));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.message()).contains("invalid_grant").doesNotContain(MARK);
        assertThat(secured.calls("GetCluster")).isEqualTo(before);
    }

    @Test
    void aQuotaSaysWhenToComeBack() {
        plain.next("GetCluster", RpcFault.throttle(Duration.ofSeconds(7)));

        Failure failure = failure(plain.options());

        assertThat(failure.code()).isEqualTo(ErrorCode.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void aRefusalThatQuotesATokenDoesNot() {
        plain.next("GetCluster", RpcFault.refuse(Code.UNAUTHENTICATED, "Bad token ya29." + MARK));

        assertThat(failure(plain.options()).message()).contains("Bad token").doesNotContain(MARK);
    }

    private GcpOptions.Builder trusting() {
        return GcpOptions.builder().endpoint(secured.endpoint()).caFile(tls.certificate());
    }

    private static GcpOptions.Builder nowhere() {
        return GcpOptions.builder()
                .endpoint(URI.create("http://dataproc.nowhere.invalid"))
                .anonymous();
    }

    private GcpOptions identified(Path token) {
        return trusting()
                .oidcTokenFile(token, PROVIDER)
                .tokenEndpoint(URI.create(tls.https() + "/v1/token"))
                .build();
    }

    private void tokens(String of, String becomes) {
        tls.server()
                .stubFor(post(urlEqualTo("/v1/token"))
                        .withRequestBody(containing("subject_token=" + of))
                        .willReturn(json("{\"access_token\":\"" + becomes
                                + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\","
                                + "\"token_type\":\"Bearer\",\"expires_in\":3600}")));
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static void neverConnected(Failure failure) {
        assertThat(failure.code()).as(failure.message()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.retryable()).isTrue();
    }

    private static Failure failure(GcpOptions options) {
        try (Way way = new Way(options)) {
            return way.failure();
        }
    }

    /** A client over a connection of its own. */
    private static final class Way implements AutoCloseable {
        private final GcpConnection connection;
        private final Rpc rpc;
        private final ClusterControllerClient client;

        Way(GcpOptions options) {
            connection = GcpConnection.open(options, options.anonymous());
            rpc = connection.rpc("dataproc.example");
            ClusterControllerSettings.Builder settings = ClusterControllerSettings.newBuilder();
            rpc.prepare(settings);
            try {
                client = ClusterControllerClient.create(settings.build());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        String get() throws Exception {
            Cluster answer = rpc.call(
                    client.getClusterCallable(),
                    GetClusterRequest.newBuilder().setClusterName("etl").build(),
                    LONG);
            return answer.getClusterName();
        }

        /** What it means, if the call had changed something. */
        Failure failure() {
            Throwable error = catchThrowable(this::get);
            assertThat(error).isNotNull();
            return GcpFailures.classify(NativeCall.of("CreateCluster", Safety.UNSAFE, "dataproc.example", LONG), error);
        }

        @Override
        public void close() {
            client.close();
            rpc.close();
            connection.close();
        }
    }
}
