package dev.drover.k8s.fake;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong with a request on the wire. */
public sealed interface KubeFault {

    /** The connection breaks before it is done. */
    record LoseRequest() implements KubeFault {}

    /** It is done, and the connection breaks before the answer. */
    record LoseResponse() implements KubeFault {}

    /** It is not done, and an error is answered: a Status with a reason, or plain text without one. */
    record Refuse(int status, String reason, String message, Optional<Duration> retryAfter) implements KubeFault {}

    /** It is done, and an error is answered all the same. */
    record RefuseAfterEffect(int status, String reason, String message) implements KubeFault {}

    /** It is done, and the answer comes late. */
    record Delay(Duration by) implements KubeFault {}

    static KubeFault refuse(int status, String reason, String message) {
        return new Refuse(status, reason, message, Optional.empty());
    }

    /** As priority and fairness turns somebody away: in plain text. */
    static KubeFault throttle(Duration retryAfter) {
        return new Refuse(429, "", "Too many requests, please try again later.\n", Optional.of(retryAfter));
    }

    static KubeFault unavailable() {
        return new Refuse(
                503, "ServiceUnavailable", "the server is currently unable to handle the request", Optional.empty());
    }

    static KubeFault errorAfterEffect() {
        return new RefuseAfterEffect(500, "InternalError", "Internal error occurred: etcdserver: request timed out");
    }

    /** The path of a new kind is not there yet. */
    static KubeFault pathNotFound() {
        return new Refuse(404, "", "404 page not found\n", Optional.empty());
    }

    static KubeFault initializing() {
        return new Refuse(429, "TooManyRequests", "storage is (re)initializing", Optional.of(Duration.ofSeconds(1)));
    }
}
