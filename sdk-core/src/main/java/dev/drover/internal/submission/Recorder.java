package dev.drover.internal.submission;

import dev.drover.DroverException;
import dev.drover.LedgerEntry;
import dev.drover.internal.ledger.KeyLedger;
import java.util.Optional;

/**
 * Puts on record which run of an attempt counts. Only once another one is on record is a run surplus: cancelling before
 * that would let two callers cancel each other's.
 */
final class Recorder {
    private final Work work;
    private final KeyLedger ledger;
    private final SubmissionTime time;
    private final Holder holder;
    private final Sweeper sweeper;

    Recorder(Work work, KeyLedger ledger, SubmissionTime time, Holder holder, Sweeper sweeper) {
        this.work = work;
        this.ledger = ledger;
        this.time = time;
        this.holder = holder;
        this.sweeper = sweeper;
    }

    /**
     * Records a run for the attempt that an intent announced.
     *
     * @param started whether this call sent it
     * @return empty if another run counts; if this call sent the one given, it has been cancelled
     */
    Optional<Placed> record(LedgerEntry intent, String id, boolean started) {
        LedgerEntry before = intent;
        while (true) {
            LedgerEntry placed = holder.placed(before, intent, id);
            if (append(placed, id)) {
                sweeper.later(placed, work);
                return Optional.of(new Placed(id, intent.attempt(), started));
            }
            LedgerEntry other = read(id);
            if (other.attempt().number() <= intent.attempt().number()
                    && other.id().isEmpty()) {
                // An intent of somebody who took over, or who found nothing to place: this run is there all the same.
                before = other;
                continue;
            }
            if (other.attempt().equals(intent.attempt()) && other.id().equals(Optional.of(id))) {
                return Optional.of(new Placed(id, intent.attempt(), started));
            }
            if (started) {
                sweeper.cancel(intent.attempt(), other.id().orElse(""), id, work);
            } else {
                sweeper.later(holder.suspecting(other, intent.target()), work);
            }
            return Optional.empty();
        }
    }

    private boolean append(LedgerEntry placed, String id) {
        while (true) {
            try {
                return ledger.append(placed);
            } catch (DroverException e) {
                time.pause(notOnRecord(id, e));
            }
        }
    }

    private LedgerEntry read(String id) {
        while (true) {
            try {
                return ledger.last().orElseThrow(() -> time.unknown("the ledger has lost its entries", null));
            } catch (DroverException e) {
                time.pause(notOnRecord(id, e));
            }
        }
    }

    private static String notOnRecord(String id, DroverException e) {
        return "it was accepted as " + id + ", but that could not be put on record: " + e.getMessage();
    }
}
