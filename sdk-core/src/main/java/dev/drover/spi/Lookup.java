package dev.drover.spi;

import java.time.Duration;
import java.util.List;

/** The answer to "is there one?", which has three values: {@code Optional} cannot say "cannot tell". */
public sealed interface Lookup<T> {

    /**
     * There is.
     *
     * @param matches at least one; the first is the one to keep
     */
    record Found<T>(List<T> matches) implements Lookup<T> {
        public Found {
            matches = List.copyOf(matches);
            if (matches.isEmpty()) {
                throw new IllegalArgumentException("Found needs a match");
            }
        }
    }

    /** None was seen; proof only once the platform's settle time has passed. */
    record NotSeen<T>() implements Lookup<T> {}

    /**
     * It cannot be told now.
     *
     * @param why for the message
     * @param askAgainAfter when it is worth asking again
     */
    record Undecided<T>(String why, Duration askAgainAfter) implements Lookup<T> {}
}
