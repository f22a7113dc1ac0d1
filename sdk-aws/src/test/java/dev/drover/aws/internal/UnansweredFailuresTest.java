package dev.drover.aws.internal;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.aws.AwsOptions;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.emr.EmrClient;

/** Requests to which no answer comes, and what the core is told of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnansweredFailuresTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);

    private final WireMockServer server = new WireMockServer(WireMockConfiguration.options()
            .bindAddress("127.0.0.1")
            .dynamicPort()
            .dynamicHttpsPort());

    @TempDir
    Path folder;

    @BeforeAll
    void open() {
        server.start();
    }

    @AfterAll
    void close() {
        server.stop();
    }

    @BeforeEach
    void reset() {
        server.resetAll();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aLostAnswerLeavesTheEffectOpenAndIsNotAskedForAgainInSecret(Fault fault) {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFault(fault)));

        for (Safety safety : Safety.values()) {
            server.resetRequests();
            Failure failure = failure(http(), safety, LONG);

            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure.effect()).isEqualTo(safety == Safety.READ ? Effect.NONE : Effect.UNKNOWN);
            assertThat(failure.scope()).isEqualTo(Scope.ENDPOINT);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.message()).contains("no whole answer came from 127.0.0.1:");
            server.verify(1, anyRequestedFor(anyUrl()));
        }
    }

    @Test
    void anAnswerThatComesLateOrInDribblesIsNotWaitedForBeyondTheTime() {
        ResponseDefinitionBuilder late = aResponse().withFixedDelay(10_000);
        ResponseDefinitionBuilder dribbles =
                aResponse().withBody("{\"Steps\":[]}          ").withChunkedDribbleDelay(20, 10_000);
        for (ResponseDefinitionBuilder answer : new ResponseDefinitionBuilder[] {late, dribbles}) {
            server.stubFor(any(anyUrl()).willReturn(answer));
            long start = System.nanoTime();

            Failure failure = failure(http(), Safety.UNSAFE, SHORT);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT, Duration.ofSeconds(5));
            assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void aNameThatNobodyKnowsIsARegionWithoutTheServicePerhaps() {
        Failure failure = failure(
                options()
                        .region("eu-west-1")
                        .endpoint(URI.create("http://elasticmapreduce.nowhere.invalid"))
                        .build(),
                Safety.UNSAFE,
                LONG);

        assertThat(failure)
                .extracting(Failure::code, Failure::effect, Failure::scope, Failure::retryable)
                .containsExactly(ErrorCode.UNAVAILABLE, Effect.NONE, Scope.ENDPOINT, true);
        assertThat(failure.message())
                .contains("elasticmapreduce.nowhere.invalid")
                .contains("Check the region");
    }

    @Test
    void aRefusedConnectionHadNoEffect() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Failure failure = failure(
                options().endpoint(URI.create("http://127.0.0.1:" + port)).build(), Safety.UNSAFE, LONG);

        assertThat(failure)
                .extracting(Failure::code, Failure::effect, Failure::scope, Failure::retryable)
                .containsExactly(ErrorCode.UNAVAILABLE, Effect.NONE, Scope.ENDPOINT, true);
        assertThat(failure.message()).contains("127.0.0.1:" + port + " cannot be connected to");
    }

    @Test
    void aConnectionThatIsNeverAcceptedHadNoEffect() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                Socket first = new Socket();
                Socket second = new Socket()) {
            first.connect(full.getLocalSocketAddress());
            second.connect(full.getLocalSocketAddress());

            Failure failure = failure(
                    options()
                            .endpoint(URI.create("http://127.0.0.1:" + full.getLocalPort()))
                            .connectTimeout(SHORT)
                            .build(),
                    Safety.UNSAFE,
                    LONG);

            assertThat(failure)
                    .extracting(Failure::code, Failure::effect, Failure::retryable)
                    .containsExactly(ErrorCode.UNAVAILABLE, Effect.NONE, true);
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaidSo() {
        Failure failure = failure(https().build(), Safety.UNSAFE, LONG);

        assertThat(failure)
                .extracting(Failure::code, Failure::effect, Failure::scope, Failure::retryable)
                .containsExactly(ErrorCode.UNAUTHENTICATED, Effect.NONE, Scope.ENDPOINT, false);
        assertThat(failure.message())
                .contains("127.0.0.1:" + server.httpsPort())
                .contains("is not trusted")
                .contains("AwsOptions.caFile");
    }

    @Test
    void aFileWithoutCertificatesIsRefusedBeforeAnythingIsSent() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate");
        for (Path file : new Path[] {empty, text, folder.resolve("absent.pem")}) {
            AwsOptions options = https().caFile(file).build();
            assertThatThrownBy(() -> AwsConnection.open(options, Optional.empty()))
                    .isInstanceOfSatisfying(
                            DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("PEM");
        }
    }

    /** A blocked read does not notice an interrupt before the answer or the timeout: the SDK waits on a socket. */
    @Test
    void anInterruptedCallIsCalledInterrupted() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        server.addMockServiceRequestListener((request, response) -> asked.complete(null));
        server.stubFor(
                any(anyUrl()).willReturn(aResponse().withBody("{\"Steps\":[]}").withFixedDelay(500)));
        try (AwsConnection aws = AwsConnection.open(http(), Optional.empty());
                EmrClient emr = aws.client(EmrClient.builder())) {
            CompletableFuture<Exception> thrown = new CompletableFuture<>();
            Thread caller = new Thread(() ->
                    thrown.complete(catchThrowableOfType(Direct.Thrown.class, () -> ask(aws, emr, Safety.UNSAFE, LONG))
                            .error()));
            caller.start();
            asked.get();
            caller.interrupt();

            assertThat(thrown.get(1, TimeUnit.MINUTES)).isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void whatIsNotOfAwsIsAFaultOfOurs() {
        NativeCall call = new NativeCall("ListSteps", Safety.UNSAFE, "emr.eu-west-1", "", 1, LONG);

        Failure failure = AwsFailures.classify(call, new IllegalStateException("no such thing"));

        assertThat(failure)
                .extracting(Failure::code, Failure::effect, Failure::retryable)
                .containsExactly(ErrorCode.INTERNAL, Effect.UNKNOWN, false);
        assertThat(failure.message()).contains("IllegalStateException").contains("report");
    }

    private AwsOptions.Builder options() {
        return AwsOptions.builder().region("eu-west-1");
    }

    private AwsOptions http() {
        return options()
                .endpoint(URI.create("http://127.0.0.1:" + server.port()))
                .build();
    }

    private AwsOptions.Builder https() {
        return options().endpoint(URI.create("https://127.0.0.1:" + server.httpsPort()));
    }

    private static Failure failure(AwsOptions options, Safety safety, Duration timeout) {
        try (AwsConnection aws = AwsConnection.open(options, Optional.empty());
                EmrClient emr = aws.client(EmrClient.builder())) {
            return catchThrowableOfType(Direct.Thrown.class, () -> ask(aws, emr, safety, timeout))
                    .failure();
        }
    }

    private static void ask(AwsConnection aws, EmrClient emr, Safety safety, Duration timeout) {
        AwsCalls calls = aws.calls("elasticmapreduce");
        AwsCalls.Sent<Object> sent =
                limits -> emr.listSteps(r -> r.clusterId("j-1").overrideConfiguration(limits));
        Direct context = new Direct(timeout);
        Object unused = switch (safety) {
            case READ -> calls.read("ListSteps", context, sent);
            case KEYED -> calls.keyed("ListSteps", context, sent);
            case UNSAFE -> calls.unsafe("ListSteps", context, sent);
        };
    }
}
