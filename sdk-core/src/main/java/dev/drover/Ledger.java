package dev.drover;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is on record about request keys: who meant to submit what where, what was accepted, how it ended. It decides
 * between processes that use one key. Safe for use by many threads.
 *
 * <p>It lives in memory unless {@link Drover.Builder#ledger(StorageUri)} names a storage; then it outlives the process
 * and is shared by all that name the same. Each line is an object of its own, created only if it is not there and never
 * replaced, so any storage with {@link Capability#PUT_IF_ABSENT} will do.
 */
public interface Ledger {

    /** Whether it outlives this process. */
    boolean durable();

    /**
     * All lines of a job's key, oldest first; empty if it was never used, or was {@linkplain #expire expired}.
     *
     * @throws DroverException INTERNAL if a line cannot be read
     */
    List<LedgerEntry> history(RequestKey key);

    /** The same for a cluster's key. */
    List<LedgerEntry> clusterHistory(RequestKey key);

    /**
     * Looks for runs that arrived after another one was accepted for the same attempt, cancels them, and says what it
     * found. Asks every target under suspicion once.
     */
    Swept sweep();

    /**
     * Forgets the keys whose last run ended long ago; such a key is as good as new. A key whose last line is no end is
     * kept, however old. The same goes for the records of pipelines, whose runs count as keys.
     *
     * @param age at least a day
     * @return how many keys were forgotten
     */
    int expire(Duration age);

    /**
     * What a sweep found.
     *
     * @param surplus runs beyond the one that counts
     * @param unresolved keys of which it is not known whether anything was accepted; submitting with the key settles it
     */
    record Swept(List<Surplus> surplus, Set<RequestKey> unresolved) {
        public Swept {
            surplus = List.copyOf(surplus);
            unresolved = Set.copyOf(unresolved);
        }
    }

    /**
     * A run or cluster that was accepted beside the one that counts, because a request arrived after everybody had
     * given it up.
     *
     * @param kept the id that counts
     * @param surplus the id of the other
     * @param cancelled whether it was ended; if not, the next sweep tries again
     */
    record Surplus(Attempt attempt, String kept, String surplus, boolean cancelled) {}
}
