package dev.drover.samples.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.OutcomeUnknownException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when something went wrong: a status that says who is to mend it, and the same words every time. */
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String PAUSE = "5";

    private Problems() {}

    static Reply reply(Throwable problem) {
        if (problem instanceof HttpProblem refused) {
            return reply(refused.status(), refused.code(), refused.words());
        }
        if (problem instanceof DroverException failure) {
            return reply(failure);
        }
        String number = UUID.randomUUID().toString();
        log.error("Request failed unexpectedly, number {}", number, problem);
        return reply(500, "INTERNAL", "Something is wrong with the gateway. Its log knows more under " + number + ".");
    }

    private static Reply reply(DroverException failure) {
        ObjectNode json = json(failure.code().name(), failure.getMessage());
        json.put("retryable", failure.retryable())
                .put("effect", failure.effect().name());
        if (failure instanceof OutcomeUnknownException) {
            json.put("hint", "Send the same request with the same Idempotency-Key again: it goes on where this ended.");
        }
        log.debug("Answered by {}", failure.code(), failure);
        Reply reply = Reply.json(status(failure.code()), json);
        return failure.retryable() ? reply.with("Retry-After", PAUSE) : reply;
    }

    /** Not the gateway's fault unless it is. */
    static int status(ErrorCode code) {
        return switch (code) {
            case INVALID_ARGUMENT -> 400;
            case PERMISSION_DENIED -> 403;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, CONFLICT -> 409;
            case UNSUPPORTED -> 422;
            case THROTTLED, QUOTA_EXCEEDED -> 429;
            // It is the gateway that a cluster does not know, not the caller: no 401.
            case UNAUTHENTICATED, FAILED -> 502;
            case UNAVAILABLE, CANCELLED -> 503;
            case DEADLINE_EXCEEDED -> 504;
            case INTERNAL -> 500;
        };
    }

    private static Reply reply(int status, String code, String message) {
        return Reply.json(status, json(code, message));
    }

    private static ObjectNode json(String code, String message) {
        return Json.object().put("code", code).put("message", message);
    }
}
