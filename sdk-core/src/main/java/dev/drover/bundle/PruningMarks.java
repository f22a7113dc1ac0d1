package dev.drover.bundle;

import dev.drover.Content;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which prunings of a package go on: each has a mark while it may delete. One that was killed leaves its mark, which counts
 * no longer after a while; so a pruning deletes only within a shorter while.
 */
final class PruningMarks {
    private static final Logger log = LoggerFactory.getLogger(PruningMarks.class);
    private static final Duration MAY_DELETE = Duration.ofMinutes(3);
    /** Longer, for the last request under way and for clocks that differ. */
    private static final Duration COUNTS = Duration.ofMinutes(6);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PackageRepository repository;
    private final Storage storage;
    private final PackageLayout layout;

    PruningMarks(PackageRepository repository, PackageLayout layout) {
        this.repository = repository;
        this.storage = repository.storage();
        this.layout = layout;
    }

    /** The mark of one pruning, while it is not closed. */
    final class Mark implements AutoCloseable {
        private final StorageUri uri;
        private final Instant madeAt;

        private Mark(StorageUri uri, Instant madeAt) {
            this.uri = uri;
            this.madeAt = madeAt;
        }

        /** Whether a request to delete may still be sent. */
        boolean mayDelete() {
            return repository.now().isBefore(madeAt.plus(MAY_DELETE));
        }

        @Override
        public void close() {
            storage.delete(uri);
        }
    }

    /** Makes one. */
    Mark make() {
        storage.deleteAll(marks().stream()
                .filter(mark -> !counts(mark))
                .map(StoredObject::uri)
                .toList());
        for (int number = 1; ; number++) {
            Instant now = repository.now();
            StorageUri uri = layout.prunings().resolve(String.format(Locale.ROOT, "%08d", number) + PackageLayout.JSON);
            if (storage.putIfAbsent(uri, Content.of("{\"format\":1}")).isPresent()) {
                return new Mark(uri, now);
            }
        }
    }

    /** Waits until those that are there now have gone. */
    void awaitNone() throws InterruptedException {
        List<StorageUri> seen =
                marks().stream().filter(this::counts).map(StoredObject::uri).toList();
        if (!seen.isEmpty()) {
            log.info("Waiting until package {} in {} has been pruned", layout.name(), layout.prefix());
        }
        while (marks().stream().anyMatch(mark -> seen.contains(mark.uri()) && counts(mark))) {
            repository.pause(PAUSE);
        }
    }

    private boolean counts(StoredObject mark) {
        return repository.now().isBefore(mark.modifiedAt().plus(COUNTS));
    }

    private List<StoredObject> marks() {
        try (Stream<StoredObject> marks = storage.list(layout.prunings())) {
            return marks.toList();
        }
    }
}
