package dev.drover.k8s.fake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came.
 *
 * @param headers by names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Request(String method, String target, Map<String, String> headers, byte[] body) {

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The parts of the path. */
    List<String> parts() {
        return Arrays.stream(path().substring(1).split("/", -1))
                .map(part -> decoded(part.replace("+", "%2B")))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        int start = target.indexOf('?');
        if (start >= 0) {
            for (String pair : target.substring(start + 1).split("&", -1)) {
                int equals = pair.indexOf('=');
                query.putIfAbsent(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    String query(String name) {
        return query().getOrDefault(name, "");
    }

    boolean flag(String name) {
        return List.of("true", "1").contains(query(name));
    }

    Optional<Long> number(String name) {
        String text = query(name);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(text));
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Without parameters such as a charset. */
    String contentType() {
        return header("content-type").split(";", 2)[0].strip();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
