package dev.drover.bundle;

import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One pruning of one package. First the manifests of the versions that go are set aside, and what these name stays for a
 * day, as what pushes have announced does; then what nothing names is deleted. For one thread, once.
 */
final class Pruning {
    /** How long what was set aside, or was announced and never published, is kept. */
    static final Duration GRACE = Duration.ofDays(1);

    private static final int AT_ONCE = 1_000;

    private final PackageRepository repository;
    private final Storage storage;
    private final PackageLayout layout;

    Pruning(PackageRepository repository, PackageLayout layout) {
        this.repository = repository;
        this.storage = repository.storage();
        this.layout = layout;
    }

    Pruned run(Retention retention) {
        List<PackageVersion> gone = retire(repository.expendable(layout.name(), retention));
        // The mark is made before anything is read: a push that sees none has announced itself in time to be read.
        try (PruningMarks.Mark mark = new PruningMarks(repository, layout).make()) {
            List<StorageUri> expired = new ArrayList<>();
            Set<StorageUri> named = named(expired);
            List<StoredObject> deleted = delete(unnamed(named), mark);
            if (mark.mayDelete()) {
                storage.deleteAll(expired);
            }
            return new Pruned(
                    gone,
                    deleted.size(),
                    deleted.stream().mapToLong(StoredObject::size).sum());
        }
    }

    private List<PackageVersion> retire(List<PackageVersion> versions) {
        for (PackageVersion version : versions) {
            storage.copy(layout.version(version.version()), layout.retired(version.version()));
            storage.delete(layout.version(version.version()));
        }
        Optional<String> latest = restoreLatest();
        return versions.stream()
                .filter(version -> !latest.equals(Optional.of(version.version())))
                .toList();
    }

    /** Somebody may have made one the latest after it was chosen. */
    private Optional<String> restoreLatest() {
        Optional<String> latest = repository.latest(layout.name());
        latest.filter(version -> storage.stat(layout.version(version)).isEmpty())
                .flatMap(version -> repository.manifest(layout.retired(version)))
                .ifPresent(manifest -> repository.create(layout.name(), latest.orElseThrow(), manifest));
        return latest;
    }

    /**
     * What must stay.
     *
     * @param expired gets the manifests that count no longer
     */
    private Set<StorageUri> named(List<StorageUri> expired) {
        Set<StorageUri> named = new HashSet<>();
        // Staged first: what is published meanwhile is read as a version then, at the latest.
        for (StorageUri folder : List.of(layout.staged(), layout.versions(), layout.retired())) {
            for (StoredObject manifest : objects(folder)) {
                if (folder.equals(layout.versions())
                        || manifest.modifiedAt().isAfter(repository.now().minus(GRACE))) {
                    name(manifest.uri(), named);
                } else {
                    expired.add(manifest.uri());
                }
            }
        }
        return named;
    }

    private void name(StorageUri manifest, Set<StorageUri> named) {
        repository
                .manifest(manifest)
                .ifPresent(read -> read.files().forEach((file, entry) -> {
                    named.add(layout.object(file, entry));
                    // Of what was packed there may be a copy that somebody has asked for.
                    named.add(layout.file(file, entry.digest()));
                }));
    }

    private List<StoredObject> unnamed(Set<StorageUri> named) {
        List<StoredObject> unnamed = new ArrayList<>();
        for (StorageUri folder : List.of(layout.files(), layout.packs())) {
            objects(folder).stream()
                    .filter(object -> !named.contains(object.uri()))
                    .forEach(unnamed::add);
        }
        return unnamed;
    }

    private List<StoredObject> delete(List<StoredObject> objects, PruningMarks.Mark mark) {
        int next = 0;
        while (next < objects.size() && mark.mayDelete()) {
            List<StoredObject> some = objects.subList(next, Math.min(objects.size(), next + AT_ONCE));
            storage.deleteAll(some.stream().map(StoredObject::uri).toList());
            next += some.size();
        }
        return objects.subList(0, next);
    }

    private List<StoredObject> objects(StorageUri folder) {
        try (Stream<StoredObject> objects = storage.list(folder)) {
            return objects.toList();
        }
    }
}
