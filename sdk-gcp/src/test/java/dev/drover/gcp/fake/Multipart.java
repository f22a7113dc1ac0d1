package dev.drover.gcp.fake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bodies of several parts. */
final class Multipart {
    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");

    private Multipart() {}

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Part(Map<String, String> headers, byte[] body) {}

    static List<Part> parse(String contentType, byte[] body) {
        Matcher found = BOUNDARY.matcher(contentType);
        if (!found.find()) {
            throw new IllegalArgumentException("No boundary in " + contentType);
        }
        // One byte is one character, so that positions are the same.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String boundary = "--" + found.group(1);
        List<Part> parts = new ArrayList<>();
        int start = text.indexOf(boundary) + boundary.length();
        while (!text.startsWith("--", start)) {
            int end = text.indexOf("\r\n" + boundary, start);
            int blank = text.indexOf("\r\n\r\n", start);
            parts.add(new Part(
                    headers(text.substring(start, blank)),
                    text.substring(blank + 4, end).getBytes(StandardCharsets.ISO_8859_1)));
            start = end + 2 + boundary.length();
        }
        return parts;
    }

    static Map<String, String> headers(String lines) {
        Map<String, String> headers = new HashMap<>();
        lines.lines()
                .filter(line -> line.contains(":"))
                .forEach(line -> headers.put(
                        line.substring(0, line.indexOf(':')).strip().toLowerCase(Locale.ROOT),
                        line.substring(line.indexOf(':') + 1).strip()));
        return headers;
    }
}
