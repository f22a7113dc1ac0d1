package dev.drover.standalone.rest;

import dev.drover.ErrorCode;
import dev.drover.Secret;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the logs of drivers from {@code GET /log/} of a worker's web interface, which answers with plain text after a
 * line that says which part it is. One native call per method. Safe for use by many threads.
 */
public final class WorkerLogs {
    private static final Pattern HEAD = Pattern.compile("==== Bytes (\\d+)-(\\d+) of (\\d+) of [^\n]* ====\n");
    private static final List<String> NO_LOG =
            List.of("Error: invalid log directory", "Error getting logs due to exception");
    private static final int MAX_HEAD = 8192;

    private final SparkHttp http;
    private final Optional<Secret> key;

    /** @param key signs tokens for the workers' pages; empty if they ask for none */
    public WorkerLogs(SparkHttp http, Optional<Secret> key) {
        this.http = http;
        this.key = key;
    }

    /**
     * A part of a driver's log; shorter at its end, empty beyond it or if there is none.
     *
     * @param worker address of the worker's web pages
     * @param log {@code stderr} or {@code stdout}
     * @param offset in bytes
     * @param maxBytes 0 or more; 0 asks for the length alone
     */
    public LogRange read(URI worker, String driverId, String log, long offset, int maxBytes, CallContext context) {
        return get(worker, driverId, log, "&offset=" + offset + "&byteLength=" + maxBytes, maxBytes, context);
    }

    /** The last bytes of a driver's log. */
    public LogRange tail(URI worker, String driverId, String log, int maxBytes, CallContext context) {
        // Without an offset the worker counts from the end.
        return get(worker, driverId, log, "&byteLength=" + maxBytes, maxBytes, context);
    }

    private LogRange get(URI worker, String driverId, String log, String part, int maxBytes, CallContext context) {
        NativeCall call = NativeCall.of("GET /log/", Safety.READ, worker.getAuthority(), http.requestTimeout());
        URI uri = MasterEndpoints.resolve(
                worker, "/log/?driverId=" + encode(driverId) + "&logType=" + encode(log) + part);
        // A byte that is no text comes back as U+FFFD, which is three.
        SparkHttp.Request request = SparkHttp.Request.get(uri, key, 3 * maxBytes + MAX_HEAD);
        return context.call(call, timeout -> parse(call, http.send(request, timeout)));
    }

    private LogRange parse(NativeCall call, SparkHttp.Answer answer) throws NativeException {
        if (answer.status() != 200) {
            throw new NativeException(StandaloneFailures.ofStatus(call, answer.status(), "", key.isPresent()));
        }
        Matcher head = HEAD.matcher(answer.text());
        if (!head.lookingAt()) {
            throw new NativeException(StandaloneFailures.notSpark(call, answer.text()));
        }
        LogRange range = new LogRange(
                answer.text().substring(head.end()),
                Long.parseLong(head.group(1)),
                Long.parseLong(head.group(2)),
                Long.parseLong(head.group(3)));
        if (range.start() == range.end() && !range.text().isEmpty()) {
            return missing(call, range);
        }
        return range;
    }

    /** In the place of the text a worker says what is wrong. A driver without a folder has no log yet, or no longer. */
    private static LogRange missing(NativeCall call, LogRange range) throws NativeException {
        if (NO_LOG.stream().anyMatch(range.text()::startsWith)) {
            return new LogRange("", 0, 0, 0);
        }
        throw new NativeException(Failure.refused(
                ErrorCode.NOT_FOUND, "the worker at " + call.endpoint() + " has no such log: " + range.text()));
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
