package dev.drover.aws.emr;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.emr.model.StepConfig;

/**
 * Adds steps in batches. EMR allows one {@code AddJobFlowSteps} every two seconds and 256 steps in it: steps that are
 * asked for while a call for their cluster is under way, or waits for its turn, go together in the next one. That is made
 * by the thread that has waited longest, within its own operation. Safe for use by many threads.
 */
final class StepBatches {
    /** <a href="https://docs.aws.amazon.com/emr/latest/APIReference/API_AddJobFlowSteps.html">In one request.</a> */
    private static final int MOST_STEPS = 256;
    /** Far below what any service of AWS takes as a request. */
    private static final int MOST_CHARACTERS = 256 * 1024;

    private final EmrApi api;
    private final DroverClock clock;
    /** Those who wait while somebody sends, by cluster; a queue is touched only within a compute of its entry. */
    private final Map<String, Queue<Asked>> waiting = new ConcurrentHashMap<>();

    /** What becomes of one who waits. */
    private sealed interface Turn {
        record Added(String id) implements Turn {}

        record Refused(DroverException why) implements Turn {}

        /** It is to send the next batch. */
        record Sends() implements Turn {}

        /** It does not wait any more. */
        record Gone() implements Turn {}
    }

    private static final class Asked {
        private final StepConfig step;
        private final CompletableFuture<Turn> turn = new CompletableFuture<>();

        Asked(StepConfig step) {
            this.step = step;
        }

        int characters() {
            return step.hadoopJarStep().args().stream().mapToInt(String::length).sum();
        }
    }

    StepBatches(EmrApi api, DroverClock clock) {
        this.api = api;
        this.clock = clock;
    }

    /**
     * Adds a step.
     *
     * @return its id
     * @throws DroverException as the call, with effect NONE if it was not added
     */
    String add(String cluster, StepConfig step, CallContext context) {
        Asked mine = new Asked(step);
        Turn turn = maySend(cluster, mine) ? new Turn.Sends() : await(cluster, mine, context);
        if (turn instanceof Turn.Added added) {
            return added.id();
        }
        if (turn instanceof Turn.Refused refused) {
            return alone(cluster, mine, refused.why(), context);
        }
        try {
            return sendWithOthers(cluster, mine, context);
        } finally {
            passOn(cluster);
        }
    }

    /** Whether nobody sends; otherwise it is in the queue now. */
    private boolean maySend(String cluster, Asked mine) {
        AtomicBoolean first = new AtomicBoolean();
        waiting.compute(cluster, (name, queue) -> {
            if (queue == null) {
                first.set(true);
                return new ArrayDeque<>();
            }
            queue.add(mine);
            return queue;
        });
        return first.get();
    }

    private String sendWithOthers(String cluster, Asked mine, CallContext context) {
        List<Asked> batch = take(cluster, mine);
        List<String> ids;
        try {
            ids = api.addSteps(cluster, batch.stream().map(each -> each.step).toList(), context);
        } catch (DroverException e) {
            List<Asked> others = batch.subList(1, batch.size());
            others.forEach(each -> each.turn.complete(new Turn.Refused(together(cluster, batch.size(), e))));
            if (others.isEmpty()) {
                throw e;
            }
            return alone(cluster, mine, e, context);
        }
        for (int i = 1; i < batch.size(); i++) {
            batch.get(i).turn.complete(new Turn.Added(ids.get(i)));
        }
        return ids.get(0);
    }

    /** This one, and of those who wait as many as go into one request. */
    private List<Asked> take(String cluster, Asked mine) {
        List<Asked> batch = new ArrayList<>(List.of(mine));
        waiting.computeIfPresent(cluster, (name, queue) -> {
            int characters = mine.characters();
            while (!queue.isEmpty() && batch.size() < MOST_STEPS) {
                characters += queue.element().characters();
                if (characters > MOST_CHARACTERS) {
                    break;
                }
                batch.add(queue.remove());
            }
            return queue;
        });
        return batch;
    }

    private static DroverException together(String cluster, int steps, DroverException e) {
        return new DroverException(
                e.code(),
                e.effect(),
                e.retryable(),
                e.attempts(),
                "Could not add " + steps + " steps to " + cluster + " in one request: " + e.getMessage(),
                e);
    }

    /** One step that EMR does not take, or that does not fit any more, is no reason to refuse the others. */
    private String alone(String cluster, Asked mine, DroverException refused, CallContext context) {
        boolean ofOneStep = refused.effect() == Effect.NONE
                && (refused.code() == ErrorCode.QUOTA_EXCEEDED || refused.code() == ErrorCode.INVALID_ARGUMENT);
        if (!ofOneStep) {
            throw refused;
        }
        return api.addSteps(cluster, List.of(mine.step), context).get(0);
    }

    private Turn await(String cluster, Asked mine, CallContext context) {
        Duration left = context.remaining();
        try {
            if (clock.await(mine.turn, left)) {
                return mine.turn.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp(cluster, mine, ErrorCode.CANCELLED, "interrupted", e);
        }
        return giveUp(cluster, mine, ErrorCode.DEADLINE_EXCEEDED, "no time was left after " + left, null);
    }

    /** Out of the queue it was never sent; otherwise it may be in a request that is under way. */
    private Turn giveUp(String cluster, Asked mine, ErrorCode code, String why, @Nullable InterruptedException cause) {
        if (!mine.turn.complete(new Turn.Gone())) {
            Turn settled = mine.turn.join();
            if (!(settled instanceof Turn.Sends)) {
                return settled;
            }
            passOn(cluster);
            throw gaveUp(cluster, code, Effect.NONE, why, cause);
        }
        AtomicBoolean waited = new AtomicBoolean();
        waiting.computeIfPresent(cluster, (name, queue) -> {
            waited.set(queue.remove(mine));
            return queue;
        });
        throw gaveUp(cluster, code, waited.get() ? Effect.NONE : Effect.UNKNOWN, why, cause);
    }

    private static DroverException gaveUp(
            String cluster, ErrorCode code, Effect effect, String why, @Nullable InterruptedException cause) {
        return new DroverException(
                code,
                effect,
                true,
                "Could not add a step to " + cluster + ": " + why
                        + (effect == Effect.NONE
                                ? ", while earlier steps were added; it was not sent."
                                : ", while it was sent together with others; it cannot be told whether it was added."),
                cause);
    }

    /** Lets the one who has waited longest send, if anybody waits. */
    private void passOn(String cluster) {
        AtomicReference<@Nullable Asked> next = new AtomicReference<>();
        do {
            next.set(null);
            waiting.computeIfPresent(cluster, (name, queue) -> {
                next.set(queue.poll());
                return next.get() == null ? null : queue;
            });
        } while (next.get() != null && !next.get().turn.complete(new Turn.Sends()));
    }
}
