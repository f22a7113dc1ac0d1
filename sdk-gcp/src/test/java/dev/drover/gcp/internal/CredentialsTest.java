package dev.drover.gcp.internal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.gcp.GcpOptions;
import dev.drover.gcp.fake.FakeGcs;
import dev.drover.gcp.fake.Marked;
import dev.drover.gcp.fake.TlsServer;
import dev.drover.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Where credentials come from, against servers of tokens on the loopback. Each secret has a mark in it. */
@TestInstance(Lifecycle.PER_CLASS)
class CredentialsTest {
    private static final String MARK = Marked.secret("token");
    private static final String PROVIDER =
            "//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/ci/providers/github";
    private static final String ACCOUNT = "etl@acme-data.iam.gserviceaccount.com";
    private static final String IMPERSONATE = "/v1/projects/-/serviceAccounts/" + ACCOUNT + ":generateAccessToken";
    private static final StorageUri OBJECT = StorageUri.parse("gs://bucket/a");

    private TlsServer tls;
    private WireMockServer tokens;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream usual = System.err;
    private FakeGcs server;

    @TempDir
    private Path folder;

    @BeforeAll
    void open(@TempDir Path keys) {
        tls = new TlsServer(keys);
        tokens = tls.server();
    }

    @BeforeEach
    void reset() {
        tokens.resetAll();
        server = new FakeGcs("bucket");
        written.reset();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void nothingWasTold() {
        System.setErr(usual);
        server.close();
        assertThat(written.toString(StandardCharsets.UTF_8)).as("log").doesNotContain(MARK);
    }

    @AfterAll
    void close() {
        tls.close();
    }

    @Test
    void aKeyOfAServiceAccountSignsForAToken() throws Exception {
        tokens.stubFor(post(urlEqualTo("/token"))
                .withRequestBody(containing("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"))
                .willReturn(token("ya29." + MARK)));
        server.accept("ya29." + MARK);

        put(options().credentialsFile(key()).build());

        tokens.verify(1, postRequestedFor(urlEqualTo("/token")));
        assertThat(server.names("bucket")).containsExactly("a");
    }

    @Test
    void anOidcTokenIsExchanged() throws IOException {
        tokens.stubFor(post(urlEqualTo("/v1/token"))
                .withRequestBody(containing("subject_token=first-" + MARK))
                .withRequestBody(containing("workloadIdentityPools%2Fci"))
                .willReturn(token("one-" + MARK)));
        server.accept("one-" + MARK);

        put(oidc("first-" + MARK).build());

        assertThat(server.names("bucket")).containsExactly("a");
    }

    @Test
    void aTokenThatHasExpiredIsRenewedFromTheFile() throws IOException {
        tokens.stubFor(post(urlEqualTo("/v1/token"))
                .withRequestBody(containing("subject_token=first"))
                .willReturn(token("one-" + MARK)));
        tokens.stubFor(post(urlEqualTo("/v1/token"))
                .withRequestBody(containing("subject_token=second"))
                .willReturn(token("two-" + MARK)));
        server.accept("one-" + MARK);
        GcpOptions options = oidc("first-" + MARK).build();

        try (Drover drover = drover(options)) {
            drover.storage(OBJECT).put(OBJECT, Content.of("x"));
            Files.writeString(folder.resolve("token"), "second-" + MARK);
            server.accept("two-" + MARK);
            drover.storage(OBJECT).put(OBJECT, Content.of("y"));
        }

        assertThat(server.bytes("bucket", "a")).containsExactly('y');
        tokens.verify(2, postRequestedFor(urlEqualTo("/v1/token")));
    }

    @Test
    void aServiceAccountIsImpersonated() throws IOException {
        tokens.stubFor(post(urlEqualTo("/v1/token")).willReturn(token("one-" + MARK)));
        tokens.stubFor(post(urlPathEqualTo(IMPERSONATE))
                .withHeader("Authorization", equalTo("Bearer one-" + MARK))
                .willReturn(json("{\"accessToken\":\"acting-" + MARK + "\",\"expireTime\":\""
                        + Instant.now().plusSeconds(3600).truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + "\"}")));
        server.accept("acting-" + MARK);

        put(oidc("first-" + MARK)
                .serviceAccount(ACCOUNT)
                .impersonationEndpoint(tls.https())
                .build());

        assertThat(server.names("bucket")).containsExactly("a");
    }

    @Test
    void whoMayNotImpersonateIsTold() throws IOException {
        tokens.stubFor(post(urlEqualTo("/v1/token")).willReturn(token("one-" + MARK)));
        tokens.stubFor(post(urlPathEqualTo(IMPERSONATE))
                .willReturn(json("{\"error\":{\"code\":403,\"message\":\"Permission denied\"}}")
                        .withStatus(403)));

        DroverException e = failure(() -> put(oidc("first-" + MARK)
                .serviceAccount(ACCOUNT)
                .impersonationEndpoint(tls.https())
                .build()));

        assertThat(e.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(e.effect()).isEqualTo(Effect.NONE);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aTokenThatIsRefusedIsNotRepeated() throws IOException {
        tokens.stubFor(post(urlEqualTo("/v1/token"))
                .willReturn(json("{\"error\":\"invalid_grant\",\"error_description\":\"The token is too old\"}")
                        .withStatus(400)));

        DroverException e = failure(() -> put(oidc("first-" + MARK).build()));

        assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(e.effect()).isEqualTo(Effect.NONE);
        assertThat(e.retryable()).isFalse();
        assertThat(e).hasMessageContaining("invalid_grant");
        tokens.verify(1, postRequestedFor(urlEqualTo("/v1/token")));
    }

    @Test
    void aServerOfTokensThatIsIllIsAskedAgain() throws IOException {
        tokens.stubFor(post(urlEqualTo("/v1/token"))
                .inScenario("ill")
                .whenScenarioStateIs("Started")
                .willSetStateTo("well")
                .willReturn(aResponse().withStatus(503).withBody("<html>Later</html>")));
        tokens.stubFor(post(urlEqualTo("/v1/token"))
                .inScenario("ill")
                .whenScenarioStateIs("well")
                .willReturn(token("one-" + MARK)));
        server.accept("one-" + MARK);

        put(oidc("first-" + MARK).build());

        assertThat(server.names("bucket")).containsExactly("a");
    }

    @Test
    void aServerOfTokensThatCannotBeReachedIsSaid() throws IOException {
        GcpOptions options = GcpOptions.builder()
                .endpoint(server.endpoint())
                .oidcTokenFile(file("first-" + MARK), PROVIDER)
                .tokenEndpoint(URI.create("https://127.0.0.1:1/v1/token"))
                .build();

        DroverException e = failure(() -> put(options));

        assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(e.effect()).isEqualTo(Effect.NONE);
        assertThat(e.retryable()).isTrue();
    }

    @Test
    void filesThatAreNotThereAreNamed() {
        Path absent = folder.resolve("absent.json");

        DroverException key =
                failure(() -> put(options().credentialsFile(absent).build()));
        DroverException token = failure(() -> put(options()
                .oidcTokenFile(absent, PROVIDER)
                .tokenEndpoint(URI.create(tls.https() + "/v1/token"))
                .build()));

        for (DroverException e : new DroverException[] {key, token}) {
            assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(e).hasMessageContaining("absent.json");
        }
    }

    @Test
    void whoIsAnonymousAsksWithoutACredential() {
        put(options().anonymous().build());

        assertThat(server.names("bucket")).containsExactly("a");
    }

    private GcpOptions.Builder options() {
        return GcpOptions.builder().endpoint(server.endpoint()).caFile(tls.certificate());
    }

    private GcpOptions.Builder oidc(String token) throws IOException {
        return options().oidcTokenFile(file(token), PROVIDER).tokenEndpoint(URI.create(tls.https() + "/v1/token"));
    }

    private Path file(String token) throws IOException {
        return Files.writeString(folder.resolve("token"), token);
    }

    private Path key() throws Exception {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String pem = "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getEncoder()
                        .encodeToString(keys.generateKeyPair().getPrivate().getEncoded())
                + "\\n-----END PRIVATE KEY-----\\n";
        return Files.writeString(
                folder.resolve("key.json"),
                "{\"type\":\"service_account\",\"project_id\":\"acme-data\",\"private_key_id\":\"k\",\"private_key\":\""
                        + pem
                        + "\",\"client_email\":\"" + ACCOUNT + "\",\"client_id\":\"1\",\"token_uri\":\"" + tls.https()
                        + "/token\"}");
    }

    private static ResponseDefinitionBuilder token(String value) {
        return json("{\"access_token\":\"" + value
                + "\",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\",\"token_type\":\"Bearer\","
                + "\"expires_in\":3600}");
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static Drover drover(GcpOptions options) {
        return Drover.builder()
                .clock(ManualClock.auto())
                .configure("gs://", options)
                .build();
    }

    private static void put(GcpOptions options) {
        try (Drover drover = drover(options)) {
            drover.storage(OBJECT).put(OBJECT, Content.of("x"));
        }
    }

    private static DroverException failure(ThrowingCallable call) {
        DroverException e = catchThrowableOfType(DroverException.class, call);
        assertThat(e).isNotNull();
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString()).doesNotContain(MARK);
        return e;
    }
}
