package dev.drover.gcp.fake;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong with a request on the wire. */
public sealed interface GcpFault {

    /** It is done, and the connection breaks before the answer. */
    record LoseResponse() implements GcpFault {}

    /** The connection breaks before it is done. */
    record LoseRequest() implements GcpFault {}

    /** It is not done, and an error is answered. */
    record Refuse(int status, String reason, String message, Optional<Duration> retryAfter) implements GcpFault {}

    /** Of the bytes that are sent only so many are stored, and an error is answered. */
    record KeepSome(int bytes, int status) implements GcpFault {}

    /** The body of the answer breaks off after so many bytes. */
    record BreakOff(int bytes) implements GcpFault {}

    /** One byte of what is stored, or of the body of the answer, is another one. */
    record Damage() implements GcpFault {}

    static GcpFault throttle() {
        return new Refuse(429, "rateLimitExceeded", "Too many requests", Optional.empty());
    }

    static GcpFault throttle(Duration retryAfter) {
        return new Refuse(429, "rateLimitExceeded", "Too many requests", Optional.of(retryAfter));
    }

    static GcpFault refuse(int status, String reason, String message) {
        return new Refuse(status, reason, message, Optional.empty());
    }
}
