package dev.drover.bundle;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.DroverListener.UploadProgress;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One upload. It hashes every file, while it asks the target what it has; sends what differs; and writes the manifest
 * last. For one thread, once.
 *
 * <p>The manifest never vouches for an object that may differ: before an object is replaced that the old manifest
 * names, a manifest without it is written. So the upload may be killed anywhere.
 */
final class BundleUpload {
    private static final Logger log = LoggerFactory.getLogger(BundleUpload.class);
    private static final int MAX_MANIFEST = 1 << 26;

    private final SortedMap<String, Path> files;
    private final Storage storage;
    private final StorageUri target;
    private final Consumer<UploadProgress> progress;

    BundleUpload(SortedMap<String, Path> files, Storage storage, StorageUri target, Consumer<UploadProgress> progress) {
        this.files = files;
        this.storage = storage;
        this.target = target;
        this.progress = progress;
    }

    Uploaded run() throws InterruptedException {
        return Workers.run(this::run);
    }

    private Uploaded run(Workers workers) throws InterruptedException {
        Workers.Batch<List<HashedFile>> hashing = Hashing.of(files, workers);
        BundleManifest old = manifest();
        Map<String, Long> sizes = old.files().isEmpty() ? Map.of() : sizes();

        SortedMap<String, FileDigest> present = new TreeMap<>();
        List<HashedFile> missing = new ArrayList<>();
        while (hashing.pending() > 0) {
            for (HashedFile file : hashing.next()) {
                if (file.digest().equals(old.files().get(file.name()))
                        && Objects.equals(sizes.get(file.name()), file.digest().size())) {
                    present.put(file.name(), file.digest());
                } else {
                    missing.add(file);
                }
            }
        }
        int skipped = present.size();
        if (missing.stream().anyMatch(file -> old.files().containsKey(file.name()))) {
            write(new BundleManifest(present));
        }
        long bytes = send(missing, present, workers);
        BundleManifest now = new BundleManifest(present);
        if (!missing.isEmpty() || !now.equals(old)) {
            write(now);
        }
        return new Uploaded(target, List.copyOf(files.keySet()), missing.size(), skipped, bytes);
    }

    /** What the last upload left; nothing if there was none or if it cannot be understood. */
    private BundleManifest manifest() {
        StorageUri uri = target.resolve(BundleManifest.PATH);
        try {
            return BundleManifest.parse(read(uri));
        } catch (IOException e) {
            log.warn("Uploading everything to {}: {} cannot be used", target, uri, e);
            return BundleManifest.EMPTY;
        } catch (DroverException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return BundleManifest.EMPTY;
            }
            throw e;
        }
    }

    private byte[] read(StorageUri uri) {
        try (InputStream in = storage.get(uri)) {
            return in.readNBytes(MAX_MANIFEST);
        } catch (IOException e) {
            boolean interrupted = Thread.currentThread().isInterrupted();
            throw new DroverException(
                    interrupted ? ErrorCode.CANCELLED : ErrorCode.UNAVAILABLE,
                    Effect.NONE,
                    true,
                    "Could not read " + uri + " to its end; nothing was uploaded.",
                    e);
        }
    }

    private Map<String, Long> sizes() {
        Map<String, Long> sizes = new HashMap<>();
        try (Stream<StoredObject> objects = storage.list(target)) {
            objects.forEach(object ->
                    sizes.put(object.uri().path().substring(target.path().length()), object.size()));
        }
        return sizes;
    }

    /** Sends what is missing, and moves it to what is present as it arrives. */
    private long send(List<HashedFile> missing, SortedMap<String, FileDigest> present, Workers workers)
            throws InterruptedException {
        long total = missing.stream().mapToLong(file -> file.digest().size()).sum();
        int skipped = present.size();
        long bytes = 0;
        tell(present.size(), skipped, bytes, total);
        Workers.Batch<HashedFile> sending = workers.batch();
        missing.forEach(file -> sending.add(() -> send(file)));
        try {
            while (sending.pending() > 0) {
                HashedFile file = sending.next();
                present.put(file.name(), file.digest());
                bytes += file.digest().size();
                tell(present.size(), skipped, bytes, total);
            }
            return bytes;
        } catch (RuntimeException e) {
            workers.close();
            sending.arrived().forEach(file -> present.put(file.name(), file.digest()));
            keep(present, skipped, e);
            throw e;
        }
    }

    private HashedFile send(HashedFile file) {
        try {
            storage.put(target.resolve(file.name()), new VerifiedContent(file.file(), file.digest()));
            return file;
        } catch (DroverException e) {
            throw VerifiedContent.unwrap(e);
        }
    }

    /** Lets the next upload skip what has arrived; the error that is on its way matters more than one from here. */
    private void keep(SortedMap<String, FileDigest> present, int skipped, RuntimeException error) {
        if (present.size() > skipped) {
            try {
                write(new BundleManifest(present));
            } catch (DroverException e) {
                error.addSuppressed(e);
            }
        }
    }

    private void write(BundleManifest manifest) {
        try {
            storage.put(target.resolve(BundleManifest.PATH), Content.of(manifest.toJson()));
        } catch (IOException e) {
            throw new AssertionError("Memory takes everything", e);
        }
    }

    private void tell(int done, int skipped, long bytes, long total) {
        progress.accept(new UploadProgress(target, done, files.size(), skipped, bytes, total));
    }
}
