package dev.drover.internal.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Numbered entries under names. Safe for use by many threads. */
interface LedgerStore {

    /** Whether entries outlive the process. */
    boolean durable();

    /** Told that the entry of this index says that a run has ended. */
    default void ended(String name, int index) {}

    /** Creates an entry; false if it is there already. */
    boolean create(String name, int index, byte[] entry);

    /** One entry; empty if it is not there. */
    Optional<byte[]> read(String name, int index);

    /** The indexes of all entries, in ascending order. */
    List<Integer> indexes(String name);

    /** All names that have entries. */
    List<String> names();

    /** Deletes entries in this order; those that are not there are no error. */
    void delete(String name, Collection<Integer> indexes);
}
