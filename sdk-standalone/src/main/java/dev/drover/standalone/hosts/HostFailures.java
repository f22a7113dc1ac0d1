package dev.drover.standalone.hosts;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.util.Optional;

/** What errors of requests to hosts mean. Pure. */
final class HostFailures {

    private HostFailures() {}

    static Failure classify(NativeCall call, Throwable error) {
        String host = call.endpoint();
        if (error instanceof HostAccessException access) {
            return switch (access.kind()) {
                case UNREACHABLE ->
                    Failure.unreachable(host + " cannot be reached over SSH: " + access.getMessage()
                            + ". Check that it is up, and its address and port.");
                case KEY_REFUSED -> Failure.refused(ErrorCode.UNAUTHENTICATED, host + ": " + access.getMessage());
                case LOGIN_REFUSED -> Failure.refused(ErrorCode.PERMISSION_DENIED, host + ": " + access.getMessage());
            };
        }
        if (error instanceof IOException) {
            return new Failure(
                    ErrorCode.UNAVAILABLE,
                    call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN,
                    Failure.Scope.ENDPOINT,
                    true,
                    Optional.empty(),
                    "the connection to " + host + " broke during '" + call.api() + "': " + error.getMessage());
        }
        return new Failure(
                ErrorCode.INTERNAL,
                call.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN,
                Failure.Scope.REQUEST,
                false,
                Optional.empty(),
                "'" + call.api() + "' failed within Drover: " + error + ". Please report it.");
    }
}
