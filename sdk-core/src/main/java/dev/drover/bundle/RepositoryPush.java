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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One push of one version to one repository: what is missing, then the manifest. It may be killed anywhere: without the
 * manifest there is no version, and what was sent is skipped the next time. For one thread, once.
 *
 * <p>What is there is relied upon only if no pruning that goes on at the same time can remove it: if this version was
 * there before, or else the latest one, and names it, or if it is young. Anything else is sent again, which makes it young.
 */
final class RepositoryPush {
    /** Pruning leaves alone what is younger than twice this. */
    static final Duration YOUNG = Duration.ofHours(12);

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
        boolean taken = repository.requireFree(layout.name(), version, manifest);
        Instant started = repository.now();
        Map<StorageUri, StoredObject> there = there(started, taken);
        List<Piece> missing = new ArrayList<>();
        for (Piece piece : pieces(packing)) {
            StoredObject found = there.get(piece.uri());
            if (found != null && piece.is(found)) {
                skipped += piece.files();
            } else {
                missing.add(piece);
            }
        }
        send(missing, workers);
        if (Duration.between(started, repository.now()).compareTo(YOUNG) > 0) {
            throw new DroverException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    Effect.NONE,
                    true,
                    "Sending package " + layout.name() + " " + version + " to " + layout.prefix() + " took more than "
                            + YOUNG
                            + ", so pruning may have removed parts of it. Push again: what is there is skipped.",
                    null);
        }
        if (!taken) {
            repository.create(layout.name(), version, manifest);
        }
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

    /** What is there and will stay. */
    private Map<StorageUri, StoredObject> there(Instant now, boolean taken) {
        Set<StorageUri> named = new HashSet<>();
        (taken ? Optional.of(manifest) : latest())
                .ifPresent(visible -> visible.files().forEach((file, entry) -> named.add(layout.object(file, entry))));
        Map<StorageUri, StoredObject> there = new HashMap<>();
        for (StorageUri folder : List.of(layout.files(), layout.packs())) {
            try (Stream<StoredObject> objects = repository.storage().list(folder)) {
                objects.filter(object -> named.contains(object.uri())
                                || object.modifiedAt().isAfter(now.minus(YOUNG)))
                        .forEach(object -> there.put(object.uri(), object));
            }
        }
        return there;
    }

    private Optional<PackageManifest> latest() {
        return repository.latest(layout.name()).flatMap(latest -> repository.manifest(layout.version(latest)));
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
}
