package dev.drover.bundle;

import dev.drover.internal.file.FileErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads all files of a bundle for their digests. */
final class Hashing {

    private Hashing() {}

    /** Each worker takes the next file until there is none: small files are too quick for a task each. */
    static Workers.Batch<List<HashedFile>> of(SortedMap<String, Path> files, Workers workers) {
        List<Map.Entry<String, Path>> queue = List.copyOf(files.entrySet());
        AtomicInteger next = new AtomicInteger();
        Workers.Batch<List<HashedFile>> batch = workers.batch();
        for (int i = 0; i < Math.min(Workers.COUNT, queue.size()); i++) {
            batch.add(() -> {
                FileHasher hasher = new FileHasher();
                List<HashedFile> hashed = new ArrayList<>();
                for (int n = next.getAndIncrement(); n < queue.size(); n = next.getAndIncrement()) {
                    Path file = queue.get(n).getValue();
                    hashed.add(new HashedFile(queue.get(n).getKey(), file, digest(hasher, file)));
                }
                return hashed;
            });
        }
        return batch;
    }

    private static FileDigest digest(FileHasher hasher, Path file) {
        try {
            return hasher.digest(file);
        } catch (IOException e) {
            throw FileErrors.unreadable(file, e);
        }
    }
}
