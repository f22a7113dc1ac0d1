package dev.drover.k8s.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.fake.Marked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With what requests prove who asks, seen by the server. */
class CredentialsTest {
    private static final String ONE = Marked.secret("token-one");
    private static final String TWO = Marked.secret("token-two");

    private World world;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        world = new World(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aTokenOfTheFileIsSent() {
        try (KubeConnection connection = world.openFile(world.kubeconfig("token: " + ONE))) {
            World.ask(connection);
        }

        assertThat(tokens()).containsExactly("Bearer " + ONE);
    }

    @Test
    void aTokenFileIsReadAnewForEachCall() throws IOException {
        Path file = token(ONE + "\n");
        try (KubeConnection connection =
                world.open(world.byServer().oidcTokenFile(file).build())) {
            World.ask(connection);
            token(TWO);
            World.ask(connection);
        }

        assertThat(tokens()).containsExactly("Bearer " + ONE, "Bearer " + TWO);
    }

    @Test
    void aTokenThatIsRefusedIsRenewedOnce() throws IOException {
        Path file = token(ONE);
        world.api.serve(exchange -> {
            boolean old = exchange.asked().header("Authorization").endsWith(ONE);
            if (old) {
                token(TWO);
            }
            exchange.answer(old ? 401 : 200, "{}");
        });
        try (KubeConnection connection =
                world.open(world.byServer().oidcTokenFile(file).build())) {
            World.ask(connection);
        }

        assertThat(tokens()).containsExactly("Bearer " + ONE, "Bearer " + TWO);
    }

    @Test
    void aTokenThatStaysRefusedIsNotSentAgain() throws IOException {
        world.api.serve(exchange -> exchange.answer(401, "{}"));
        Path file = token(ONE);
        try (KubeConnection connection =
                world.open(world.byServer().oidcTokenFile(file).build())) {
            Direct.Thrown e = failure(connection);

            assertThat(e.failure().code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(e.failure().effect()).isEqualTo(Effect.NONE);
            assertThat(e.failure().retryable()).isFalse();
        }
        assertThat(world.api.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "two tokens", "a\u00fc"})
    void aFileWithoutATokenIsSaid(String content) throws IOException {
        Path file = token(content);
        try (KubeConnection connection =
                world.open(world.byServer().oidcTokenFile(file).build())) {
            assertUnsent(connection, ErrorCode.UNAUTHENTICATED, "holds no token");
        }
    }

    @Test
    void aMissingTokenFileIsSaid() {
        Path file = world.folder.resolve("token");
        try (KubeConnection connection =
                world.open(world.byServer().oidcTokenFile(file).build())) {
            assertUnsent(connection, ErrorCode.UNAUTHENTICATED, file.toString());
        }
    }

    @Test
    void aPodAsksAsItsServiceAccount() throws IOException {
        token(ONE);
        Files.copy(world.ca, world.folder.resolve("ca.crt"));
        Map<String, String> pod = Map.of(
                "KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", Integer.toString(world.api.port()));
        try (KubeConnection connection = KubeConnection.open(
                KubeOptions.builder().inCluster().build(), "here", world.around(pod), () -> world.now)) {
            World.ask(connection);
        }

        assertThat(tokens()).containsExactly("Bearer " + ONE);
    }

    @Test
    void aPluginIsRunOnceForManyCalls() throws Exception {
        Path file = world.plugin("""
                test "$1 $2" = "--cluster it's \\$HOME" || exit 3
                test "$ACME_PROFILE" = etl || exit 4
                case "$KUBERNETES_EXEC_INFO" in *'"interactive":false'*) ;; *) exit 5 ;; esac
                """ + World.credential(ONE, ",\"expirationTimestamp\":\"2026-11-21T13:00:00Z\""));
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try (KubeConnection connection = world.openFile(file)) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(callers.submit((Callable<?>) () -> World.ask(connection)));
            }
            for (Future<?> each : calls) {
                each.get();
            }
        } finally {
            callers.shutdownNow();
        }

        assertThat(tokens()).hasSize(4).containsOnly("Bearer " + ONE);
        assertThat(world.ran()).isEqualTo(1);
    }

    @Test
    void aPluginIsRunAgainBeforeItsTokenRunsOut() throws IOException {
        Path file = world.plugin(World.credential(ONE, ",\"expirationTimestamp\":\"2026-11-21T13:00:00+00:00\""));
        try (KubeConnection connection = world.openFile(file)) {
            World.ask(connection);
            world.now = world.now.plus(Duration.ofMinutes(58));
            World.ask(connection);
            assertThat(world.ran()).isEqualTo(1);

            world.now = world.now.plus(Duration.ofMinutes(1));
            World.ask(connection);
            assertThat(world.ran()).isEqualTo(2);
        }
    }

    @Test
    void aPluginIsRunAgainWhenItsTokenIsRefused() throws IOException {
        world.api.serve(exchange ->
                exchange.answer(exchange.asked().header("Authorization").endsWith("-1") ? 401 : 200, "{}"));
        Path file =
                world.plugin("n=$(wc -l < '" + world.runs() + "' | tr -d ' ')\n" + World.credential(ONE + "-$n", ""));
        try (KubeConnection connection = world.openFile(file)) {
            World.ask(connection);
            World.ask(connection);
        }

        assertThat(tokens()).containsExactly("Bearer " + ONE + "-1", "Bearer " + ONE + "-2", "Bearer " + ONE + "-2");
        assertThat(world.ran()).isEqualTo(2);
    }

    @Test
    void aPluginThatGivesTheSameTokenIsNotBelievedTwice() throws IOException {
        world.api.serve(exchange -> exchange.answer(401, "{}"));
        try (KubeConnection connection = world.openFile(world.plugin(World.credential(ONE, "")))) {
            assertThat(failure(connection).failure().code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        }

        assertThat(world.api.asked()).hasSize(1);
        assertThat(world.ran()).isEqualTo(2);
    }

    @Test
    void aMissingPluginSaysHowToInstallIt() throws IOException {
        Path file = world.plugin("");
        Files.delete(world.folder.resolve("plugin.sh"));
        try (KubeConnection connection = world.openFile(file)) {
            assertUnsent(
                    connection, ErrorCode.UNAUTHENTICATED, "./plugin.sh", "cannot be started", "Get it from acme.");
        }
    }

    @Test
    void aPluginThatFailsIsQuotedWithoutTokens() throws IOException {
        Path file = world.plugin("echo 'no session for eyJhbGciOiJSUzI1NiJ9.drovermarked.sig' >&2; exit 7");
        try (KubeConnection connection = world.openFile(file)) {
            Direct.Thrown e = assertUnsent(
                    connection, ErrorCode.UNAUTHENTICATED, "exit code 7", "no session for (a token)", "by hand");
            assertThat(e).hasMessageNotContaining("drovermarked");
        }
    }

    @Test
    void aPluginThatFailedIsRunAgainForTheNextCall() throws IOException {
        Path file =
                world.plugin("test $(wc -l < '" + world.runs() + "') -gt 1 || exit 1\n" + World.credential(ONE, ""));
        try (KubeConnection connection = world.openFile(file)) {
            assertUnsent(connection, ErrorCode.UNAUTHENTICATED, "exit code 1");
            World.ask(connection);
        }

        assertThat(tokens()).containsExactly("Bearer " + ONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "echo drover-marked-garbage | printed no token",
                "echo '{}' | ExecCredential",
                "echo '[]' | printed no token",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\"}' | apiVersion",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'"
                        + " | printed no token",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":"
                        + "{\"token\":\"drover-marked-t\",\"expirationTimestamp\":\"soon\"}}' | printed no token",
                "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":"
                        + "{\"clientCertificateData\":\"drover-marked-c\"}}' | printed no token"
            })
    void aPluginThatPrintsSomethingElseIsNotQuoted(String script, String said) throws IOException {
        try (KubeConnection connection = world.openFile(world.plugin(script))) {
            Direct.Thrown e = assertUnsent(connection, ErrorCode.UNAUTHENTICATED, said);
            assertThat(e).hasMessageNotContaining(Marked.MARK);
            assertThat(e.error()).hasNoCause();
        }
    }

    @Test
    void aPluginThatHangsIsEndedWithItsChildren() throws Exception {
        Path child = world.folder.resolve("child");
        Path file = world.plugin("sleep 600 & echo $! > '" + child + "'; wait");
        try (KubeConnection connection = world.open(KubeOptions.builder()
                .kubeconfig(file)
                .requestTimeout(Duration.ofMillis(1_500))
                .build())) {
            Direct.Thrown e = assertUnsent(connection, ErrorCode.UNAVAILABLE, "gave no answer within");
            assertThat(e.failure().retryable()).isTrue();
        }

        long id = Long.parseLong(Files.readString(child).strip());
        ProcessHandle.of(id).ifPresent(left -> left.onExit().join());
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, PKCS1",
        "RSA, 2048, PKCS8",
        "EC, 256, SEC1",
        "EC, 384, SEC1",
        "EC, 521, SEC1",
        "EC, 256, PKCS8"
    })
    void aClientCertificateIsShown(String algorithm, int bits, String form) throws IOException {
        KeyPair keys = TestAuthority.keys(algorithm, bits);
        String certificate = world.authority.client("etl", keys);
        Path file = world.kubeconfig("client-certificate-data: " + World.base64(certificate) + "\nclient-key: key.pem");
        TestAuthority.text(world.folder.resolve("key.pem"), key(keys, form));

        try (KubeConnection connection = world.openFile(file)) {
            World.ask(connection);
        }

        assertThat(world.api.asked()).extracting(TestApi.Asked::client).containsExactly("CN=etl");
        assertThat(tokens()).containsExactly("");
    }

    @Test
    void aCertificateOfAPluginIsShownUntilThereIsAnother() throws IOException {
        for (String name : List.of("1", "2")) {
            KeyPair keys = TestAuthority.keys("EC", 256);
            TestAuthority.text(
                    world.folder.resolve(name),
                    "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{"
                            + "\"expirationTimestamp\":\"2026-11-21T1" + (2 + Integer.parseInt(name)) + ":00:00Z\","
                            + "\"clientCertificateData\":"
                            + json(world.authority.client("etl-" + name, keys)) + ",\"clientKeyData\":"
                            + json(key(keys, "PKCS8")) + "}}");
        }
        Path file = world.plugin("cat $(wc -l < '" + world.runs() + "' | tr -d ' ')");
        Files.writeString(
                world.folder.resolve("plugin.sh"),
                Files.readString(world.folder.resolve("plugin.sh")).replace("cat ", "cat " + world.folder + "/"));
        try (KubeConnection connection = world.openFile(file)) {
            World.ask(connection);
            World.ask(connection);
            world.now = world.now.plus(Duration.ofHours(1));
            World.ask(connection);
        }

        assertThat(world.api.asked())
                .extracting(TestApi.Asked::client)
                .containsExactly("CN=etl-1", "CN=etl-1", "CN=etl-2");
    }

    @Test
    void somebodyElseIsImpersonated() throws IOException {
        try (KubeConnection connection = world.open(KubeOptions.builder()
                        .kubeconfig(world.kubeconfig("token: " + ONE + "\nas: from-file\nas-groups: [a]"))
                        .impersonate("robot", "etl", "night")
                        .build());
                KubeConnection byFile =
                        world.openFile(world.kubeconfig("token: " + ONE + "\nas: from-file\nas-groups: [a]"))) {
            World.ask(connection);
            World.ask(byFile);
        }

        TestApi.Asked first = world.api.asked().get(0);
        assertThat(first.header("Impersonate-user")).isEqualTo("robot");
        assertThat(first.headers().get("Impersonate-group")).containsExactlyInAnyOrder("etl", "night");
        TestApi.Asked second = world.api.asked().get(1);
        assertThat(second.header("Impersonate-user")).isEqualTo("from-file");
        assertThat(second.header("Impersonate-group")).isEqualTo("a");
    }

    private Direct.Thrown assertUnsent(KubeConnection connection, ErrorCode code, String... words) {
        Direct.Thrown e = failure(connection);
        assertThat(e.failure().code()).isEqualTo(code);
        assertThat(e.failure().effect()).isEqualTo(Effect.NONE);
        assertThat(e.failure().message()).contains(words).contains("get pods was not sent");
        assertThat(world.api.asked()).isEmpty();
        return e;
    }

    private static Direct.Thrown failure(KubeConnection connection) {
        Direct.Thrown e = catchThrowableOfType(Direct.Thrown.class, () -> World.ask(connection));
        assertThat(e).isNotNull();
        return e;
    }

    private List<String> tokens() {
        return world.api.asked().stream()
                .map(asked -> asked.header("Authorization"))
                .toList();
    }

    private Path token(String content) throws IOException {
        return Files.writeString(world.folder.resolve("token"), content);
    }

    private static String key(KeyPair keys, String form) throws IOException {
        byte[] pkcs8 = keys.getPrivate().getEncoded();
        return switch (form) {
            case "PKCS1" -> TestAuthority.pem("RSA PRIVATE KEY", inner(pkcs8));
            case "SEC1" -> sec1(keys);
            default -> TestAuthority.pem("PRIVATE KEY", pkcs8);
        };
    }

    private static byte[] inner(byte[] pkcs8) throws IOException {
        return PrivateKeyInfo.getInstance(pkcs8)
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
    }

    /** As OpenSSL writes it: the curve in front, then the key with the curve's name in it. */
    private static String sec1(KeyPair keys) throws IOException {
        ECPrivateKey key = (ECPrivateKey) keys.getPrivate();
        byte[] der = new org.bouncycastle.asn1.sec.ECPrivateKey(
                        key.getParams().getOrder().bitLength(),
                        key.getS(),
                        PrivateKeyInfo.getInstance(key.getEncoded())
                                .getPrivateKeyAlgorithm()
                                .getParameters())
                .getEncoded();
        return "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + TestAuthority.pem("EC PRIVATE KEY", der);
    }

    private static String json(String text) {
        return new com.google.gson.JsonPrimitive(text).toString();
    }
}
