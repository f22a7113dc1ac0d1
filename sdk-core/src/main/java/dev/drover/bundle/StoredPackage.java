package dev.drover.bundle;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.internal.storage.SmallObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A version of a package in one repository, and where its files are there. Never changes, until it is pruned. Safe for use
 * by many threads.
 */
public final class StoredPackage {
    private static final int MAX_PACK = 1 << 25;

    private final Storage storage;
    private final PackageLayout layout;
    private final String version;
    private final PackageManifest manifest;
    private final Set<StorageUri> unpacked = ConcurrentHashMap.newKeySet();

    StoredPackage(Storage storage, PackageLayout layout, String version, PackageManifest manifest) {
        this.storage = storage;
        this.layout = layout;
        this.version = version;
        this.manifest = manifest;
    }

    public String name() {
        return layout.name();
    }

    public String version() {
        return version;
    }

    /** The names of all files, in order. */
    public List<String> files() {
        return List.copyOf(manifest.files().keySet());
    }

    /** The names of the files of one kind, in order. */
    public List<String> files(FileKind kind) {
        return manifest.files().keySet().stream()
                .filter(file -> FileKind.of(file) == kind)
                .toList();
    }

    /** Of all files, in bytes. */
    public long bytes() {
        return manifest.bytes();
    }

    /**
     * The names of the jars that are for this Spark, or for any. What the name of a jar says counts, by the customs of
     * Maven's artifacts, such as {@code sedona-spark-shaded-3.5_2.12-1.6.1.jar}; or that of a folder that holds it, such as
     * {@code spark-3.5_2.12/}, {@code spark-3.5/} or {@code scala-2.12/}.
     *
     * @throws DroverException NOT_FOUND if one is there for other versions of Spark only
     */
    public List<String> jars(SparkBuild spark) {
        return Jars.fitting(files(FileKind.JAR), spark, what());
    }

    /**
     * Where a file is. One that was packed is given an object of its own first, which needs the right to write.
     *
     * @throws DroverException INVALID_ARGUMENT if it cannot be a name; NOT_FOUND, with the nearest names, if there is no
     *     such file; INTERNAL if what was packed is damaged; what {@link Storage} throws
     */
    public StorageUri uri(String file) {
        NearestNames.require(manifest.files().keySet(), file, what());
        PackageManifest.Entry entry = Objects.requireNonNull(manifest.files().get(file));
        StorageUri uri = layout.file(file, entry.digest());
        entry.pack().ifPresent(pack -> unpack(file, entry.digest(), layout.pack(pack), uri));
        return uri;
    }

    /**
     * Where all files below a folder are, jars chosen for a Spark.
     *
     * @param folder ends with a slash; empty for all files
     * @param spark asked for if jars are for some versions of Spark only; empty if it is not known
     * @throws DroverException NOT_FOUND if there is none; UNSUPPORTED if the choice of jars needs a Spark
     */
    public List<StorageUri> uris(String folder, Supplier<Optional<SparkBuild>> spark) {
        List<String> jars = new ArrayList<>();
        List<String> chosen = new ArrayList<>();
        for (String file : manifest.files().keySet()) {
            if (file.startsWith(folder)) {
                (FileKind.of(file) == FileKind.JAR ? jars : chosen).add(file);
            }
        }
        if (jars.isEmpty() && chosen.isEmpty()) {
            throw new DroverException(ErrorCode.NOT_FOUND, "The " + what() + " has no files below '" + folder + "'.");
        }
        chosen.addAll(Jars.depend(jars) ? jars(jars, spark.get()) : jars);
        return chosen.stream().sorted().map(this::uri).toList();
    }

    private List<String> jars(List<String> jars, Optional<SparkBuild> spark) {
        return Jars.fitting(
                jars,
                spark.orElseThrow(() -> new DroverException(
                        ErrorCode.UNSUPPORTED,
                        "The " + what()
                                + " has jars for some versions of Spark, and which the cluster has is not known."
                                + " Say it with PoolMember.Builder.sparkVersion, or name the jars one by one.")),
                what());
    }

    /**
     * The zip archives that hold small files, each with the names of its files; unpacked into one folder, they stand there
     * by their names in the bundle.
     */
    public SortedMap<StorageUri, List<String>> packs() {
        SortedMap<StorageUri, List<String>> packs = new TreeMap<>(Comparator.comparing(StorageUri::toString));
        for (Map.Entry<String, PackageManifest.Entry> file : manifest.files().entrySet()) {
            file.getValue()
                    .pack()
                    .ifPresent(pack -> packs.computeIfAbsent(layout.pack(pack), uri -> new ArrayList<>())
                            .add(file.getKey()));
        }
        return packs;
    }

    private void unpack(String file, FileDigest expected, StorageUri pack, StorageUri uri) {
        if (unpacked.contains(uri)) {
            return;
        }
        if (storage.stat(uri).filter(there -> there.size() == expected.size()).isEmpty()) {
            storage.put(uri, Content.of(read(file, expected, pack)));
        }
        unpacked.add(uri);
    }

    private byte[] read(String file, FileDigest expected, StorageUri pack) {
        byte[] archive = SmallObject.read(storage, pack, MAX_PACK).orElseThrow(() -> damaged(file, pack, null));
        try {
            return Pack.find(archive, file)
                    .filter(bytes -> FileHasher.hex(FileHasher.digestOf(bytes)).equals(expected.sha256()))
                    .orElseThrow(() -> damaged(file, pack, null));
        } catch (IOException e) {
            throw damaged(file, pack, e);
        }
    }

    private DroverException damaged(String file, StorageUri pack, @Nullable Exception cause) {
        return new DroverException(
                ErrorCode.INTERNAL,
                Effect.NONE,
                false,
                "The " + what() + " is damaged: " + pack + " does not hold '" + file + "' as it was pushed. Delete "
                        + pack + " and push the package again.",
                cause);
    }

    private String what() {
        return "package " + name() + " " + version + " in " + layout.prefix();
    }

    @Override
    public String toString() {
        return what();
    }
}
