package dev.drover.gcp.internal;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.http.conn.ConnectTimeoutException;

/** What it means when no whole answer came. */
final class LineFailures {

    private LineFailures() {}

    static Failure classify(NativeCall call, Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException) {
                return Failure.unreachable("the name of " + call.endpoint()
                        + " cannot be resolved. Check the region, the endpoint and the network.");
            }
            if (unknownToProxy(each)) {
                return unknownToProxy(call);
            }
            if (unconnected(each)) {
                return Failure.unreachable(
                        call.endpoint() + " cannot be connected to. Check the endpoint, the proxy and the network.");
            }
            if (unsecured(each)) {
                return new Failure(
                        ErrorCode.UNAUTHENTICATED,
                        Effect.NONE,
                        Scope.REQUEST,
                        false,
                        Optional.empty(),
                        "the certificate of " + call.endpoint() + " is not trusted (" + Words.quote(each.getMessage())
                                + "). Check the address, or set GcpOptions.caFile.");
            }
        }
        return GcpFailures.trouble(
                call,
                Scope.ENDPOINT,
                "no whole answer came from " + call.endpoint() + " to " + call.api() + " (" + Words.reason(error)
                        + ").");
    }

    /** A proxy wants to know who asks, and nothing went through it. */
    static Failure unknownToProxy(NativeCall call) {
        return GcpFailures.refused(
                ErrorCode.UNAUTHENTICATED,
                Scope.REQUEST,
                "the proxy on the way to " + call.endpoint()
                        + " wants a user and a password (407). Set GcpOptions.proxyCredentials.");
    }

    /** Whether the error says that the request was never sent. */
    static boolean known(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException || unconnected(each) || unsecured(each)) {
                return true;
            }
        }
        return false;
    }

    private static boolean unconnected(Throwable error) {
        return error instanceof ConnectException
                || error instanceof NoRouteToHostException
                || error instanceof ConnectTimeoutException;
    }

    /** As gRPC says it, of a connection that it could not make. */
    private static boolean unknownToProxy(Throwable error) {
        return unconnected(error) && String.valueOf(error.getMessage()).contains("status: 407");
    }

    private static boolean unsecured(Throwable error) {
        return error instanceof SSLHandshakeException || error instanceof SSLPeerUnverifiedException;
    }
}
