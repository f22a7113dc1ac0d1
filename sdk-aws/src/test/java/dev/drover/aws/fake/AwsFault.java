package dev.drover.aws.fake;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong with a request on the wire. */
public sealed interface AwsFault {

    /** It is done, and the connection breaks before the answer. */
    record LoseResponse() implements AwsFault {}

    /** The connection breaks before it is done. */
    record LoseRequest() implements AwsFault {}

    /** It is not done, and an error is answered. */
    record Refuse(int status, String code, String message, Optional<Duration> retryAfter) implements AwsFault {}

    /** It is done, and an error is answered all the same. */
    record RefuseAfterEffect(int status, String code, String message) implements AwsFault {}

    /** It is done, and the answer comes late. */
    record Delay(Duration by) implements AwsFault {}

    static AwsFault throttle() {
        return new Refuse(400, "ThrottlingException", "Rate exceeded", Optional.empty());
    }

    static AwsFault throttle(Duration retryAfter) {
        return new Refuse(400, "ThrottlingException", "Rate exceeded", Optional.of(retryAfter));
    }

    static AwsFault refuse(int status, String code, String message) {
        return new Refuse(status, code, message, Optional.empty());
    }
}
