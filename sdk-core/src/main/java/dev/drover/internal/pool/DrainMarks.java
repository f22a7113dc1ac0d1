package dev.drover.internal.pool;

import dev.drover.ClusterId;
import dev.drover.Content;
import dev.drover.DroverClock;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which clusters of a pool are drained, for all processes that share the ledger's storage: an object for each, beside the
 * ledger. Safe for use by many threads.
 */
public final class DrainMarks {
    private static final Duration FRESH = Duration.ofSeconds(10);
    /** Ids hold slashes, and no percent signs. */
    private static final String SLASH = "%2F";

    private final Supplier<Storage> storage;
    private final StorageUri prefix;
    private final DroverClock clock;
    private final AtomicReference<Instant> nextLook = new AtomicReference<>(Instant.MIN);

    /** The marks of a pool of this name. */
    public DrainMarks(Supplier<Storage> storage, StorageUri ledger, String pool, DroverClock clock) {
        this.storage = storage;
        this.prefix = ledger.asPrefix().resolve("drained/" + pool + "/");
        this.clock = clock;
    }

    void add(ClusterId cluster) {
        storage.get().putIfAbsent(uri(cluster), Content.of("drained at " + clock.instant() + "\n"));
    }

    void remove(ClusterId cluster) {
        storage.get().delete(uri(cluster));
    }

    /** All marks. */
    Set<ClusterId> read() {
        nextLook.set(clock.instant().plus(FRESH));
        try (Stream<StoredObject> marks = storage.get().list(prefix)) {
            return marks.map(mark -> cluster(mark.uri())).collect(Collectors.toSet());
        }
    }

    /** All marks if they have not been read for a while; of several callers one reads them. */
    Optional<Set<ClusterId>> readIfOld() {
        Instant due = nextLook.get();
        Instant now = clock.instant();
        boolean mine = !now.isBefore(due) && nextLook.compareAndSet(due, now.plus(FRESH));
        return mine ? Optional.of(read()) : Optional.empty();
    }

    private StorageUri uri(ClusterId cluster) {
        return prefix.resolve(cluster.toString().replace("/", SLASH));
    }

    private static ClusterId cluster(StorageUri mark) {
        return ClusterId.parse(mark.fileName().replace(SLASH, "/"));
    }
}
