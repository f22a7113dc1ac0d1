package dev.drover.k8s.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.k8s.fake.Marked;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What answers mean, as API servers and what stands before them send them. */
class KubeFailuresTest {
    private static final Target CREATE = new Target("create", World.APPLICATIONS, "spark", "etl-1", "");

    static Stream<Arguments> answers() {
        return Stream.of(
                answer(400, status("BadRequest", "the object provided is unrecognized", ""), "")
                        .means(ErrorCode.INVALID_ARGUMENT, Effect.NONE, Scope.REQUEST, false, "unrecognized"),
                answer(401, status("Unauthorized", "Unauthorized", ""), "")
                        .means(ErrorCode.UNAUTHENTICATED, Effect.NONE, Scope.ACCOUNT, false, "Renew the credentials"),
                answer(
                                403,
                                status(
                                        "Forbidden",
                                        "sparkapplications.sparkoperator.k8s.io is forbidden: User \\\"etl\\\" cannot create"
                                                + " resource \\\"sparkapplications\\\" in API group"
                                                + " \\\"sparkoperator.k8s.io\\\" in the namespace \\\"spark\\\"",
                                        ""),
                                "")
                        .means(
                                ErrorCode.PERMISSION_DENIED,
                                Effect.NONE,
                                Scope.ACCOUNT,
                                false,
                                "has the verb 'create' for the resource 'sparkapplications.sparkoperator.k8s.io' in the"
                                        + " namespace 'spark'"),
                answer(403, "", "")
                        .means(
                                ErrorCode.PERMISSION_DENIED,
                                Effect.NONE,
                                Scope.ACCOUNT,
                                false,
                                "create sparkapplications.sparkoperator.k8s.io 'etl-1' in the namespace 'spark'"),
                answer(
                                403,
                                status(
                                        "Forbidden",
                                        "pods \\\"a\\\" is forbidden: violates PodSecurity \\\"restricted\\\"",
                                        ""),
                                "")
                        .means(ErrorCode.PERMISSION_DENIED, Effect.NONE, Scope.REQUEST, false, "A rule of the cluster"),
                answer(
                                403,
                                status(
                                        "Forbidden",
                                        "pods \\\"a\\\" is forbidden: exceeded quota: q, requested: cpu=2, used: cpu=9",
                                        ""),
                                "")
                        .means(
                                ErrorCode.QUOTA_EXCEEDED,
                                Effect.NONE,
                                Scope.CLUSTER,
                                false,
                                "exceeded quota: q, requested: cpu=2"),
                answer(
                                403,
                                status(
                                        "Forbidden",
                                        "unable to create new content in namespace spark because it is being terminated",
                                        "\"causes\":[{\"reason\":\"NamespaceTerminating\",\"field\":\"metadata.namespace\"}]"),
                                "")
                        .means(ErrorCode.CONFLICT, Effect.NONE, Scope.CLUSTER, false, "is being deleted"),
                answer(404, status("NotFound", "namespaces \\\"spark\\\" not found", ""), "")
                        .means(
                                ErrorCode.NOT_FOUND,
                                Effect.NONE,
                                Scope.REQUEST,
                                false,
                                "namespaces \"spark\" not found."),
                answer(404, "404 page not found\n", "")
                        .means(
                                ErrorCode.NOT_FOUND,
                                Effect.NONE,
                                Scope.REQUEST,
                                false,
                                "does not serve sparkapplications.sparkoperator.k8s.io"),
                answer(405, status("MethodNotAllowed", "", ""), "")
                        .means(ErrorCode.UNSUPPORTED, Effect.NONE, Scope.REQUEST, false, "405"),
                answer(409, status("AlreadyExists", "\\\"etl-1\\\" already exists", ""), "")
                        .means(ErrorCode.ALREADY_EXISTS, Effect.NONE, Scope.REQUEST, false, "already exists"),
                answer(409, status("Conflict", "the object has been modified", "\"kind\":\"pods\""), "")
                        .means(ErrorCode.CONFLICT, Effect.NONE, Scope.REQUEST, false, "modified"),
                answer(409, status("Conflict", "the object has been modified", "\"kind\":\"resourcequotas\""), "")
                        .means(ErrorCode.CONFLICT, Effect.NONE, Scope.REQUEST, true, "modified"),
                answer(410, status("Expired", "the provided continue parameter is too old", ""), "")
                        .means(ErrorCode.CONFLICT, Effect.NONE, Scope.REQUEST, false, "List anew"),
                answer(413, "", "").means(ErrorCode.INVALID_ARGUMENT, Effect.NONE, Scope.REQUEST, false, "413"),
                answer(415, status("UnsupportedMediaType", "", ""), "")
                        .means(ErrorCode.INVALID_ARGUMENT, Effect.NONE, Scope.REQUEST, false, "415"),
                answer(
                                422,
                                status(
                                        "Invalid",
                                        "SparkApplication is invalid",
                                        "\"causes\":[{\"reason\":\"FieldValueInvalid\",\"message\":\"Unsupported value: 3.\","
                                                + "\"field\":\"spec.type\"},{\"message\":\"Required value\",\"field\":\"spec.driver\"}]"),
                                "")
                        .means(
                                ErrorCode.INVALID_ARGUMENT,
                                Effect.NONE,
                                Scope.REQUEST,
                                false,
                                ": spec.type: Unsupported value: 3; spec.driver: Required value."),
                answer(422, status("Invalid", "too long", ""), "")
                        .means(ErrorCode.INVALID_ARGUMENT, Effect.NONE, Scope.REQUEST, false, "too long"),
                answer(429, status("TooManyRequests", "storage is (re)initializing", ""), "1")
                        .means(ErrorCode.THROTTLED, Effect.NONE, Scope.ENDPOINT, true, "storage is (re)initializing"),
                answer(500, status("InternalError", "etcdserver: leader changed", ""), "")
                        .means(ErrorCode.UNAVAILABLE, Effect.UNKNOWN, Scope.ENDPOINT, true, "leader changed"),
                answer(502, "<html>Bad Gateway</html>", "")
                        .means(ErrorCode.UNAVAILABLE, Effect.UNKNOWN, Scope.ENDPOINT, true, "Bad Gateway"),
                answer(503, "", "").means(ErrorCode.UNAVAILABLE, Effect.UNKNOWN, Scope.ENDPOINT, true, "503"),
                answer(504, status("Timeout", "request did not complete", ""), "")
                        .means(ErrorCode.UNAVAILABLE, Effect.UNKNOWN, Scope.ENDPOINT, true, "did not complete"),
                answer(302, "", "").means(ErrorCode.INVALID_ARGUMENT, Effect.NONE, Scope.REQUEST, false, "302"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void anAnswerMeans(KubeStatus status, ErrorCode code, Effect effect, Scope scope, boolean retryable, String said) {
        Failure failure = KubeFailures.classify(call(Safety.KEYED), new KubeException(CREATE, status));

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.effect()).isEqualTo(effect);
        assertThat(failure.scope()).isEqualTo(scope);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.message())
                .contains(said)
                .startsWith("kube:6443 answered " + status.code())
                .contains(
                        "when asked to create sparkapplications.sparkoperator.k8s.io 'etl-1' in the namespace 'spark'")
                .endsWith(".");
    }

    @Test
    void aQuestionHasNoEffectWhateverIsAnswered() {
        Failure failure =
                KubeFailures.classify(call(Safety.READ), new KubeException(CREATE, KubeStatus.of(500, "", "")));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
    }

    @ParameterizedTest
    @CsvSource({"3,,PT3S", "0,5,PT0S", ",5,PT5S", "soon,5,PT5S", "999999,,PT1H", "-1,,", ",,"})
    void aPauseIsKept(String header, String details, Duration pause) {
        String body = status("TooManyRequests", "", details == null ? "" : "\"retryAfterSeconds\":" + details);

        KubeStatus status = KubeStatus.of(429, body, header == null ? "" : header);

        assertThat(KubeFailures.classify(call(Safety.KEYED), new KubeException(CREATE, status))
                        .retryAfter())
                .isEqualTo(Optional.ofNullable(pause));
    }

    @ParameterizedTest
    @CsvSource({"{", "[1]", "{\"kind\":\"Pod\"}", "{\"kind\":\"Status\",\"details\":7}", "null"})
    void aStrangeBodyIsNoTrouble(String body) {
        assertThat(KubeStatus.of(404, body, "").code()).isEqualTo(404);
    }

    @Test
    void tokensThatAServerRepeatsAreLeftOut() {
        KubeStatus status = KubeStatus.of(
                401,
                "token eyJhbGciOiJSUzI1NiJ9.drovermarked.s and Bearer " + Marked.secret("bearer") + " are expired",
                "");

        Failure failure = KubeFailures.classify(call(Safety.READ), new KubeException(CREATE, status));

        assertThat(failure.message())
                .contains("token (a token) and (a token) are expired")
                .doesNotContainPattern("(?i)" + Marked.MARK);
    }

    @ParameterizedTest
    @CsvSource({
        "true, KEYED, stream was reset: REFUSED_STREAM, NONE",
        "true, KEYED, stream was reset: CANCEL, UNKNOWN",
        "true, UNSAFE, Connection reset, UNKNOWN",
        "true, READ, Connection reset, NONE",
        "false, UNSAFE, Connection reset, NONE"
    })
    void aBrokenConnectionMeans(boolean sent, Safety safety, String said, Effect effect) {
        Failure failure = KubeFailures.classify(call(safety), new KubeException(CREATE, sent, new IOException(said)));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.effect()).isEqualTo(effect);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.message()).contains(said);
    }

    @Test
    void whatIsNobodysErrorIsOurs() {
        Failure failure = KubeFailures.classify(call(Safety.KEYED), new IllegalStateException("a"));

        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
    }

    private record Answered(KubeStatus status) {
        Arguments means(ErrorCode code, Effect effect, Scope scope, boolean retryable, String said) {
            return Arguments.of(status, code, effect, scope, retryable, said);
        }
    }

    private static Answered answer(int code, String body, String retryAfter) {
        return new Answered(KubeStatus.of(code, body, retryAfter));
    }

    private static String status(String reason, String message, String details) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"" + reason
                + "\",\"message\":\"" + message + "\",\"details\":{" + details + "}}";
    }

    private static NativeCall call(Safety safety) {
        return NativeCall.of("create pods", safety, "kube:6443", Duration.ofSeconds(1));
    }
}
