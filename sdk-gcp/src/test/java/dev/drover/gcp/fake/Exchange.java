package dev.drover.gcp.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** A request, taken apart. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Exchange(String method, List<String> path, Map<String, String> query, Map<String, String> headers, byte[] body) {

    static Exchange of(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        return of(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body(exchange));
    }

    /** Google's clients compress what they send, data apart. */
    private static byte[] body(HttpExchange exchange) throws IOException {
        boolean compressed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream in = compressed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            return in.readAllBytes();
        }
    }

    static Exchange of(String method, URI target, Map<String, String> headers, byte[] body) {
        List<String> path = Arrays.stream(target.getRawPath().substring(1).split("/", -1))
                .map(Exchange::decoded)
                .toList();
        Map<String, String> query = new HashMap<>();
        if (target.getRawQuery() != null) {
            for (String pair : target.getRawQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                query.put(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return new Exchange(method, path, query, headers, body);
    }

    /** A plus sign in a path is one. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    Optional<Long> number(String parameter) {
        return Optional.ofNullable(query.get(parameter)).map(Long::valueOf);
    }

    boolean startsWith(String... start) {
        return path.size() >= start.length && path.subList(0, start.length).equals(List.of(start));
    }
}
