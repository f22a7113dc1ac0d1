package dev.drover;

import java.util.List;
import java.util.function.Consumer;

/**
 * A change to a platform's own request, for what only that platform knows.
 *
 * @param <T> the request's type
 * @param type the request's type, by which a provider recognises what is meant for it
 * @param label what the change does, in 1 to 100 characters; it stands for the change where two specs are compared
 * @param change applied to the request just before it is sent
 */
public record Customizer<T>(Class<T> type, String label, Consumer<? super T> change) {

    public Customizer {
        if (label.isBlank() || label.length() > 100 || label.chars().anyMatch(Character::isISOControl)) {
            throw DroverException.invalid(
                    "A customizer's label has 1 to 100 characters and no control characters: it says what changes.");
        }
    }

    /** Applies those of a list that are meant for a request; for providers. */
    public static <T> void apply(List<Customizer<?>> customizers, Class<T> type, T request) {
        for (Customizer<?> each : customizers) {
            each.applyIf(type, request);
        }
    }

    private void applyIf(Class<?> meant, Object request) {
        if (type.equals(meant)) {
            change.accept(type.cast(request));
        }
    }
}
