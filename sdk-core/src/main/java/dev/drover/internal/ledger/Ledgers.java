package dev.drover.internal.ledger;

import dev.drover.Attempt;
import dev.drover.RequestKey;
import dev.drover.Storage;
import dev.drover.StorageUri;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ledgers of all keys of one {@link dev.drover.Drover}. Safe for use by many threads. */
public final class Ledgers {
    private static final String PIPELINES = "pipelines/";

    private final Supplier<LedgerStore> opening;
    private final boolean durable;
    private final String namespace;
    private final Supplier<String> nonces;
    private volatile @Nullable LedgerStore store;

    private Ledgers(Supplier<LedgerStore> opening, boolean durable, String namespace, Supplier<String> nonces) {
        this.opening = opening;
        this.durable = durable;
        this.namespace = namespace;
        this.nonces = nonces;
    }

    /** Ledgers that are gone with this process. */
    public static Ledgers inMemory(String namespace, Supplier<String> nonces) {
        LedgerStore memory = new MemoryStore();
        return new Ledgers(() -> memory, false, namespace, nonces);
    }

    /** Ledgers below a prefix; the storage is probed before the first of them is used. */
    public static Ledgers stored(
            Supplier<Storage> storage, StorageUri prefix, String namespace, Supplier<String> nonces) {
        return new Ledgers(
                () -> StorageStore.probed(storage.get(), prefix.asPrefix(), nonces.get()), true, namespace, nonces);
    }

    /** Whether they outlive this process. */
    public boolean durable() {
        return durable;
    }

    /** The ledger of one key. */
    public KeyLedger of(Attempt.Kind kind, RequestKey key) {
        return new KeyLedger(log(store(), KeyLedger.name(first(kind, key))));
    }

    /** What is on record of a pipeline's run. */
    public AppendLog pipeline(RequestKey key) {
        return log(store(), PIPELINES + first(Attempt.Kind.JOB, key).name());
    }

    /** The records of all runs of pipelines. */
    public List<AppendLog> pipelines() {
        return named(name -> name.startsWith(PIPELINES));
    }

    private List<AppendLog> named(Predicate<String> which) {
        LedgerStore from = store();
        return from.names().stream().filter(which).map(name -> log(from, name)).toList();
    }

    private AppendLog log(LedgerStore from, String name) {
        return new AppendLog(from, name, nonces);
    }

    /** The ledgers of all keys that were ever used and are not expired. */
    public List<KeyLedger> all() {
        return named(name -> !name.startsWith(PIPELINES)).stream()
                .map(KeyLedger::new)
                .toList();
    }

    /** The first attempt of a key. */
    public Attempt first(Attempt.Kind kind, RequestKey key) {
        return new Attempt(kind, key, 1, namespace);
    }

    private LedgerStore store() {
        LedgerStore open = store;
        if (open == null) {
            open = opening.get();
            store = open;
        }
        return open;
    }
}
