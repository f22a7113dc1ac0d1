package dev.drover.gcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.api.gax.rpc.ErrorDetails;
import com.google.cloud.storage.StorageException;
import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.gcp.fake.Marked;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import io.grpc.Status;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.NoHttpResponseException;
import org.apache.http.conn.ConnectTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each error means to the core. */
class GcpFailuresTest {

    @ParameterizedTest
    @CsvSource({
        // status, reason, code, retryable, effect of a write, scope
        "400, invalid, INVALID_ARGUMENT, false, NONE, REQUEST",
        "401, authError, UNAUTHENTICATED, false, NONE, ACCOUNT",
        "403, forbidden, PERMISSION_DENIED, false, NONE, ACCOUNT",
        "403, accessNotConfigured, PERMISSION_DENIED, false, NONE, ACCOUNT",
        "403, rateLimitExceeded, THROTTLED, true, UNKNOWN, ACCOUNT",
        "403, userRateLimitExceeded, THROTTLED, true, UNKNOWN, ACCOUNT",
        "403, quotaExceeded, QUOTA_EXCEEDED, false, NONE, ACCOUNT",
        "403, dailyLimitExceeded, QUOTA_EXCEEDED, false, NONE, ACCOUNT",
        "404, notFound, NOT_FOUND, false, NONE, REQUEST",
        "408, requestTimeout, UNAVAILABLE, true, UNKNOWN, ENDPOINT",
        "409, conflict, CONFLICT, false, NONE, REQUEST",
        "410, gone, NOT_FOUND, false, NONE, REQUEST",
        "412, conditionNotMet, ALREADY_EXISTS, false, NONE, REQUEST",
        "413, uploadTooLarge, INVALID_ARGUMENT, false, NONE, REQUEST",
        "429, rateLimitExceeded, THROTTLED, true, UNKNOWN, ACCOUNT",
        "429, '', THROTTLED, true, UNKNOWN, ACCOUNT",
        "500, backendError, UNAVAILABLE, true, UNKNOWN, ENDPOINT",
        "502, '', UNAVAILABLE, true, UNKNOWN, ENDPOINT",
        "503, backendError, UNAVAILABLE, true, UNKNOWN, ENDPOINT",
        "504, '', UNAVAILABLE, true, UNKNOWN, ENDPOINT"
    })
    void answersOverHttp(int status, String reason, ErrorCode code, boolean retryable, Effect effect, Scope scope) {
        StorageException error = new StorageException(status, "Said the server", reason, null);
        for (Safety safety : Safety.values()) {
            Failure failure = GcpFailures.classify(call(safety), error);

            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.retryable()).isEqualTo(retryable);
            assertThat(failure.scope()).isEqualTo(scope);
            assertThat(failure.effect()).as("%s", safety).isEqualTo(safety == Safety.READ ? Effect.NONE : effect);
            assertThat(failure.message())
                    .contains("objects.insert")
                    .contains(String.valueOf(status))
                    .contains("Said the server");
        }
        assertThat(GcpFailures.classify(call(Safety.KEYED), response(status, reason))
                        .code())
                .as("the same from a request of our own")
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        // status, reason, message, code, retryable, effect of a write, scope
        "INVALID_ARGUMENT, '', Bad name, INVALID_ARGUMENT, false, NONE, REQUEST",
        "INVALID_ARGUMENT, '', Multiple errors: Insufficient 'CPUS' quota. Requested 12.0, QUOTA_EXCEEDED, false, NONE, ACCOUNT",
        "OUT_OF_RANGE, '', Too far, INVALID_ARGUMENT, false, NONE, REQUEST",
        "FAILED_PRECONDITION, '', It is DELETING, CONFLICT, false, NONE, REQUEST",
        "NOT_FOUND, '', No cluster, NOT_FOUND, false, NONE, REQUEST",
        "ALREADY_EXISTS, '', There is one, ALREADY_EXISTS, false, NONE, REQUEST",
        "ABORTED, '', Another was faster, CONFLICT, true, NONE, REQUEST",
        "PERMISSION_DENIED, '', Not you, PERMISSION_DENIED, false, NONE, ACCOUNT",
        "PERMISSION_DENIED, SERVICE_DISABLED, Not here, PERMISSION_DENIED, false, NONE, ACCOUNT",
        "UNAUTHENTICATED, '', Who are you, UNAUTHENTICATED, false, NONE, ACCOUNT",
        "RESOURCE_EXHAUSTED, RATE_LIMIT_EXCEEDED, Too many, THROTTLED, true, UNKNOWN, ACCOUNT",
        "RESOURCE_EXHAUSTED, '', Quota exceeded for requests per minute, THROTTLED, true, UNKNOWN, ACCOUNT",
        "RESOURCE_EXHAUSTED, '', Quota DISKS_TOTAL_GB exceeded, QUOTA_EXCEEDED, false, NONE, ACCOUNT",
        "UNIMPLEMENTED, '', Never heard, UNSUPPORTED, false, NONE, REQUEST",
        "UNAVAILABLE, '', Later, UNAVAILABLE, true, UNKNOWN, ENDPOINT",
        "UNKNOWN, '', Something, UNAVAILABLE, true, UNKNOWN, ENDPOINT",
        "INTERNAL, '', RST_STREAM, UNAVAILABLE, true, UNKNOWN, ENDPOINT",
        "DEADLINE_EXCEEDED, '', Too slow, UNAVAILABLE, true, UNKNOWN, ENDPOINT",
        "CANCELLED, '', Closed, CANCELLED, false, UNKNOWN, REQUEST",
        "DATA_LOSS, '', Oh, INTERNAL, false, UNKNOWN, REQUEST"
    })
    void answersOverGrpc(
            Status.Code status,
            String reason,
            String message,
            ErrorCode code,
            boolean retryable,
            Effect effect,
            Scope scope) {
        ApiException error = answered(status, reason, message);
        for (Safety safety : Safety.values()) {
            Failure failure = GcpFailures.classify(call(safety), error);

            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.retryable()).isEqualTo(retryable);
            assertThat(failure.scope()).isEqualTo(scope);
            assertThat(failure.effect()).as("%s", safety).isEqualTo(safety == Safety.READ ? Effect.NONE : effect);
            assertThat(failure.message()).contains(message);
        }
    }

    @Test
    void everyStatusOfGrpcMeansSomething() {
        for (Status.Code status : Status.Code.values()) {
            assertThat(GcpFailures.classify(call(Safety.KEYED), answered(status, "", "x")))
                    .as("%s", status)
                    .isNotNull();
        }
    }

    @Test
    void aPauseThatIsAskedForIsKept() {
        RetryInfo info = RetryInfo.newBuilder()
                .setRetryDelay(Duration.newBuilder().setSeconds(7))
                .build();
        ApiException error = ApiExceptionFactory.createException(
                "Quota exceeded",
                null,
                GrpcStatusCode.of(Status.Code.RESOURCE_EXHAUSTED),
                false,
                ErrorDetails.builder()
                        .setRawErrorMessages(List.of(Any.pack(info)))
                        .build());

        Failure failure = GcpFailures.classify(call(Safety.KEYED), error);

        assertThat(failure.code()).isEqualTo(ErrorCode.THROTTLED);
        assertThat(failure.retryAfter()).contains(java.time.Duration.ofSeconds(7));
        assertThat(GcpFailures.classify(call(Safety.READ), response(503, "")).retryAfter())
                .contains(java.time.Duration.ofSeconds(3));
    }

    @Test
    void whatWasNeverConnectedHadNoEffect() {
        for (IOException cause : List.of(
                new UnknownHostException("storage.nowhere"),
                new ConnectException("refused"),
                new ConnectTimeoutException("too slow"))) {
            Failure overHttp = GcpFailures.classify(call(Safety.UNSAFE), new StorageException(cause));
            Failure overGrpc = GcpFailures.classify(
                    call(Safety.UNSAFE),
                    ApiExceptionFactory.createException(
                            new IOException("io exception", cause), GrpcStatusCode.of(Status.Code.UNAVAILABLE), true));

            for (Failure failure : List.of(overHttp, overGrpc)) {
                assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(failure.effect()).isEqualTo(Effect.NONE);
                assertThat(failure.scope()).isEqualTo(Scope.ENDPOINT);
                assertThat(failure.retryable()).isTrue();
            }
        }
    }

    @Test
    void whatWasLostOnTheWayMayHaveHadOne() {
        for (IOException cause : List.of(
                new SocketTimeoutException("Read timed out"),
                new NoHttpResponseException("The target server failed to respond"),
                new EOFException("after 3 of 10 bytes"))) {
            for (Exception error : List.of(cause, new StorageException(cause))) {
                assertThat(GcpFailures.classify(call(Safety.READ), error).effect())
                        .isEqualTo(Effect.NONE);
                Failure failure = GcpFailures.classify(call(Safety.UNSAFE), error);
                assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(failure.effect()).isEqualTo(Effect.UNKNOWN);
                assertThat(failure.retryable()).isTrue();
            }
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsSaid() {
        Failure failure = GcpFailures.classify(
                call(Safety.UNSAFE), new SSLHandshakeException("unable to find valid certification path"));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.message()).contains("caFile");
    }

    @Test
    void whatArrivesDamagedIsSentAgain() {
        Failure failure = GcpFailures.classify(
                call(Safety.KEYED),
                new StorageException(
                        400,
                        "Provided CRC32C \"AAAAAA==\" doesn't match calculated CRC32C \"n03x6A==\".",
                        "invalid",
                        null));

        assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void tokensAreNotQuoted() {
        String token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzZWNyZXQifQ.c2lnbmF0dXJl";
        Failure failure = GcpFailures.classify(
                call(Safety.READ),
                new StorageException(
                        401, "Bad token " + token + " or ya29." + Marked.secret("access"), "authError", null));

        assertThat(failure.message())
                .doesNotContain("eyJ")
                .doesNotContain("ya29")
                .doesNotContain(Marked.secret("access"));
    }

    @Test
    void whatIsNoneOfTheseIsAnErrorOfOurs() {
        Failure failure = GcpFailures.classify(call(Safety.READ), new IllegalStateException("oops"));

        assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failure.retryable()).isFalse();
    }

    private static ApiException answered(Status.Code status, String reason, String message) {
        ErrorInfo info = ErrorInfo.newBuilder().setReason(reason).build();
        return ApiExceptionFactory.createException(
                message,
                null,
                GrpcStatusCode.of(status),
                false,
                ErrorDetails.builder()
                        .setRawErrorMessages(List.of(Any.pack(info)))
                        .build());
    }

    private static HttpResponseException response(int status, String reason) {
        return new HttpResponseException.Builder(status, "Said the server", new HttpHeaders().setRetryAfter("3"))
                .setContent("{\"error\":{\"code\":" + status
                        + ",\"message\":\"Said the server\",\"errors\":[{\"reason\":\"" + reason + "\"}]}}")
                .build();
    }

    private static NativeCall call(Safety safety) {
        return NativeCall.of("objects.insert", safety, "storage.googleapis.com", java.time.Duration.ofSeconds(30));
    }
}
