package dev.drover.standalone.hosts;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does the same with several hosts at once. Safe for use by many threads. */
final class Together {
    private final Executor executor;

    Together(Executor executor) {
        this.executor = executor;
    }

    /**
     * What came of it on each, in order; an error too.
     *
     * @throws DroverException CANCELLED if this thread is interrupted; what was under way was interrupted too
     */
    <A, B> List<Outcome<A, B>> tryEach(List<A> items, Function<? super A, ? extends B> work) {
        List<FutureTask<B>> tasks = new ArrayList<>();
        for (A item : items) {
            FutureTask<B> task = new FutureTask<>(() -> work.apply(item));
            tasks.add(task);
            executor.execute(task);
        }
        List<Outcome<A, B>> outcomes = new ArrayList<>();
        try {
            for (int i = 0; i < tasks.size(); i++) {
                outcomes.add(outcome(items.get(i), tasks.get(i)));
            }
        } catch (InterruptedException e) {
            tasks.forEach(task -> task.cancel(true));
            Thread.currentThread().interrupt();
            throw new DroverException(
                    ErrorCode.CANCELLED, Effect.UNKNOWN, true, "Interrupted while working on hosts.", e);
        }
        return outcomes;
    }

    private static <A, B> Outcome<A, B> outcome(A item, FutureTask<B> task) throws InterruptedException {
        try {
            return new Outcome<>(item, Optional.of(task.get()), Optional.empty());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DroverException failure) {
                return new Outcome<>(item, Optional.empty(), Optional.of(failure));
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** One of the two. */
    record Outcome<A, B>(A item, Optional<B> result, Optional<DroverException> error) {}

    /** The same, throwing the first error once all have ended. */
    <A> void each(List<A> items, Consumer<? super A> work) {
        List<Outcome<A, Boolean>> outcomes = tryEach(items, item -> {
            work.accept(item);
            return true;
        });
        outcomes.stream()
                .flatMap(outcome -> outcome.error().stream())
                .findFirst()
                .ifPresent(error -> {
                    throw error;
                });
    }
}
