package dev.drover;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One line of a key's history in the {@link Ledger}. Lines are only ever added.
 *
 * @param index the line's number, counted from 1
 * @param state what became known with this line
 * @param epoch raised by whoever takes the attempt over from a holder that is gone
 * @param target the cluster that was or will be asked, as text (for clusters, the location)
 * @param holder the {@link Drover} that wrote the line; a random id
 * @param leaseUntil until when the holder may send; nobody else sends before
 * @param digest a hash of the spec without its secrets; empty if the run was found on the platform
 * @param id of the run or cluster that counts, once it is {@link State#PLACED}
 * @param outcome how the run ended, once it has {@link State#ENDED}
 * @param suspects targets where a second run may have been accepted, to be looked at by {@link Ledger#sweep}
 * @param at when the line was written, by the holder's clock
 */
public record LedgerEntry(
        Attempt attempt,
        int index,
        State state,
        int epoch,
        String target,
        String holder,
        Instant leaseUntil,
        String digest,
        Optional<String> id,
        Optional<JobState> outcome,
        Set<String> suspects,
        Instant at) {

    /** What is known of an attempt. */
    public enum State {
        /** Somebody is about to submit it, or has, and the answer is not on record yet. */
        INTENT,
        /** It was accepted; the id on record is the one that counts. */
        PLACED,
        /** The run ended. */
        ENDED,
        /** Nothing was accepted, by proof: the attempt is free again. */
        WITHDRAWN
    }

    public LedgerEntry {
        suspects = Set.copyOf(suspects);
    }
}
