package dev.drover.bundle;

import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.DroverListener.UploadProgress;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.internal.storage.SmallObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Packages by name and version below a prefix of a storage that creates only what is absent. A version appears when all of
 * it is there, and never changes; which one is the latest moves in one step. Any number of processes may push, prune and
 * read at once. Safe for use by many threads.
 *
 * <p>Methods throw what {@link Storage} throws, and INVALID_ARGUMENT for what is no name or version: up to 100 letters,
 * digits, dots, hyphens, underscores and plus signs.
 */
public final class PackageRepository {
    private static final int MAX_MANIFEST = 1 << 26;

    private final Storage storage;
    private final StorageUri prefix;
    private final DroverClock clock;

    private PackageRepository(Storage storage, StorageUri prefix, DroverClock clock) {
        this.storage = storage;
        this.prefix = prefix.asPrefix();
        this.clock = clock;
    }

    /** The repository below a prefix; {@link dev.drover.Drover#packages} is the shorter way to it. Nothing is asked. */
    public static PackageRepository at(Storage storage, StorageUri prefix, DroverClock clock) {
        return new PackageRepository(storage, prefix, clock);
    }

    public StorageUri prefix() {
        return prefix;
    }

    /**
     * Sends a bundle as a version of a package to some repositories. What they have already is not sent. The version
     * appears in a repository when it is whole there, and becomes the latest, if the options say so, when it is in all of
     * them. An error, an interrupt or a crash leaves what is latest as it is; push again to go on.
     *
     * <p>All files are read before anything is sent.
     *
     * @param repositories at least one
     * @param progress told of one repository after the other, on the calling thread
     * @throws DroverException ALREADY_EXISTS if the options name a version that has other content, before anything is sent
     *     to that repository; CONFLICT if a file changes meanwhile, or others keep moving the latest version; NOT_FOUND,
     *     PERMISSION_DENIED or UNAVAILABLE if a file cannot be read; what {@link Storage} throws
     * @throws InterruptedException when interrupted; files that are being sent may still arrive
     */
    public static Pushed push(
            String name,
            PackageBundle bundle,
            PushOptions options,
            List<PackageRepository> repositories,
            Consumer<UploadProgress> progress)
            throws InterruptedException {
        PackageNames.requireName(name);
        if (repositories.isEmpty()) {
            throw DroverException.invalid("Package " + name + " cannot be pushed to no repository; name at least one.");
        }
        return new PackagePush(name, bundle, options, progress).to(List.copyOf(repositories));
    }

    /** The names of the packages of which there is a latest version, in order. */
    public List<String> names() {
        StorageUri folder = PackageLayout.latest(prefix);
        try (Stream<StoredObject> entries = storage.list(folder)) {
            return entries.map(
                            entry -> entry.uri().path().substring(folder.path().length()))
                    .filter(path -> path.indexOf('/') > 0)
                    .map(path -> path.substring(0, path.indexOf('/')))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /** The versions of a package, youngest first; none if there is no such package. */
    public List<PackageVersion> versions(String name) {
        Optional<String> latest = latest(name);
        try (Stream<StoredObject> manifests = storage.list(layout(name).versions())) {
            return manifests
                    .filter(manifest -> manifest.uri().path().endsWith(PackageLayout.JSON))
                    .map(manifest -> version(name, manifest, latest))
                    .sorted(Comparator.comparing(PackageVersion::createdAt)
                            .reversed()
                            .thenComparing(PackageVersion::version))
                    .toList();
        }
    }

    private static PackageVersion version(String name, StoredObject manifest, Optional<String> latest) {
        String file = manifest.uri().fileName();
        String version = file.substring(0, file.length() - PackageLayout.JSON.length());
        return new PackageVersion(name, version, manifest.modifiedAt(), latest.equals(Optional.of(version)));
    }

    /** The latest version; empty if there is none. */
    public Optional<String> latest(String name) {
        return new LatestPointer(storage, layout(name).latest()).version();
    }

    /**
     * Opens the latest version.
     *
     * @throws DroverException NOT_FOUND if there is none
     */
    public StoredPackage open(String name) {
        return open(
                name,
                latest(name)
                        .orElseThrow(() -> new DroverException(
                                ErrorCode.NOT_FOUND,
                                "There is no latest version of package " + name + " in " + prefix
                                        + ", which has packages " + names() + ". Push it there first.")));
    }

    /**
     * Opens a version.
     *
     * @throws DroverException NOT_FOUND if there is none
     */
    public StoredPackage open(String name, String version) {
        PackageNames.requireVersion(version);
        return new StoredPackage(
                storage,
                layout(name),
                version,
                manifest(layout(name).version(version)).orElseThrow(() -> noSuchVersion(name, version)));
    }

    private DroverException noSuchVersion(String name, String version) {
        return new DroverException(
                ErrorCode.NOT_FOUND,
                "There is no version " + version + " of package " + name + " in " + prefix + "; the youngest are "
                        + versions(name).stream()
                                .limit(10)
                                .map(PackageVersion::version)
                                .toList()
                        + ". Push it there first.");
    }

    /**
     * Makes another version the latest, such as the one before.
     *
     * @throws DroverException NOT_FOUND if there is no such version; CONFLICT if others keep moving it
     */
    public void moveLatest(String name, String version) {
        PackageNames.requireVersion(version);
        publish(name, version, manifest(layout(name).version(version)).orElseThrow(() -> noSuchVersion(name, version)));
    }

    /** The versions that {@link #prune} would remove, oldest first. */
    public List<PackageVersion> expendable(String name, Retention retention) {
        return retention.expendable(versions(name), now());
    }

    /**
     * Removes the versions that a rule does not keep. What they held is deleted by a pruning a day later, so that jobs that
     * have just been sent can run; so is what pushes have left that never ended. Pushes may go on at the same time: they
     * lose nothing, and wait until it is done. One pruning deletes for some minutes at most, the next one goes on.
     */
    public Pruned prune(String name, Retention retention) {
        return new Pruning(this, layout(name)).run(retention);
    }

    PackageLayout layout(String name) {
        return new PackageLayout(prefix, PackageNames.requireName(name));
    }

    Storage storage() {
        return storage;
    }

    Instant now() {
        return clock.instant();
    }

    void pause(Duration duration) throws InterruptedException {
        clock.sleep(duration);
    }

    /** A manifest; empty if there is none. */
    Optional<PackageManifest> manifest(StorageUri uri) {
        return SmallObject.read(storage, uri, MAX_MANIFEST).map(bytes -> {
            try {
                return PackageManifest.parse(bytes);
            } catch (IOException | DroverException e) {
                throw new DroverException(
                        ErrorCode.INTERNAL,
                        Effect.NONE,
                        false,
                        uri + " cannot be read: something else wrote it, or a newer Drover. Delete it, or push under"
                                + " another version.",
                        e);
            }
        });
    }

    /**
     * Whether a version is there with this content.
     *
     * @throws DroverException ALREADY_EXISTS if it is there with another
     */
    boolean requireFree(String name, String version, PackageManifest manifest) {
        Optional<PackageManifest> there = manifest(layout(name).version(version));
        if (there.isPresent() && !there.get().equals(manifest)) {
            throw new DroverException(
                    ErrorCode.ALREADY_EXISTS,
                    "Version " + version + " of package " + name + " is in " + prefix + " with other content, and"
                            + " versions never change. Push under another version.");
        }
        return there.isPresent();
    }

    /** Makes a version visible. */
    void create(String name, String version, PackageManifest manifest) {
        if (storage.putIfAbsent(layout(name).version(version), manifest.content())
                .isEmpty()) {
            requireFree(name, version, manifest);
        }
    }

    /** Makes a visible version the latest. */
    void publish(String name, String version, PackageManifest manifest) {
        new LatestPointer(storage, layout(name).latest()).moveTo(version);
        // A pruning may have removed it just before; it looks at the pointer afterwards, as this looks at the version.
        if (storage.stat(layout(name).version(version)).isEmpty()) {
            create(name, version, manifest);
        }
    }
}
