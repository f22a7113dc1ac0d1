package dev.drover.standalone.hosts;

import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Asks hosts, by {@code host.sh}. Safe for use by many threads. */
final class HostShell {
    static final int NOT_THERE = 3;
    static final int HELD = 4;
    private static final int CUT_SHORT = 6;
    private static final int LONGEST_ANSWER = 8 << 20;
    private static final int LONGEST_PROBLEM = 4_000;

    private final Connections connections;
    private final HostsOptions options;

    HostShell(Connections connections, HostsOptions options) {
        this.connections = connections;
        this.options = options;
    }

    /** An answer: standard output, and standard error. */
    record Answer(int code, String out, String err) {
        boolean found() {
            return code != NOT_THERE;
        }
    }

    /** Asks, and takes no failure for an answer. */
    Answer ask(SshHost host, Request request, CallContext context) {
        return ask(host, request, Set.of(), options.requestTimeout(), context);
    }

    /**
     * Asks.
     *
     * @param answers exit codes that are answers too
     * @param timeout for this request
     */
    Answer ask(SshHost host, Request request, Set<Integer> answers, Duration timeout, CallContext context) {
        Tail out = new Tail(LONGEST_ANSWER);
        Answer answer = ask(host, request, out, answers, timeout, context);
        return new Answer(answer.code(), out.text(), answer.err());
    }

    /** The same, with standard output going elsewhere; not to be repeated then. */
    Answer ask(
            SshHost host,
            Request request,
            OutputStream out,
            Set<Integer> answers,
            Duration timeout,
            CallContext context) {
        return context.call(call(host, request.verb(), request.safety(), timeout), limit -> {
            Tail err = new Tail(LONGEST_PROBLEM);
            int code = connections.bash(host, in -> request.writeTo(options.folder(), in), out, err, limit);
            if (code == 0 || answers.contains(code)) {
                return new Answer(code, "", err.text());
            }
            throw new NativeException(failure(host, request, code, err.text().strip()));
        });
    }

    NativeCall call(SshHost host, String verb, Safety safety, Duration timeout) {
        return NativeCall.of(verb, safety, connections.endpoint(host), timeout);
    }

    private static Failure failure(SshHost host, Request request, int code, String said) {
        String message = "host '" + host + "': " + (said.isEmpty() ? "exit code " + code : said);
        return switch (code) {
            case NOT_THERE -> Failure.refused(ErrorCode.NOT_FOUND, message);
            case HELD ->
                Failure.refused(
                        ErrorCode.CONFLICT,
                        "host '" + host + "' does not belong to this cluster"
                                + (said.isEmpty() ? "." : " but to '" + said + "'."));
            case CUT_SHORT ->
                new Failure(ErrorCode.UNAVAILABLE, Effect.NONE, Failure.Scope.REQUEST, true, Optional.empty(), message);
            default ->
                new Failure(
                        ErrorCode.FAILED,
                        request.safety() == Safety.READ ? Effect.NONE : Effect.UNKNOWN,
                        Failure.Scope.REQUEST,
                        false,
                        Optional.empty(),
                        message);
        };
    }
}
