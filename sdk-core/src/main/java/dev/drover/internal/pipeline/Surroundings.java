package dev.drover.internal.pipeline;

import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.internal.guard.Listeners;
import dev.drover.internal.ledger.Ledgers;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What pipelines need of a {@link Drover}.
 *
 * @param holder a random id of this Drover
 * @param lease for how long a run is held after each sign of life
 * @param skew how far the clocks of two holders may differ
 */
public record Surroundings(
        Drover drover,
        Ledgers ledgers,
        Listeners listeners,
        JobsSeen seen,
        DroverClock clock,
        Executor executor,
        String holder,
        Duration lease,
        Duration skew) {}
