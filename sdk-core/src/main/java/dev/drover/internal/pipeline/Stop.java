package dev.drover.internal.pipeline;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Why a run is to end before its steps have; the first reason counts. Safe for use by many threads. */
final class Stop {
    private final CompletableFuture<Reason> asked = new CompletableFuture<>();

    enum Reason {
        /** Somebody asked for it: what runs is cancelled. */
        CANCELLED,
        /** Its time is over: what runs is cancelled. */
        DEADLINE,
        /** This process lets go of it: what runs goes on. */
        LET_GO
    }

    void ask(Reason why) {
        asked.complete(why);
    }

    Optional<Reason> reason() {
        return Optional.ofNullable(asked.getNow(null));
    }

    boolean is(Reason why) {
        return reason().filter(why::equals).isPresent();
    }

    /** Completes when somebody has asked. */
    CompletableFuture<Reason> asked() {
        return asked;
    }
}
