package dev.drover.standalone.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SubmissionClientTest {
    private static final SubmissionRequest REQUEST = new SubmissionRequest(
            "file:/x.jar",
            "C",
            List.of("a b", "\"q\""),
            Map.of("spark.driver.cores", "1", "spark.driver.memory", "512m"),
            Map.of("PASSWORD", "geheim"));
    private static final String ERROR = """
            {"action":"ErrorResponse","serverSparkVersion":"4.2.0",\
            "message":"Malformed request: x.Y: no\\n\\tat x.Z"}""";

    private final FakeSpark spark = new FakeSpark();
    private final SparkHttp http = new SparkHttp(Duration.ofSeconds(5), Duration.ofSeconds(10), InstantSource.system());

    @AfterEach
    void stop() {
        spark.close();
    }

    private SubmissionClient client(Optional<Secret> key) {
        return new SubmissionClient(http, MasterEndpoints.of(spark.uri(), spark.uri(), key));
    }

    private DroverException createFails(Optional<Secret> key) {
        return catchThrowableOfType(DroverException.class, () -> client(key).create(REQUEST, CountingContext.create()));
    }

    @Test
    void submitsWhatWasAsked() {
        String id = client(Optional.empty()).create(REQUEST, CountingContext.create());

        assertThat(spark.driverIds()).containsExactly(id);
        assertThat(spark.submissions().get(0).toString())
                .contains("\"action\":\"CreateSubmissionRequest\"", "\"clientSparkVersion\":\"")
                .contains("\"appResource\":\"file:/x.jar\"", "\"mainClass\":\"C\"")
                .contains("\"appArgs\":[\"a b\",\"\\\"q\\\"\"]")
                .contains("\"environmentVariables\":{\"PASSWORD\":\"geheim\"}");
    }

    @Test
    void showsNoSecretInText() {
        assertThat(REQUEST.toString()).contains("file:/x.jar").doesNotContain("geheim");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments("400", answer(400, ERROR), ErrorCode.INVALID_ARGUMENT, Effect.NONE, "x.Y: no"),
                arguments("401", answer(401, ""), ErrorCode.UNAUTHENTICATED, Effect.NONE, "Set the signing key"),
                arguments("403", answer(403, "<html>"), ErrorCode.UNAUTHENTICATED, Effect.NONE, "Set the signing key"),
                arguments("404", answer(404, ""), ErrorCode.INVALID_ARGUMENT, Effect.NONE, "Check the address"),
                arguments("405", answer(405, "<html>"), ErrorCode.INVALID_ARGUMENT, Effect.NONE, "Check the address"),
                arguments("429", answer(429, ""), ErrorCode.THROTTLED, Effect.UNKNOWN, "less often"),
                arguments("468", answer(468, ERROR), ErrorCode.UNSUPPORTED, Effect.NONE, "version"),
                arguments("500", answer(500, "<html>"), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "500"),
                arguments("503", answer(503, ""), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "503"),
                arguments("302", answer(302, ""), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "302"),
                arguments(
                        "HTML",
                        answer(200, "<!DOCTYPE html><html>"),
                        ErrorCode.UNAVAILABLE,
                        Effect.UNKNOWN,
                        "web page"),
                arguments(
                        "cut JSON",
                        answer(200, "{\"action\":"),
                        ErrorCode.UNAVAILABLE,
                        Effect.UNKNOWN,
                        "complete JSON"),
                arguments("no object", answer(200, "[1]"), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "complete JSON"),
                arguments("two objects", answer(200, "{} {}"), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "complete JSON"),
                arguments(
                        "other JSON", answer(200, "{\"a\":1}"), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "complete JSON"),
                arguments("error 200", answer(200, ERROR), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "x.Y: no"),
                arguments(
                        "standby",
                        answer(
                                200,
                                "{\"action\":\"CreateSubmissionResponse\",\"success\":false,\"message\":"
                                        + "\"Current state is not alive: STANDBY. Can only ...\"}"),
                        ErrorCode.UNAVAILABLE,
                        Effect.NONE,
                        "STANDBY"),
                arguments(
                        "too long",
                        answer(200, "{\"a\":\"" + "x".repeat(2 << 20) + "\"}"),
                        ErrorCode.INTERNAL,
                        Effect.UNKNOWN,
                        "longer than"),
                arguments(
                        "reset", fault(Fault.CONNECTION_RESET_BY_PEER), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "broke"),
                arguments("empty", fault(Fault.EMPTY_RESPONSE), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "broke"),
                arguments(
                        "garbage", fault(Fault.RANDOM_DATA_THEN_CLOSE), ErrorCode.UNAVAILABLE, Effect.UNKNOWN, "broke"),
                arguments(
                        "bad chunk",
                        fault(Fault.MALFORMED_RESPONSE_CHUNK),
                        ErrorCode.UNAVAILABLE,
                        Effect.UNKNOWN,
                        "broke"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void classifiesAnswers(
            String name, UnaryOperator<ResponseDefinitionBuilder> answer, ErrorCode code, Effect effect, String words) {
        spark.nextAnswer(answer);

        DroverException error = createFails(Optional.empty());

        assertThat(error.code()).isEqualTo(code);
        assertThat(error.effect()).isEqualTo(effect);
        assertThat(error).hasMessageContaining(words).hasMessageContaining("127.0.0.1:");
        assertThat(error.getMessage())
                .doesNotContain("geheim")
                .doesNotContain("\n")
                .hasSizeLessThan(800);
        // It was processed, whatever came back: once, since nothing repeats it in silence.
        assertThat(spark.driverIds()).hasSize(1);
    }

    @Test
    void saysThatTheKeyIsWrongWhenThereIsOne() {
        spark.nextAnswer(answer(403, ""));

        DroverException error = createFails(Optional.of(Secret.of("A".repeat(43))));

        assertThat(error.code()).isEqualTo(ErrorCode.PERMISSION_DENIED);
        assertThat(error).hasMessageContaining("this signing key").hasMessageNotContaining("AAAA");
    }

    @Test
    void refusedConnectionHasNoEffect() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port);
        SubmissionClient client = new SubmissionClient(http, MasterEndpoints.of(nobody, nobody, Optional.empty()));

        DroverException error =
                catchThrowableOfType(DroverException.class, () -> client.create(REQUEST, CountingContext.create()));

        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error.effect()).isEqualTo(Effect.NONE);
        assertThat(error).hasMessageContaining("spark.master.rest.enabled=true");
    }

    @Test
    void slowHeadEndsAtTheDeadline() {
        spark.nextAnswer(answer -> answer.withFixedDelay(10_000));
        assertEndsAtTheDeadline();
    }

    @Test
    void slowBodyEndsAtTheDeadline() {
        spark.nextAnswer(answer -> answer.withChunkedDribbleDelay(100, 10_000));
        assertEndsAtTheDeadline();
    }

    private void assertEndsAtTheDeadline() {
        long start = System.nanoTime();
        DroverException error = catchThrowableOfType(
                DroverException.class,
                () -> client(Optional.empty()).create(REQUEST, new CountingContext(Duration.ofMillis(700))));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error.effect()).isEqualTo(Effect.UNKNOWN);
    }

    @Test
    void interruptEndsTheWaitAtOnce() throws InterruptedException {
        spark.nextAnswer(answer -> answer.withFixedDelay(10_000));
        Throwable[] seen = new Throwable[1];
        Thread caller = new Thread(() -> seen[0] = catchThrowableOfType(
                DroverException.class, () -> client(Optional.empty()).create(REQUEST, CountingContext.create())));
        caller.start();
        caller.interrupt();
        caller.join(5_000);

        assertThat(caller.isAlive()).isFalse();
        assertThat(seen[0]).hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void killSaysWhetherThereWasSomethingToKill() {
        String id = client(Optional.empty()).create(REQUEST, CountingContext.create());

        assertThat(client(Optional.empty()).kill(id, CountingContext.create())).isTrue();
        assertThat(client(Optional.empty()).kill(id, CountingContext.create())).isFalse();
        assertThat(client(Optional.empty()).kill("driver-none", CountingContext.create()))
                .isFalse();
    }

    @Test
    void statusOfUnknownDriverIsEmpty() {
        assertThat(client(Optional.empty()).status("driver-none", CountingContext.create()))
                .isEmpty();
    }

    @Test
    void aMasterThatRecoversDoesNotSayThatADriverIsUnknown() {
        spark.nextAnswer(answer(
                200,
                "{\"action\":\"SubmissionStatusResponse\",\"success\":false,\"message\":"
                        + "\"Exception from the cluster:\\nx.Y: Current state is not alive: RECOVERING.\"}"));

        DroverException error = catchThrowableOfType(
                DroverException.class, () -> client(Optional.empty()).status("driver-1", CountingContext.create()));

        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(error.retryable()).isTrue();
        assertThat(error).hasMessageContaining("RECOVERING");
    }

    @Test
    void idsCannotReachOtherPaths() {
        assertThat(client(Optional.empty()).status("../../json/", CountingContext.create()))
                .isEmpty();
    }

    @Test
    void versionComesWithEveryAnswer() {
        assertThat(client(Optional.empty()).sparkVersion(CountingContext.create()))
                .isEqualTo("4.2.0");
    }

    private static UnaryOperator<ResponseDefinitionBuilder> answer(int status, String body) {
        return answer -> ResponseDefinitionBuilder.responseDefinition()
                .withStatus(status)
                .withBody(body.getBytes(StandardCharsets.UTF_8));
    }

    private static UnaryOperator<ResponseDefinitionBuilder> fault(Fault fault) {
        return answer -> answer.withFault(fault);
    }
}
