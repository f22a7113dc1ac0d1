package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.DroverException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a submission may go. */
@FunctionalInterface
public interface Targets {

    /**
     * Chooses one.
     *
     * @param ruledOut those that refused, by proof
     * @param refusal what the last of them said; null at first
     * @return empty if the refusal is to stand
     * @throws DroverException if there is none to choose
     */
    Optional<String> choose(Attempt attempt, Set<String> ruledOut, @Nullable DroverException refusal);

    /** The only one that there is. */
    static Targets only(String target) {
        return (attempt, ruledOut, refusal) -> ruledOut.isEmpty() ? Optional.of(target) : Optional.empty();
    }
}
