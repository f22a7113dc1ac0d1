package dev.drover.k8s.internal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A refusal, by the API server's
 * <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/">Status</a> or by what another
 * server on the way has said.
 *
 * @param code of HTTP
 * @param reason the word that stands for it, such as {@code AlreadyExists}; empty if another server said it
 * @param kind of the object that it is about, in the plural; may be empty
 * @param causes one for each fault of an object
 * @param retryAfter what the server asks for
 */
public record KubeStatus(
        int code, String reason, String message, String kind, List<Cause> causes, Optional<Duration> retryAfter) {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /** A fault of an object, and the field that has it. */
    public record Cause(String reason, String message, String field) {}

    /** @param retryAfter the header of that name; may be empty */
    static KubeStatus of(int code, String body, String retryAfter) {
        try {
            JsonElement json = JsonParser.parseString(body);
            if (json.isJsonObject()
                    && "Status".equals(Json.text(json.getAsJsonObject(), "kind").orElse(""))) {
                return of(json.getAsJsonObject(), code, seconds(retryAfter));
            }
        } catch (JsonParseException e) {
            // Then it is text.
        }
        return new KubeStatus(code, "", body, "", List.of(), seconds(retryAfter));
    }

    /** @param status as an event of a watch brings it */
    static KubeStatus of(JsonObject status) {
        return of(status, Json.text(status, "code").map(KubeStatus::number).orElse(500), Optional.empty());
    }

    private static KubeStatus of(JsonObject status, int code, Optional<Duration> retryAfter) {
        JsonObject details = Json.object(status, "details");
        List<Cause> causes = new ArrayList<>();
        for (JsonObject each : Json.objects(details, "causes")) {
            causes.add(new Cause(
                    Json.text(each, "reason").orElse(""),
                    Json.text(each, "message").orElse(""),
                    Json.text(each, "field").orElse("")));
        }
        return new KubeStatus(
                code,
                Json.text(status, "reason").orElse(""),
                Json.text(status, "message").orElse(""),
                Json.text(details, "kind").orElse(""),
                List.copyOf(causes),
                retryAfter.or(() -> Json.text(details, "retryAfterSeconds").flatMap(KubeStatus::seconds)));
    }

    /** Seconds only: Kubernetes sends no dates here. */
    private static Optional<Duration> seconds(String text) {
        return Optional.of(text)
                .filter(each -> each.matches("\\d{1,6}"))
                .map(each -> Duration.ofSeconds(Long.parseLong(each)))
                .map(asked -> asked.compareTo(LONGEST_PAUSE) < 0 ? asked : LONGEST_PAUSE);
    }

    private static int number(String text) {
        return text.matches("\\d{3}") ? Integer.parseInt(text) : 500;
    }

    boolean hasCause(String reason) {
        return causes.stream().anyMatch(cause -> cause.reason().equals(reason));
    }
}
