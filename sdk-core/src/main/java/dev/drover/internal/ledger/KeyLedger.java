package dev.drover.internal.ledger;

import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.LedgerEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of one key. */
public final class KeyLedger {
    private final AppendLog log;

    KeyLedger(AppendLog log) {
        this.log = log;
    }

    /** Where the entries of an attempt's key stand; all attempts of a key share them. */
    static String name(Attempt first) {
        String folder = switch (first.kind()) {
            case JOB -> "jobs/";
            case CLUSTER -> "clusters/";
        };
        return folder + first.name();
    }

    /** Whether what is not on record here was never begun by anybody who shares the ledger. */
    public boolean durable() {
        return log.durable();
    }

    /** The entry that holds now. */
    public Optional<LedgerEntry> last() {
        // Most keys are new: one look at the first entry is cheaper than a listing.
        if (log.durable() && log.read(1).isEmpty()) {
            return Optional.empty();
        }
        List<Integer> indexes = log.indexes();
        return indexes.isEmpty() ? Optional.empty() : Optional.of(require(indexes.get(indexes.size() - 1)));
    }

    /** All entries, oldest first. */
    public List<LedgerEntry> history() {
        List<LedgerEntry> entries = new ArrayList<>();
        for (int index : log.indexes()) {
            entries.add(require(index));
        }
        return entries;
    }

    /**
     * Adds an entry.
     *
     * @return false if another writer has added one with this index
     * @throws DroverException if it cannot be told; then it may appear later
     */
    public boolean append(LedgerEntry entry) {
        byte[] bytes = EntryJson.write(entry, log.nonce());
        return log.append(entry.index(), bytes, entry.state() == LedgerEntry.State.ENDED);
    }

    /** Forgets the key up to the entry that ended its last run; what others have added since stays, and keeps the key. */
    public void forget(LedgerEntry ended) {
        List<Integer> old = new ArrayList<>(log.indexes());
        old.removeIf(index -> index > ended.index());
        if (!old.isEmpty()) {
            // The first goes last: until then, nobody takes the key for a new one.
            Integer first = old.remove(0);
            log.delete(old);
            if (log.indexes().equals(List.of(first))) {
                log.delete(List.of(first));
            }
        }
    }

    /** Drops old entries of a long history: all but the first, which says that the key was used, and the latest. */
    public void shorten(int longest) {
        List<Integer> indexes = log.indexes();
        if (indexes.size() > longest) {
            log.delete(indexes.subList(1, indexes.size() - longest / 2));
        }
    }

    private LedgerEntry require(int index) {
        byte[] bytes = log.read(index).orElseThrow(() -> unreadable(index, "it is gone", null));
        try {
            LedgerEntry entry = EntryJson.read(index, bytes);
            if (!name(firstOf(entry.attempt())).equals(log.name())) {
                throw new IOException("it is of another key, " + entry.attempt().key());
            }
            return entry;
        } catch (IOException e) {
            throw unreadable(index, String.valueOf(e.getMessage()), e);
        }
    }

    private static Attempt firstOf(Attempt attempt) {
        return new Attempt(attempt.kind(), attempt.key(), 1, attempt.namespace());
    }

    private DroverException unreadable(int index, String why, @Nullable Exception cause) {
        return new DroverException(
                ErrorCode.INTERNAL,
                Effect.NONE,
                false,
                "Entry " + index + " of " + log.name() + " in the ledger cannot be read: " + why
                        + ". Nothing was submitted."
                        + " Find out by hand whether a run exists for the key, then delete the entry or use a new key.",
                cause);
    }
}
