package dev.drover.internal.ledger;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Numbered entries under one name. That the next one exists or not is the compare-and-set between writers. */
public final class AppendLog {
    private final LedgerStore store;
    private final String name;
    private final Supplier<String> nonces;

    AppendLog(LedgerStore store, String name, Supplier<String> nonces) {
        this.store = store;
        this.name = name;
        this.nonces = nonces;
    }

    /** As the store names it. */
    public String name() {
        return name;
    }

    /** Whether it outlives the process. */
    public boolean durable() {
        return store.durable();
    }

    /** The indexes of all entries, in ascending order. */
    public List<Integer> indexes() {
        return store.indexes(name);
    }

    /** One entry; empty if it is not there. */
    public Optional<byte[]> read(int index) {
        return store.read(name, index);
    }

    /** Deletes entries in this order. */
    public void delete(Collection<Integer> indexes) {
        store.delete(name, indexes);
    }

    /** What makes the bytes of an entry their writer's own. */
    public String nonce() {
        return nonces.get();
    }

    /**
     * Adds an entry. To try again after an exception, bring the same bytes: they may be there by then.
     *
     * @param entry with a nonce in it, so that its writer knows it again when the answer to a write was lost
     * @param ends whether what this is a log of has ended
     * @return false if another writer has added one with this index
     * @throws DroverException if it cannot be told; then it may appear later
     */
    public boolean append(int index, byte[] entry, boolean ends) {
        @Nullable DroverException lost = null;
        try {
            if (store.create(name, index, entry)) {
                if (ends) {
                    store.ended(name, index);
                }
                return true;
            }
        } catch (DroverException e) {
            lost = e;
        }
        Optional<byte[]> there = store.read(name, index);
        if (there.isEmpty()) {
            throw lost != null
                    ? lost
                    : new DroverException(
                            ErrorCode.INTERNAL,
                            "Entry " + index + " of " + name + " in the ledger could neither be created nor read; its"
                                    + " storage contradicts itself.");
        }
        return Arrays.equals(there.get(), entry);
    }
}
