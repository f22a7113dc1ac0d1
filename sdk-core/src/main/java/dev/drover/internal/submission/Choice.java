package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.DroverException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The targets that one submission still has. Not safe for use by many threads. */
final class Choice {
    private final Targets targets;
    private final Work work;
    private final SubmissionTime time;
    private final Set<String> ruledOut = new HashSet<>();

    Choice(Targets targets, Work work, SubmissionTime time) {
        this.targets = targets;
        this.work = work;
        this.time = time;
    }

    /**
     * The first target, one that can do the work.
     *
     * @throws DroverException if there is none
     */
    String first(Attempt attempt) {
        return next(attempt, null);
    }

    /**
     * The target to try after one has refused.
     *
     * @throws DroverException the refusal, or a later one, if there is no other
     */
    String after(String target, Attempt attempt, DroverException refusal) {
        ruledOut.add(target);
        return next(attempt, refusal);
    }

    private String next(Attempt attempt, @Nullable DroverException refused) {
        DroverException refusal = refused;
        while (true) {
            Optional<String> target = targets.choose(attempt, Set.copyOf(ruledOut), refusal);
            if (target.isEmpty()) {
                throw refusal != null ? refusal : new IllegalStateException("No target was offered");
            }
            try {
                work.check(target.get(), time.remaining());
                return target.get();
            } catch (DroverException e) {
                // Nothing was sent to it, so another one may be asked.
                ruledOut.add(target.get());
                refusal = e;
            }
        }
    }
}
