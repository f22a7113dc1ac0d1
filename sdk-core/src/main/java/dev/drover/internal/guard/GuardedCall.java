package dev.drover.internal.guard;

import dev.drover.DroverException;
import dev.drover.DroverListener.Call;
import dev.drover.Effect;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeOperation;
import dev.drover.spi.Safety;
import org.jspecify.annotations.Nullable;

/** One native call on its way through the chain, all its tries together. For one thread. */
final class GuardedCall<T> {
    private final GuardedContext context;
    private final NativeCall call;
    private final NativeOperation<T> operation;
    private final Endpoint endpoint;
    private long now;
    private int tries;
    private Effect effect = Effect.NONE;
    private @Nullable Call told;

    GuardedCall(GuardedContext context, NativeCall call, NativeOperation<T> operation, Endpoint endpoint, long now) {
        this.context = context;
        this.call = call;
        this.operation = operation;
        this.endpoint = endpoint;
        this.now = now;
    }

    GuardedContext context() {
        return context;
    }

    NativeCall call() {
        return call;
    }

    NativeOperation<T> operation() {
        return operation;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** A hostile cost counts as the least there is. */
    int cost() {
        return Math.max(1, call.cost());
    }

    /** "ListSteps on emr.eu-west-1", for messages. */
    String words() {
        return call.api() + " on " + endpoint.name();
    }

    /** The steady time when it was last read: reading it again costs as much as all the rest. */
    long now() {
        return now;
    }

    /** Time has passed; the rings further in go by this. */
    void now(long later) {
        now = later;
    }

    /** What is left of the operation's time; zero if it is over. */
    long left() {
        return context.leftNanos(now);
    }

    /** How often it was sent. */
    int tries() {
        return tries;
    }

    void sending() {
        tries++;
    }

    /** Keeps the worst that a try may have done: a later refusal does not undo what an earlier try did. */
    void mayHave(Effect done) {
        if (call.safety() != Safety.READ && done.compareTo(effect) > 0) {
            effect = done;
        }
    }

    /** How the call is described to listeners. */
    Call described() {
        if (told == null) {
            Subject subject = context.subject();
            told = new Call(
                    context.where(),
                    context.what(),
                    call.api(),
                    endpoint.name(),
                    cost(),
                    subject.cluster(),
                    subject.job(),
                    subject.key());
        }
        return told;
    }

    /**
     * What the user gets.
     *
     * @param verdict why it was not tried again, where that is worth a sentence; else empty
     */
    DroverException error(CallFailure failed, String verdict) {
        DroverException ready = failed.ready().orElse(null);
        if (ready != null && (effect == ready.effect() || call.safety() == Safety.READ)) {
            return ready;
        }
        Failure failure = failed.failure();
        return new DroverException(
                failure.code(),
                effect,
                failure.retryable(),
                tries,
                "Could not " + context.what() + ": " + failure.message()
                        + (tries > 1 || !verdict.isEmpty() ? ends(failure.message()) + tried() + verdict : ""),
                ready != null ? ready : failed.getCause());
    }

    private static String ends(String message) {
        return message.endsWith(".") || message.endsWith("!") || message.endsWith("?") ? " " : ". ";
    }

    private String tried() {
        return tries == 0 ? "It was not sent." : tries == 1 ? "It was sent once." : "It was sent " + tries + " times.";
    }
}
