package dev.drover.gcp.internal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.GuardOptions;
import dev.drover.Secret;
import dev.drover.StorageUri;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.fake.Marked;
import dev.drover.gcp.fake.TlsServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to Google Cloud: through a proxy, to servers with a certificate of one's own authority, and in time. */
@TestInstance(Lifecycle.PER_CLASS)
class GcpConnectionTest {
    private static final StorageUri OBJECT = StorageUri.parse("gs://bucket/a");
    private static final String PASSWORD = Marked.secret("password");

    private TlsServer tls;
    private WireMockServer server;

    @BeforeAll
    void open(@TempDir Path folder) {
        tls = new TlsServer(folder);
        server = tls.server();
    }

    @AfterAll
    void close() {
        tls.close();
    }

    @BeforeEach
    void reset() {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
    }

    @Test
    void aCertificateOfOnesOwnAuthorityIsTrustedIfItIsGiven() {
        stat(overTls().caFile(tls.certificate()).build());

        server.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        DroverException e = failure(overTls().build());

        assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(e).hasMessageContaining("caFile");
        server.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void certificatesThatCannotBeReadAreRefusedAtOnce() {
        DroverException e = failure(
                overTls().caFile(tls.certificate().resolveSibling("none.pem")).build());

        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void requestsGoThroughAProxyThatKnowsTheUser() {
        server.stubFor(any(anyUrl())
                .withHeader("Proxy-Authorization", absent())
                .willReturn(aResponse().withStatus(407).withHeader("Proxy-Authenticate", "Basic realm=\"acme\"")));
        GcpOptions.Builder options = GcpOptions.builder()
                .anonymous()
                .endpoint(URI.create("http://storage.nowhere.invalid"))
                .proxy(tls.http());

        stat(options.proxyCredentials("etl", Secret.of(PASSWORD)).build());
        server.verify(anyRequestedFor(anyUrl()).withHost(equalTo("storage.nowhere.invalid")));
    }

    @Test
    void aProxyThatDoesNotKnowTheUserIsSaid() {
        server.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(407).withHeader("Proxy-Authenticate", "Basic realm=\"acme\"")));

        DroverException e = failure(GcpOptions.builder()
                .anonymous()
                .endpoint(URI.create("http://storage.nowhere.invalid"))
                .proxy(tls.http())
                .build());

        assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(e.effect()).isEqualTo(Effect.NONE);
        assertThat(e).hasMessageContaining("proxyCredentials");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://storage.acme.example",
                "http://10.1.2.3:8080",
                "http://127.0.0.1.acme.example",
                "http://localhost.acme.example",
                "http://[::2]:80"
            })
    void credentialsAreNotSentWhereOthersCanReadThem(String endpoint) {
        GcpOptions.Builder options = GcpOptions.builder().endpoint(URI.create(endpoint));

        // Before anything is sent, and before credentials are looked for.
        refusedAtOnce(options.build());
        // Whoever is asked without credentials may be anywhere.
        GcpOptions anonymous = options.anonymous().build();
        try (GcpConnection connection = GcpConnection.open(anonymous, true);
                Rpc rpc = connection.rpc("dataproc.example")) {
            assertThat(connection.http(URI.create(endpoint))).isNotNull();
            assertThat(rpc).isNotNull();
        }
    }

    @Test
    void aProxyCanReadThemToo() {
        refusedAtOnce(GcpOptions.builder()
                .endpoint(URI.create("http://127.0.0.1:1"))
                .proxy(URI.create("http://proxy.acme.example:3128"))
                .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "https://storage.acme.example"})
    void credentialsAreSentOverTlsAndWithinTheMachine(String endpoint) {
        GcpOptions options = GcpOptions.builder().endpoint(URI.create(endpoint)).build();
        try (GcpConnection connection = GcpConnection.open(options, false);
                Rpc rpc = connection.rpc("dataproc.example")) {
            assertThat(connection.http(URI.create(endpoint))).isNotNull();
            assertThat(rpc).isNotNull();
        }
    }

    private static void refusedAtOnce(GcpOptions options) {
        try (GcpConnection connection = GcpConnection.open(options, false)) {
            DroverException overGrpc =
                    catchThrowableOfType(DroverException.class, () -> connection.rpc("dataproc.example"));
            for (DroverException e : List.of(failure(options), overGrpc)) {
                assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
                assertThat(e).hasMessageContaining("https");
            }
        }
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        DroverException e = failure(GcpOptions.builder()
                .anonymous()
                .endpoint(URI.create("http://127.0.0.1:1"))
                .build());

        assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(e.effect()).isEqualTo(Effect.NONE);
        assertThat(e).hasMessageContaining("cannot be connected to");
    }

    @Test
    void aServerThatDoesNotAnswerIsLeftInTime() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(3_000)));
        GcpOptions options = GcpOptions.builder()
                .anonymous()
                .endpoint(tls.http())
                .requestTimeout(Duration.ofMillis(200))
                .build();
        long before = System.nanoTime();

        DroverException e = failure(options);

        assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }

    private GcpOptions.Builder overTls() {
        return GcpOptions.builder().anonymous().endpoint(tls.https());
    }

    private static void stat(GcpOptions options) {
        try (Drover drover = Drover.builder()
                .guard(GuardOptions.builder().maxTries(1).build())
                .configure("gs://", options)
                .build()) {
            assertThat(drover.storage(OBJECT).stat(OBJECT)).isEmpty();
        }
    }

    private static DroverException failure(GcpOptions options) {
        DroverException e = catchThrowableOfType(DroverException.class, () -> stat(options));
        assertThat(e).isNotNull();
        return e;
    }
}
