package dev.drover.k8s.internal;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.Failure;
import dev.drover.spi.Failure.Scope;
import dev.drover.spi.NativeCall;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What it means when no whole answer came. */
final class LineFailures {

    private LineFailures() {}

    static Failure classify(NativeCall call, KubeException error) {
        String who = call.endpoint();
        Optional<SSLException> insecure = find(error, SSLException.class);
        if (insecure.isPresent() && (!error.sent() || insecure.get() instanceof SSLHandshakeException)) {
            return insecure(who, insecure.get());
        }
        if (!error.sent()) {
            return unsent(who, error);
        }
        return new Failure(
                ErrorCode.UNAVAILABLE,
                unprocessed(error) ? Effect.NONE : KubeFailures.mayHaveActed(call),
                Scope.ENDPOINT,
                true,
                Optional.empty(),
                "no whole answer came from " + who + " when it was asked to " + error.target() + " ("
                        + Words.reason(error) + ").");
    }

    /** A server that goes away says over HTTP/2 which requests it has not looked at. */
    private static boolean unprocessed(KubeException error) {
        return find(error, IOException.class)
                .filter(each -> String.valueOf(each.getMessage()).contains("REFUSED_STREAM")
                        || each.getClass().getSimpleName().equals("ConnectionShutdownException"))
                .isPresent();
    }

    private static Failure unsent(String who, KubeException error) {
        if (find(error, UnknownHostException.class).isPresent()) {
            return Failure.unreachable("the name of " + who
                    + " cannot be resolved. Check the server in the kubeconfig file, the proxy and the network.");
        }
        String why = Words.reason(error);
        if (why.contains("authenticate with proxy")) {
            return refused(
                    ErrorCode.UNAUTHENTICATED,
                    "the proxy before " + who + " wants to know who asks. Set KubeOptions.proxyCredentials.");
        }
        return Failure.unreachable(who + " cannot be connected to (" + why
                + "). Check the server in the kubeconfig file, the proxy and the network.");
    }

    /** No credentials are sent, and nothing is asked, before the server is known. */
    private static Failure insecure(String who, SSLException error) {
        String why = Words.inBrackets(error.getMessage());
        if (error instanceof SSLPeerUnverifiedException) {
            return refused(
                    ErrorCode.UNAUTHENTICATED,
                    "the certificate of " + who
                            + " is for another name. Use an address that it names, or say the name as tls-server-name of the"
                            + " cluster in the kubeconfig file.");
        }
        if (find(error, CertificateException.class).isPresent()) {
            return refused(
                    ErrorCode.UNAUTHENTICATED,
                    "the certificate of " + who + " is not trusted" + why
                            + ". Name its authority as certificate-authority of the cluster in the kubeconfig file, or as"
                            + " KubeOptions.caFile.");
        }
        return refused(
                ErrorCode.UNAUTHENTICATED,
                "no secure connection to " + who + " came about" + why
                        + ". Check that the server speaks TLS at this address, and that it accepts the client's certificate if"
                        + " there is one.");
    }

    private static Failure refused(ErrorCode code, String message) {
        return new Failure(code, Effect.NONE, Scope.ENDPOINT, false, Optional.empty(), message);
    }

    private static <E extends Throwable> Optional<E> find(Throwable error, Class<E> type) {
        return Stream.iterate(error, each -> each != null, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
