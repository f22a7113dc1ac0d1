package dev.drover;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What several sources answered to one question, and the errors of those that did not answer. A source that is down
 * takes nothing from what the others have.
 *
 * @param <S> what names a source: a {@link ClusterId} or a {@link Location}
 * @param <T> what is asked for
 * @param found of those that answered
 * @param failed why each of the others did not, in the order in which they were declared
 */
public record PartialResult<S, T>(T found, Map<S, DroverException> failed) {

    public PartialResult {
        failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
    }

    /** Whether all have answered. */
    public boolean complete() {
        return failed.isEmpty();
    }
}
