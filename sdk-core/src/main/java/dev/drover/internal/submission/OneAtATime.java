package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.RequestKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets the threads of one process that use the same key go one after another, so that the second finds the first's. */
final class OneAtATime {
    private final ConcurrentMap<Turn, CompletableFuture<Void>> turns = new ConcurrentHashMap<>();

    private record Turn(Attempt.Kind kind, RequestKey key) {}

    /**
     * Does it as soon as no other thread is at it.
     *
     * @throws dev.drover.OutcomeUnknownException if the other threads take too long, or this one was interrupted
     */
    <T> T run(Attempt.Kind kind, RequestKey key, SubmissionTime time, Supplier<T> work) {
        Turn turn = new Turn(kind, key);
        CompletableFuture<Void> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<Void> others = turns.putIfAbsent(turn, mine);
        while (others != null) {
            time.await(others, "another thread is at it");
            others = turns.putIfAbsent(turn, mine);
        }
        try {
            return work.get();
        } finally {
            turns.remove(turn, mine);
            mine.complete(null);
        }
    }
}
