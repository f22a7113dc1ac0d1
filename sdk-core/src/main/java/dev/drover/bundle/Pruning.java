package dev.drover.bundle;

import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One pruning of one package. Versions first: their manifests are set aside, and what these name stays for a day. A push
 * that relies on an object has seen it named or young, and has half a day to name it itself; see {@link RepositoryPush}.
 * For one thread, once.
 */
final class Pruning {
    private static final Duration GRACE = RepositoryPush.YOUNG.multipliedBy(2);

    private final PackageRepository repository;
    private final Storage storage;
    private final PackageLayout layout;

    Pruning(PackageRepository repository, PackageLayout layout) {
        this.repository = repository;
        this.storage = repository.storage();
        this.layout = layout;
    }

    Pruned run(Retention retention) {
        List<PackageVersion> gone = new ArrayList<>(repository.expendable(layout.name(), retention));
        for (PackageVersion version : gone) {
            storage.copy(layout.version(version.version()), layout.retired(version.version()));
            storage.delete(layout.version(version.version()));
        }
        restoreLatest()
                .ifPresent(latest -> gone.removeIf(version -> version.version().equals(latest)));
        Instant oldest = repository.now().minus(GRACE);
        List<StoredObject> expired = new ArrayList<>();
        Set<StorageUri> named = named(oldest, expired);
        List<StoredObject> unnamed = unnamed(named, oldest);
        storage.deleteAll(unnamed.stream().map(StoredObject::uri).toList());
        storage.deleteAll(expired.stream().map(StoredObject::uri).toList());
        return new Pruned(
                gone,
                unnamed.size(),
                unnamed.stream().mapToLong(StoredObject::size).sum());
    }

    /** Somebody may have made one the latest after it was chosen. */
    private Optional<String> restoreLatest() {
        Optional<String> latest = repository.latest(layout.name());
        latest.filter(version -> storage.stat(layout.version(version)).isEmpty())
                .flatMap(version -> repository.manifest(layout.retired(version)))
                .ifPresent(manifest -> repository.create(layout.name(), latest.orElseThrow(), manifest));
        return latest;
    }

    /** What versions name that are there, or were until a short while ago; older ones are added to the expired. */
    private Set<StorageUri> named(Instant oldest, List<StoredObject> expired) {
        Set<StorageUri> named = new HashSet<>();
        for (StoredObject manifest : objects(layout.versions())) {
            name(manifest, named);
        }
        for (StoredObject manifest : objects(layout.retired())) {
            if (manifest.modifiedAt().isAfter(oldest)) {
                name(manifest, named);
            } else {
                expired.add(manifest);
            }
        }
        return named;
    }

    private void name(StoredObject manifest, Set<StorageUri> named) {
        repository
                .manifest(manifest.uri())
                .ifPresent(read -> read.files().forEach((file, entry) -> {
                    named.add(layout.object(file, entry));
                    // Of what was packed there may be a copy that somebody has asked for.
                    named.add(layout.file(file, entry.digest()));
                }));
    }

    private List<StoredObject> unnamed(Set<StorageUri> named, Instant oldest) {
        List<StoredObject> unnamed = new ArrayList<>();
        for (StorageUri folder : List.of(layout.files(), layout.packs())) {
            try (Stream<StoredObject> objects = storage.list(folder)) {
                objects.filter(object -> !named.contains(object.uri())
                                && object.modifiedAt().isBefore(oldest))
                        .forEach(unnamed::add);
            }
        }
        return unnamed;
    }

    private List<StoredObject> objects(StorageUri folder) {
        try (Stream<StoredObject> objects = storage.list(folder)) {
            return objects.toList();
        }
    }
}
