package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.DroverListener.UploadProgress;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One push of one version to one repository: what is missing, then the manifest. It may be killed anywhere: without the
 * manifest there is no version, and what was sent is skipped the next time. For one thread, once.
 *
 * <p>What it needs is announced first, in a staged manifest. A pruning that begins later reads that, and those that had
 * begun before are waited for; so from then on nothing goes that is there.
 */
final class RepositoryPush {
    private final PackageRepository repository;
    private final PackageLayout layout;
    private final String version;
    private final PackageManifest manifest;
    private final Consumer<UploadProgress> progress;
    private int sent;
    private int skipped;
    private long bytes;

    RepositoryPush(
            PackageRepository repository,
            String name,
            String version,
            PackageManifest manifest,
            Consumer<UploadProgress> progress) {
        this.repository = repository;
        this.layout = repository.layout(name);
        this.version = version;
        this.manifest = manifest;
        this.progress = progress;
    }

    int sent() {
        return sent;
    }

    int skipped() {
        return skipped;
    }

    long bytes() {
        return bytes;
    }

    void send(Packing packing, Workers workers) throws InterruptedException {
        if (repository.requireFree(layout.name(), version, manifest)) {
            // Its own manifest announces it; only what was lost is sent.
            send(missing(packing), workers);
            return;
        }
        Instant started = repository.now();
        StorageUri staged = layout.staged(manifest.digest());
        repository.storage().put(staged, manifest.content());
        new PruningMarks(repository, layout).awaitNone();
        send(missing(packing), workers);
        requireInTime(started);
        repository.create(layout.name(), version, manifest);
        repository.storage().delete(staged);
    }

    private List<Piece> missing(Packing packing) {
        Map<StorageUri, StoredObject> there = there();
        List<Piece> missing = new ArrayList<>();
        for (Piece piece : pieces(packing)) {
            StoredObject found = there.get(piece.uri());
            if (found != null && piece.is(found)) {
                skipped += piece.files();
            } else {
                missing.add(piece);
            }
        }
        return missing;
    }

    /** Each object once, even if several files share it. */
    private Iterable<Piece> pieces(Packing packing) {
        Map<StorageUri, Piece> pieces = new LinkedHashMap<>();
        packing.packs().stream().map(pack -> Piece.of(pack, layout)).forEach(piece -> pieces.put(piece.uri(), piece));
        packing.alone().stream()
                .map(file -> Piece.of(file, layout))
                .forEach(piece -> pieces.merge(piece.uri(), piece, Piece::with));
        return pieces.values();
    }

    private Map<StorageUri, StoredObject> there() {
        Map<StorageUri, StoredObject> there = new HashMap<>();
        for (StorageUri folder : List.of(layout.files(), layout.packs())) {
            try (Stream<StoredObject> objects = repository.storage().list(folder)) {
                objects.forEach(object -> there.put(object.uri(), object));
            }
        }
        return there;
    }

    private void send(List<Piece> missing, Workers workers) throws InterruptedException {
        long total = missing.stream().mapToLong(Piece::bytes).sum();
        tell(total);
        Storage storage = repository.storage();
        Workers.Batch<Piece> sending = workers.batch();
        missing.forEach(piece -> sending.add(() -> {
            try {
                storage.put(piece.uri(), piece.content().get());
                return piece;
            } catch (DroverException e) {
                throw VerifiedContent.unwrap(e);
            }
        }));
        while (sending.pending() > 0) {
            Piece piece = sending.next();
            sent += piece.files();
            bytes += piece.bytes();
            tell(total);
        }
    }

    private void tell(long total) {
        progress.accept(new UploadProgress(
                layout.prefix(), sent + skipped, manifest.files().size(), skipped, bytes, total));
    }

    /** An announcement holds for as long as prunings keep what nothing else names. */
    private void requireInTime(Instant started) {
        if (Duration.between(started, repository.now()).compareTo(Pruning.GRACE) >= 0) {
            throw new DroverException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    Effect.NONE,
                    true,
                    "Sending package " + layout.name() + " " + version + " to " + layout.prefix() + " took more than "
                            + Pruning.GRACE
                            + ", so a pruning may have removed parts of it. Push again: what is there is"
                            + " skipped.",
                    null);
        }
    }
}
