package dev.drover.aws.internal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Secret;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.fake.Marked;
import dev.drover.spi.Failure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.emr.EmrClient;

/** Regions, and the ways to AWS: through a proxy, and to servers with a certificate of one's own authority. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsConnectionTest {
    private static final String HOST = "elasticmapreduce.eu-west-1.nowhere.invalid";
    private static final String PASSWORD = Marked.secret("proxy-password");

    private WireMockServer server;
    private Path certificate;

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("server.p12");
        certificate = folder.resolve("ca.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keyalg",
                "EC",
                "-dname",
                "CN=Acme",
                "-ext",
                "san=dns:" + HOST + ",ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "ca",
                "-file",
                certificate.toString(),
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(store.toString())
                .keystorePassword("changeit")
                .keyManagerPassword("changeit")
                .keystoreType("PKCS12"));
        server.start();
    }

    @AfterAll
    void close() {
        server.stop();
    }

    @BeforeEach
    void reset() {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withBody("{\"Steps\":[]}")));
    }

    @Test
    void aCertificateOfOnesOwnAuthorityIsTrustedIfItIsGiven() {
        ask(AwsOptions.builder()
                .region("eu-west-1")
                .endpoint(URI.create("https://127.0.0.1:" + server.httpsPort()))
                .caFile(certificate)
                .build());

        server.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void requestsTunnelThroughAProxyThatKnowsTheUser() throws IOException {
        try (TunnelProxy proxy = new TunnelProxy("etl", PASSWORD, server.httpsPort())) {
            AwsOptions options = throughProxy(proxy)
                    .proxyCredentials("etl", Secret.of(PASSWORD))
                    .build();

            ask(options);

            assertThat(proxy.tunnels()).containsExactly(HOST + ":443");
            server.verify(1, anyRequestedFor(anyUrl()).withoutHeader("Proxy-Authorization"));
        }
    }

    @Test
    void aProxyThatDoesNotKnowTheUserIsSaidSo() throws IOException {
        try (TunnelProxy proxy = new TunnelProxy("etl", PASSWORD, server.httpsPort())) {
            Failure unnamed = failure(throughProxy(proxy).build());
            Failure wrong = failure(throughProxy(proxy)
                    .proxyCredentials("etl", Secret.of(Marked.secret("wrong-password")))
                    .build());

            for (Failure failure : new Failure[] {unnamed, wrong}) {
                assertThat(failure)
                        .extracting(Failure::code, Failure::effect, Failure::retryable)
                        .containsExactly(ErrorCode.UNAUTHENTICATED, Effect.NONE, false);
                assertThat(failure.message()).contains("AwsOptions.proxyCredentials");
            }
            assertThat(proxy.tunnels()).isEmpty();
        }
    }

    @Test
    void anUnencryptedRequestIsHandedToTheProxy() {
        server.resetAll();
        server.stubFor(any(anyUrl())
                .willReturn(aResponse().withStatus(407).withHeader("Proxy-Authenticate", "Basic realm=\"acme\"")));

        Failure failure = failure(AwsOptions.builder()
                .region("eu-west-1")
                .endpoint(URI.create("http://" + HOST))
                .proxy(URI.create("http://127.0.0.1:" + server.port()))
                .build());

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        server.verify(1, anyRequestedFor(anyUrl()).withHeader("Host", equalTo(HOST)));
    }

    @Test
    void aProxyThatIsNotThereHadNoEffect() throws IOException {
        AwsOptions options;
        try (TunnelProxy proxy = new TunnelProxy("etl", PASSWORD, server.httpsPort())) {
            options = throughProxy(proxy).build();
        }

        assertThat(failure(options))
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.UNAVAILABLE, Effect.NONE, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-west-1", "us-gov-west-1", "us-isob-east-1", "eusc-de-east-1", "cn-north-1"})
    void aLocationMayNameARegion(String name) {
        try (AwsConnection aws = AwsConnection.open(AwsOptions.standard(), Optional.of(name))) {
            assertThat(aws.region()).isEqualTo(name);
        }
    }

    @Test
    void theRegionThatIsSetWins() {
        AwsOptions options = AwsOptions.builder().region("auto").build();
        for (String name : new String[] {"eu-west-1", "production", ""}) {
            try (AwsConnection aws = AwsConnection.open(options, Optional.of(name))) {
                assertThat(aws.region()).isEqualTo("auto");
            }
        }
    }

    @Test
    void aNameThatIsBoundToNothingIsRefused() {
        assertThatThrownBy(() -> AwsConnection.open(AwsOptions.standard(), Optional.of("prodcution")))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("'prodcution' is no region");
    }

    private AwsOptions.Builder throughProxy(TunnelProxy proxy) {
        return AwsOptions.builder()
                .region("eu-west-1")
                .endpoint(URI.create("https://" + HOST))
                .caFile(certificate)
                .proxy(proxy.address());
    }

    private static Failure failure(AwsOptions options) {
        return catchThrowableOfType(Direct.Thrown.class, () -> ask(options)).failure();
    }

    private static void ask(AwsOptions options) {
        try (AwsConnection aws = AwsConnection.open(options, Optional.empty());
                EmrClient emr = aws.client(EmrClient.builder())) {
            Object unused = aws.calls("elasticmapreduce")
                    .unsafe(
                            "AddJobFlowSteps",
                            new Direct(Duration.ofSeconds(20)),
                            limits ->
                                    emr.addJobFlowSteps(r -> r.jobFlowId("j-1").overrideConfiguration(limits)));
        }
    }

    private static void keytool(String... arguments) throws Exception {
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        process.command().addAll(java.util.List.of(arguments));
        process.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        assertThat(process.start().waitFor()).isZero();
    }
}
