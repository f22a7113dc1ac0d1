package dev.drover.aws.fake;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a fake service answers. */
public record Reply(int status, Map<String, String> headers, String body) {

    public static Reply json(String body) {
        return new Reply(200, Map.of("Content-Type", "application/x-amz-json-1.1"), body);
    }

    public static Reply xml(String body) {
        return new Reply(200, Map.of("Content-Type", "text/xml"), body);
    }

    public Reply withStatus(int other) {
        return new Reply(other, headers, body);
    }

    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, body);
    }
}
