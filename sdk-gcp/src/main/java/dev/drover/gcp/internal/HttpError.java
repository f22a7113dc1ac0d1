package dev.drover.gcp.internal;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.json.gson.GsonFactory;
import com.google.cloud.BaseServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error that came as an answer over HTTP.
 *
 * @param reason Google's word for it, such as {@code rateLimitExceeded}; empty if there is none
 * @param retryAfter what the header of that name asks for
 */
record HttpError(int status, String reason, String message, Optional<Duration> retryAfter) {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    static HttpError of(BaseServiceException error) {
        HttpError answered = error.getCause() instanceof HttpResponseException response
                ? of(response)
                : new HttpError(error.getCode(), "", "", Optional.empty());
        return new HttpError(
                error.getCode(),
                error.getReason() == null ? answered.reason : error.getReason(),
                error.getMessage() == null ? answered.message : error.getMessage(),
                answered.retryAfter);
    }

    static HttpError of(HttpResponseException error) {
        GoogleJsonError details = error instanceof GoogleJsonResponseException json ? json.getDetails() : parsed(error);
        return new HttpError(
                error.getStatusCode(),
                reason(details),
                details == null || details.getMessage() == null ? words(error) : details.getMessage(),
                retryAfter(error));
    }

    private static @Nullable GoogleJsonError parsed(HttpResponseException error) {
        String content = error.getContent();
        if (content == null || !content.stripLeading().startsWith("{")) {
            return null;
        }
        try {
            Envelope envelope = GsonFactory.getDefaultInstance().fromString(content, Envelope.class);
            return envelope.error;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static String reason(@Nullable GoogleJsonError details) {
        List<GoogleJsonError.ErrorInfo> errors = details == null ? null : details.getErrors();
        String reason =
                errors == null || errors.isEmpty() ? null : errors.get(0).getReason();
        return reason == null ? "" : reason;
    }

    private static String words(HttpResponseException error) {
        String content = error.getContent();
        return content == null || content.isBlank() ? String.valueOf(error.getStatusMessage()) : content;
    }

    /** Seconds only: Google sends no dates here. */
    private static Optional<Duration> retryAfter(HttpResponseException error) {
        return Optional.ofNullable(error.getHeaders().getRetryAfter())
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(HttpError::bounded);
    }

    static Duration bounded(Duration asked) {
        return asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE;
    }

    /** The body of an error. */
    public static final class Envelope {
        @com.google.api.client.util.Key
        private @Nullable GoogleJsonError error;
    }
}
