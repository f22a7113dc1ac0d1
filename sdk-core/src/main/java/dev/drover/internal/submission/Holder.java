package dev.drover.internal.submission;

import dev.drover.Attempt;
import dev.drover.DroverClock;
import dev.drover.JobState;
import dev.drover.LedgerEntry;
import dev.drover.LedgerEntry.State;
import dev.drover.spi.Safety;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the entries of one {@link dev.drover.Drover}: who holds, in which epoch, until when.
 *
 * @param id random, for this Drover
 * @param skew how far the clocks of two holders may differ
 */
record Holder(String id, Duration skew, DroverClock clock) {

    LedgerEntry intent(
            Attempt attempt,
            Optional<LedgerEntry> before,
            String target,
            String digest,
            Set<String> suspects,
            Instant leaseUntil) {
        return new LedgerEntry(
                attempt,
                before.map(LedgerEntry::index).orElse(0) + 1,
                State.INTENT,
                before.map(LedgerEntry::epoch).orElse(0) + 1,
                target,
                id,
                leaseUntil,
                digest,
                Optional.empty(),
                Optional.empty(),
                suspects,
                clock.instant());
    }

    /** The target stays: what was sent there may still arrive. */
    LedgerEntry takenOver(LedgerEntry intent, String digest, Instant leaseUntil) {
        return intent(
                intent.attempt(),
                Optional.of(intent),
                intent.target(),
                digest,
                with(intent.suspects(), intent.target()),
                leaseUntil);
    }

    /** When others may send what this intent announced: nothing of its holder's is on the way any more. */
    Instant freeFrom(LedgerEntry intent, Work work) {
        Instant leaseOver = intent.leaseUntil().plus(skew);
        return work.safety(intent.target()) == Safety.UNSAFE ? leaseOver.plus(work.settle(intent.target())) : leaseOver;
    }

    /** What was found is of unknown spec. */
    LedgerEntry adopting(LedgerEntry intent, Attempt attempt) {
        return changed(intent, attempt, "", intent.outcome(), intent.suspects());
    }

    /** To the next target, or to the same again: what went to the one before may arrive all the same. */
    LedgerEntry sendingTo(LedgerEntry held, String target) {
        return next(
                held,
                held,
                State.INTENT,
                target,
                held.leaseUntil(),
                Optional.empty(),
                with(held.suspects(), held.target()));
    }

    LedgerEntry released(LedgerEntry held) {
        return next(held, held, State.INTENT, held.target(), clock.instant(), Optional.empty(), held.suspects());
    }

    LedgerEntry withdrawn(LedgerEntry held) {
        return next(held, held, State.WITHDRAWN, held.target(), clock.instant(), Optional.empty(), held.suspects());
    }

    /** After {@code before}, which may be another caller's intent for the same attempt. */
    LedgerEntry placed(LedgerEntry before, LedgerEntry held, String run) {
        Set<String> suspects = new HashSet<>(held.suspects());
        suspects.addAll(before.suspects());
        if (before.index() != held.index()) {
            // Its holder may have sent it too.
            suspects.add(before.target());
        }
        return next(before, held, State.PLACED, held.target(), clock.instant(), Optional.of(run), suspects);
    }

    LedgerEntry ended(LedgerEntry placed, JobState outcome) {
        LedgerEntry entry =
                next(placed, placed, State.ENDED, placed.target(), clock.instant(), placed.id(), placed.suspects());
        return changed(entry, entry.attempt(), entry.digest(), Optional.of(outcome), entry.suspects());
    }

    LedgerEntry suspecting(LedgerEntry entry, String target) {
        return changed(entry, entry.attempt(), entry.digest(), entry.outcome(), with(entry.suspects(), target));
    }

    private static LedgerEntry changed(
            LedgerEntry entry, Attempt attempt, String digest, Optional<JobState> outcome, Set<String> suspects) {
        return new LedgerEntry(
                attempt,
                entry.index(),
                entry.state(),
                entry.epoch(),
                entry.target(),
                entry.holder(),
                entry.leaseUntil(),
                digest,
                entry.id(),
                outcome,
                suspects,
                entry.at());
    }

    private LedgerEntry next(
            LedgerEntry before,
            LedgerEntry of,
            State state,
            String target,
            Instant leaseUntil,
            Optional<String> run,
            Set<String> suspects) {
        return new LedgerEntry(
                of.attempt(),
                before.index() + 1,
                state,
                before.epoch(),
                target,
                id,
                leaseUntil,
                of.digest(),
                run,
                Optional.empty(),
                suspects,
                clock.instant());
    }

    private static Set<String> with(Set<String> suspects, String target) {
        Set<String> more = new HashSet<>(suspects);
        more.add(target);
        return more;
    }
}
