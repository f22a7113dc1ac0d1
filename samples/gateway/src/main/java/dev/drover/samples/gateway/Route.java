package dev.drover.samples.gateway;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What answers which requests.
 *
 * @param pattern the path's segments; one in braces stands for any
 */
record Route(String method, List<String> pattern, Access access, Endpoint endpoint) {

    /** Who may ask. */
    enum Access {
        ANYBODY,
        USERS,
        ADMINS
    }

    /** Answers requests; safe for use by many threads. */
    @FunctionalInterface
    interface Endpoint {
        Reply answer(Call call) throws IOException;
    }

    static Route of(String method, String path, Access access, Endpoint endpoint) {
        return new Route(method, List.of(path.substring(1).split("/", -1)), access, endpoint);
    }

    /** The values for the names in the pattern; empty if the path is another one. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                values.put(expected.substring(1, expected.length() - 1), path.get(i));
            } else if (!expected.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
