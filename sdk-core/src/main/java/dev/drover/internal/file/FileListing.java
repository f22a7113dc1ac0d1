package dev.drover.internal.file;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.StorageDriver;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Reads one page of a listing. The queue holds paths that may follow, and gives them in order; one is looked at only
 * when its turn comes, and a directory is then replaced by what it holds. So a page costs one look per object, however
 * large the directory. For one thread, once.
 */
final class FileListing {
    static final int PAGE = 1_000;

    /** The order of the UTF-8 bytes. It differs from that of chars where a surrogate meets a char above it. */
    static final Comparator<String> UTF_8_ORDER = (a, b) -> {
        int end = Math.min(a.length(), b.length());
        for (int i = 0; i < end; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
            }
        }
        return Integer.compare(a.length(), b.length());
    };

    private final String prefix;
    private final String after;
    private final PriorityQueue<String> pending = new PriorityQueue<>(UTF_8_ORDER);

    /**
     * @param prefix a storage path
     * @param after the last path of the page before; empty for the first page
     */
    FileListing(String prefix, String after) {
        this.prefix = prefix;
        this.after = after;
    }

    StorageDriver.Page page() throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        expand(prefix.substring(0, prefix.lastIndexOf('/') + 1));
        for (String path = pending.poll(); path != null; path = pending.poll()) {
            Optional<StoredObject> object = look(path);
            if (object.isEmpty() || UTF_8_ORDER.compare(path, after) <= 0) {
                continue;
            }
            if (objects.size() == PAGE) {
                return new StorageDriver.Page(
                        objects, Optional.of(objects.get(PAGE - 1).uri().path()));
            }
            objects.add(object.get());
        }
        return new StorageDriver.Page(objects, Optional.empty());
    }

    /** The object of this path; for a directory empty, and what it holds is queued. */
    private Optional<StoredObject> look(String path) throws IOException {
        Path file = Path.of("/" + path);
        Optional<BasicFileAttributes> own = FileStorageDriver.attributes(file, LinkOption.NOFOLLOW_LINKS);
        if (own.isPresent() && own.get().isDirectory()) {
            expand(path + "/");
            return Optional.empty();
        }
        // A link to a file is that file, as it is for stat and get. One to a directory is not followed: it may lead
        // back here, or far away.
        Optional<BasicFileAttributes> attributes =
                own.isPresent() && own.get().isSymbolicLink() ? FileStorageDriver.attributes(file) : own;
        return attributes
                .filter(BasicFileAttributes::isRegularFile)
                .flatMap(found -> uri(path).map(uri -> FileStorageDriver.object(uri, found)));
    }

    /** Queues what of a directory may belong to this page or to a later one. */
    private void expand(String directory) throws IOException {
        Path path = Path.of("/" + directory);
        if (FileStorageDriver.attributes(path)
                .filter(BasicFileAttributes::isDirectory)
                .isEmpty()) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
            for (Path child : children) {
                String name = String.valueOf(child.getFileName());
                String full = directory + name;
                if (full.startsWith(prefix) && mayFollow(full) && isObjectName(name)) {
                    pending.add(full);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** False for unfinished objects, and for names that are no text in this JVM's encoding. */
    private static boolean isObjectName(String name) {
        return !name.startsWith(AsideFile.PREFIX) && name.indexOf('\uFFFD') < 0;
    }

    /** Whether this path, or anything below it, stands after the page before. */
    private boolean mayFollow(String path) {
        String below = path + "/";
        return UTF_8_ORDER.compare(below, after) > 0 || after.startsWith(below);
    }

    /** Empty for a name that no URI can say, as one with control characters. */
    private static Optional<StorageUri> uri(String path) {
        try {
            return Optional.of(new StorageUri("file", "", path));
        } catch (DroverException e) {
            return Optional.empty();
        }
    }
}
