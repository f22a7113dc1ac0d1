package dev.drover.k8s.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Secret;
import dev.drover.k8s.KubeOptions;
import dev.drover.k8s.fake.Marked;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a server and what may happen on it. */
class WireTest {
    private static final JsonObject POD = World.object("{\"metadata\":{\"name\":\"a\"}}");
    private static final String PASSWORD = Marked.secret("proxy-password");

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
    void callsShareAConnection() {
        try (KubeConnection connection = world.open(world.byServer().build())) {
            for (int i = 0; i < 5; i++) {
                World.ask(connection);
            }
        }

        assertThat(world.api.asked()).extracting(TestApi.Asked::port).hasSize(5).containsOnly(port(0));
    }

    @Test
    void aServerOfAnotherAuthorityIsRefused() {
        Path other = new TestAuthority().write(world.folder.resolve("other.pem"));
        KubeOptions options =
                KubeOptions.builder().server(world.api.https()).caFile(other).build();

        assertInsecure(options, "is not trusted", "certificate-authority", "caFile");
    }

    @Test
    void aServerThatNobodyVouchesForIsRefused() {
        assertInsecure(KubeOptions.builder().server(world.api.https()).build(), "is not trusted");
    }

    @Test
    void aServerOfAnotherNameIsRefused() throws IOException {
        try (TestApi other =
                TestApi.secure(world.authority.server(new GeneralName(GeneralName.dNSName, "kube.acme")))) {
            KubeOptions options =
                    KubeOptions.builder().server(other.https()).caFile(world.ca).build();

            assertInsecure(options, "is for another name", "tls-server-name");
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void aServerMayHaveTheNameThatTheFileTells() {
        String cluster = "certificate-authority: ca.pem\ntls-server-name: ";
        try (KubeConnection connection = world.openFile(world.kubeconfig(cluster + "kube.acme", "{}"))) {
            World.ask(connection);
        }
        assertThat(world.api.asked()).hasSize(1);

        assertInsecure(
                KubeOptions.builder()
                        .kubeconfig(world.kubeconfig(cluster + "other.acme", "{}"))
                        .build(),
                "is for another name");
    }

    @Test
    void aServerWithoutTlsIsNotSpokenTo() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answerInTheClear(plain));

            assertInsecure(
                    KubeOptions.builder()
                            .server(URI.create("https://127.0.0.1:" + plain.getLocalPort()))
                            .build(),
                    "speaks TLS");
            answered.get(1, TimeUnit.MINUTES);
        }
    }

    private static void answerInTheClear(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void certificatesThatCannotBeReadAreRefusedAtOnce() {
        Path broken = TestAuthority.text(world.folder.resolve("broken.pem"), "nothing");

        assertThat(catchThrowableOfType(
                        dev.drover.DroverException.class,
                        () -> world.open(world.byServer().caFile(broken).build())))
                .hasMessageContaining("PEM");
    }

    @Test
    void aProxyOpensATunnelForWhoHasThePassword() throws IOException {
        try (TunnelProxy proxy = new TunnelProxy("etl", PASSWORD, world.api.port());
                KubeConnection connection = world.open(KubeOptions.builder()
                        .server(URI.create("https://kube.acme:6443"))
                        .caFile(world.ca)
                        .proxy(proxy.address())
                        .proxyCredentials("etl", Secret.of(PASSWORD))
                        .build())) {
            World.ask(connection);

            assertThat(proxy.tunnels()).containsExactly("kube.acme:6443");
        }
        assertThat(world.api.asked().get(0).header("Proxy-authorization")).isEmpty();
    }

    @Test
    void aProxyOfTheFileMayHaveItsPasswordThere() throws IOException {
        try (TunnelProxy proxy = new TunnelProxy("etl", PASSWORD, world.api.port());
                KubeConnection connection = world.openFile(world.kubeconfig(
                        "certificate-authority: ca.pem\nproxy-url: "
                                + proxy.address().toString().replace("//", "//etl:" + PASSWORD + "@"),
                        "{}"))) {
            World.ask(connection);

            assertThat(proxy.tunnels()).hasSize(1);
        }
    }

    @Test
    void aProxyThatRefusesIsNotAskedAgain() throws IOException {
        try (TunnelProxy proxy = new TunnelProxy("etl", PASSWORD, world.api.port());
                KubeConnection connection = world.open(world.byServer()
                        .proxy(proxy.address())
                        .proxyCredentials("etl", Secret.of("wrong"))
                        .build())) {
            Direct.Thrown e = create(connection, Direct.calls());

            assertThat(e.failure().code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(e.failure().effect()).isEqualTo(Effect.NONE);
            assertThat(e.failure().message()).contains("proxyCredentials");
            assertThat(proxy.tunnels()).isEmpty();
        }
    }

    @Test
    void aServerThatIsNotThereHasDoneNothing() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertUnreachable("https://127.0.0.1:" + free, "cannot be connected to");
        assertUnreachable("https://kube.invalid:6443", "cannot be resolved");
    }

    @Test
    void aLostAnswerMayHaveHadAnEffectUnlessItOnlyReads() {
        try (KubeConnection connection = world.open(world.byServer().build())) {
            // A connection that has served before is where HTTP clients like to repeat.
            World.ask(connection);
            world.api.serve(TestApi.Exchange::drop);
            Direct.Thrown written = create(connection, Direct.calls());
            assertThat(written.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(written.failure().effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(written.failure().retryable()).isTrue();

            Direct.Thrown read = catchThrowableOfType(Direct.Thrown.class, () -> World.ask(connection));
            assertThat(read.failure().effect()).isEqualTo(Effect.NONE);
        }
        assertThat(world.api.asked()).as("nothing is repeated").hasSize(3);
    }

    @Test
    void oneConnectionThatBrokeTellsOfTheOthers() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        world.api.serve(exchange -> {
            together.await();
            exchange.answer(200, "{}");
        });
        try (KubeConnection connection = world.open(world.byServer().build())) {
            CompletableFuture<?>[] asking = Stream.generate(() ->
                            CompletableFuture.runAsync(() -> World.ask(connection), task -> new Thread(task).start()))
                    .limit(together.getParties())
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(asking).get(1, TimeUnit.MINUTES);
            world.api.close();

            assertThat(catchThrowableOfType(Direct.Thrown.class, () -> World.ask(connection)))
                    .isNotNull();
            Direct.Thrown written = create(connection, Direct.calls());

            assertThat(written.failure().effect()).isEqualTo(Effect.NONE);
        }
    }

    @Test
    void aServerThatWantsAnImmediateRepeatDoesNotGetIt() {
        world.api.serve(exchange -> exchange.answer(503, "{}", "Retry-After", "0"));
        try (KubeConnection connection = world.open(world.byServer().build())) {
            Direct.Thrown e = create(connection, Direct.calls());

            assertThat(e.failure().retryAfter()).contains(Duration.ZERO);
            assertThat(e.failure().effect()).isEqualTo(Effect.UNKNOWN);
        }
        assertThat(world.api.asked()).hasSize(1);
    }

    @Test
    void redirectsAreNotFollowed() {
        world.api.serve(exchange -> exchange.answer(307, "", "Location", "/elsewhere"));
        try (KubeConnection connection = world.open(world.byServer().build())) {
            assertThat(create(connection, Direct.calls()).failure().message()).contains("307");
        }
        assertThat(world.api.asked()).hasSize(1);
    }

    @Test
    void aCallEndsWhenItsTimeIsOver() {
        CountDownLatch over = new CountDownLatch(1);
        world.api.serve(exchange -> over.await());
        try (KubeConnection connection = world.open(world.byServer().build())) {
            long before = System.nanoTime();

            Direct.Thrown e = create(connection, new Direct(Duration.ofMillis(700)));

            assertThat(e.failure().effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(e.failure().message()).contains("nothing within");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        } finally {
            over.countDown();
        }
    }

    @Test
    void aCallThatNeverGotThroughInTimeHasDoneNothing() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                KubeConnection connection = world.open(KubeOptions.builder()
                        .server(URI.create("https://127.0.0.1:" + mute.getLocalPort()))
                        .build())) {
            assertThat(create(connection, new Direct(Duration.ofMillis(300)))
                            .failure()
                            .effect())
                    .isEqualTo(Effect.NONE);
        }
    }

    @Test
    void anInterruptedCallerLeavesAtOnce() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        world.api.serve(exchange -> {
            asked.countDown();
            over.await();
        });
        try (KubeConnection connection = world.open(world.byServer().build())) {
            Thread caller = new Thread(
                    () -> thrown.complete(catchThrowableOfType(Direct.Thrown.class, () -> World.ask(connection))));
            caller.start();
            asked.await();
            caller.interrupt();

            assertThat(thrown.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(InterruptedException.class);
        } finally {
            over.countDown();
        }
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        world.api.serve(exchange -> {
            exchange.stream();
            over.await();
        });
        KubeConnection connection = world.open(world.byServer().build());
        Watch<JsonObject> watch =
                connection.calls().read(KubeRequest.watch(World.PODS, "spark", Duration.ofMinutes(5)), Direct.calls());
        InputStream log = connection.calls().read(KubeRequest.logs("spark", "a"), Direct.calls());
        CompletableFuture<Throwable> watched =
                CompletableFuture.supplyAsync(() -> catchThrowableOfType(KubeException.class, watch::next));
        CompletableFuture<Throwable> logged =
                CompletableFuture.supplyAsync(() -> catchThrowableOfType(IOException.class, log::read));

        connection.close();

        assertThat(watched.get(1, TimeUnit.MINUTES)).isNotNull();
        assertThat(logged.get(1, TimeUnit.MINUTES)).isNotNull();
        over.countDown();
    }

    private void assertInsecure(KubeOptions options, String... words) {
        try (KubeConnection connection = world.open(options)) {
            Direct.Thrown e = create(connection, Direct.calls());
            assertThat(e.failure().code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
            assertThat(e.failure().effect()).isEqualTo(Effect.NONE);
            assertThat(e.failure().retryable()).isFalse();
            assertThat(e.failure().message()).contains(words);
        }
    }

    private void assertUnreachable(String server, String said) {
        try (KubeConnection connection =
                world.open(KubeOptions.builder().server(URI.create(server)).build())) {
            Direct.Thrown e = create(connection, Direct.calls());
            assertThat(e.failure().code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(e.failure().effect()).isEqualTo(Effect.NONE);
            assertThat(e.failure().retryable()).isTrue();
            assertThat(e.failure().message()).contains(said);
        }
    }

    private static Direct.Thrown create(KubeConnection connection, Direct context) {
        Direct.Thrown e = catchThrowableOfType(
                Direct.Thrown.class,
                () -> connection.calls().keyed(KubeRequest.create(World.PODS, "spark", POD), context));
        assertThat(e).isNotNull();
        return e;
    }

    private int port(int call) {
        return world.api.asked().get(call).port();
    }
}
