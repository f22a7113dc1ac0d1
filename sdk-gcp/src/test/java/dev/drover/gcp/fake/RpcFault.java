package dev.drover.gcp.fake;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.Optional;

/** What goes wrong with a call of gRPC on the wire. */
public sealed interface RpcFault {

    /** It is done, and the connection breaks before the answer. */
    record LoseResponse() implements RpcFault {}

    /** The connection breaks before it is done. */
    record LoseRequest() implements RpcFault {}

    /** It is not done, and no answer comes. */
    record Silence() implements RpcFault {}

    /** It is not done, and an error is answered. */
    record Refuse(Code status, String message, Optional<Duration> retryAfter, String reason) implements RpcFault {
        com.google.rpc.Status details() {
            return described(status, message, retryAfter, reason);
        }
    }

    /** It is done, and an error is answered all the same. */
    record RefuseAfterEffect(Code status, String message) implements RpcFault {
        com.google.rpc.Status details() {
            return described(status, message, Optional.empty(), "");
        }
    }

    static RpcFault refuse(Code status, String message) {
        return new Refuse(status, message, Optional.empty(), "");
    }

    static RpcFault throttle(Duration retryAfter) {
        return new Refuse(
                Code.RESOURCE_EXHAUSTED,
                "Quota exceeded for quota metric 'Job submit requests' per minute",
                Optional.of(retryAfter),
                "RATE_LIMIT_EXCEEDED");
    }

    private static com.google.rpc.Status described(
            Code code, String message, Optional<Duration> retryAfter, String reason) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.value()).setMessage(message);
        retryAfter.ifPresent(pause -> status.addDetails(com.google.protobuf.Any.pack(RetryInfo.newBuilder()
                .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(pause.getSeconds())
                        .setNanos(pause.getNano()))
                .build())));
        if (!reason.isEmpty()) {
            status.addDetails(com.google.protobuf.Any.pack(ErrorInfo.newBuilder()
                    .setReason(reason)
                    .setDomain("googleapis.com")
                    .build()));
        }
        return status.build();
    }
}
