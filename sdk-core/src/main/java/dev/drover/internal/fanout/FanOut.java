package dev.drover.internal.fanout;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.PartialResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Asks many sources side by side, all within one time. Whoever fails or is late is left out and named. Safe for use by
 * many threads.
 */
public final class FanOut {
    /** How many are asked at the same moment. */
    static final int WIDTH = 32;

    private final DroverClock clock;
    private final Executor executor;

    public FanOut(DroverClock clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
    }

    /** Asks one source, within the time that is left. */
    @FunctionalInterface
    public interface Question<S, A> {
        A ask(S source, Duration limit);
    }

    /**
     * Asks all of them.
     *
     * @param what is asked for, to follow "Could not" in messages: "list jobs"
     * @param timeout for all together; who is asked by then is interrupted
     * @return the answers by source, in the order given
     * @throws DroverException INVALID_ARGUMENT if the timeout is not above zero; CANCELLED if this thread is interrupted
     */
    public <S, A> PartialResult<S, Map<S, A>> ask(
            String what, Collection<S> sources, Duration timeout, Question<S, A> question) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw DroverException.invalid("The time to " + what + " must be above zero, not " + timeout + ".");
        }
        Round<S, A> round = new Round<>(sources, clock.instant().plus(timeout), question);
        try {
            round.start();
            clock.await(round.over, timeout);
            // Before those who are late are stopped: what they say then is no answer.
            return round.result(
                    source -> "Could not " + what + " of '" + source + "': no answer came within " + timeout + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled("Could not " + what + ": interrupted.", e);
        } catch (RejectedExecutionException e) {
            throw cancelled("Could not " + what + ": this Drover is closed; open another one.", e);
        } finally {
            round.stop();
        }
    }

    private static DroverException cancelled(String message, Exception cause) {
        return new DroverException(ErrorCode.CANCELLED, Effect.NONE, true, message, cause);
    }

    /** One question on its way. */
    private final class Round<S, A> {
        private final List<S> sources;
        private final Instant end;
        private final Question<S, A> question;
        private final List<FutureTask<Void>> tasks;
        private final Map<S, A> found = new ConcurrentHashMap<>();
        private final Map<S, DroverException> failed = new ConcurrentHashMap<>();
        private final AtomicInteger open;
        private final CompletableFuture<Void> over = new CompletableFuture<>();

        Round(Collection<S> all, Instant end, Question<S, A> question) {
            sources = all.stream().distinct().toList();
            this.end = end;
            this.question = question;
            tasks = sources.stream()
                    .map(source -> new FutureTask<Void>(() -> ask(source), null))
                    .toList();
            open = new AtomicInteger(sources.size());
        }

        void start() {
            Queue<Runnable> waiting = new ConcurrentLinkedQueue<>(tasks);
            for (int i = 0; i < Math.min(WIDTH, tasks.size()); i++) {
                executor.execute(() -> {
                    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                        next.run();
                    }
                });
            }
            if (tasks.isEmpty()) {
                over.complete(null);
            }
        }

        private void ask(S source) {
            try {
                found.put(source, question.ask(source, Duration.between(clock.instant(), end)));
            } catch (DroverException e) {
                failed.put(source, e);
            } catch (RuntimeException | Error e) {
                // A module that is broken, or whose classes do not fit, is as bad as a cluster that is down, and no
                // worse.
                failed.put(source, broken(source, e));
            } finally {
                if (open.decrementAndGet() == 0) {
                    over.complete(null);
                }
            }
        }

        private DroverException broken(S source, Throwable error) {
            return new DroverException(
                    ErrorCode.INTERNAL,
                    Effect.NONE,
                    false,
                    "Asking '" + source + "' failed unexpectedly: " + error + ". Please report it.",
                    error);
        }

        /** Interrupts those that are still under way, and begins no other. */
        void stop() {
            if (!over.isDone()) {
                tasks.forEach(task -> task.cancel(true));
            }
        }

        PartialResult<S, Map<S, A>> result(Function<S, String> late) {
            Map<S, A> answers = new LinkedHashMap<>();
            Map<S, DroverException> errors = new LinkedHashMap<>();
            for (S source : sources) {
                A answer = found.get(source);
                if (answer != null) {
                    answers.put(source, answer);
                } else {
                    errors.put(source, failed.getOrDefault(source, late(late.apply(source))));
                }
            }
            return new PartialResult<>(answers, errors);
        }

        private DroverException late(String message) {
            return new DroverException(ErrorCode.DEADLINE_EXCEEDED, Effect.NONE, true, message, null);
        }
    }
}
