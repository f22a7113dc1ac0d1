package dev.drover.testkit.mem;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which script a spec gets. The newest rule that matches decides, so that a test can override what was set up for all.
 *
 * @param <S> the specs
 * @param <T> the scripts
 */
final class Rules<S, T> {
    private final List<Rule<S, T>> rules = new CopyOnWriteArrayList<>();

    private record Rule<S, T>(Predicate<? super S> matches, List<Function<? super S, T>> scripts, AtomicInteger used) {
        T next(S spec) {
            return scripts.get(Math.min(used.getAndIncrement(), scripts.size() - 1))
                    .apply(spec);
        }
    }

    Rules(T otherwise) {
        add(spec -> true, List.of(spec -> otherwise));
    }

    /** @param scripts one for each spec that matches, in order; the last for all that follow */
    void add(Predicate<? super S> matches, List<Function<? super S, T>> scripts) {
        rules.add(0, new Rule<>(matches, scripts, new AtomicInteger()));
    }

    T scriptFor(S spec) {
        return rules.stream()
                .filter(rule -> rule.matches().test(spec))
                .findFirst()
                .orElseThrow()
                .next(spec);
    }
}
