package dev.drover.internal.file;

import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.spi.CallContext;
import dev.drover.spi.NativeCall;
import dev.drover.spi.NativeException;
import dev.drover.spi.Safety;
import dev.drover.spi.StorageDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects as files. An object is written aside in its own directory, synced, and then appears in one step: by rename,
 * or by a hard link where it may only be created. So neither readers nor crashes ever meet half an object, and of many
 * creators, in many processes, one wins. File systems without hard links refuse {@code putIfAbsent} as UNSUPPORTED.
 *
 * <p>New files and directories get the permissions that the process's umask leaves (commonly {@code rw-r--r--}), since
 * Spark's workers may run as another user; replacing an object does not keep the old file's owner and permissions.
 *
 * <p>Links: a URI may lead through symbolic links. {@code put} and {@code delete} replace and remove a link itself,
 * never what it leads to. A listing shows links to files and does not follow links to directories below its prefix.
 *
 * <p>Directories come with their first object and stay after their last. Names that no {@link StorageUri} can say, and
 * what is neither file nor directory, are left out of listings.
 */
final class FileStorageDriver implements StorageDriver {
    static final NativeCall LINK = metadata("link", Safety.KEYED);
    static final NativeCall OPEN = metadata("open", Safety.READ);
    private static final NativeCall STAT = metadata("stat", Safety.READ);
    private static final NativeCall LIST = metadata("list", Safety.READ);
    private static final NativeCall UNLINK = metadata("unlink", Safety.KEYED);
    private static final NativeCall WRITE = data("write");
    private static final NativeCall COPY = data("copy");

    private final Leftovers leftovers = new Leftovers();

    @Override
    public Optional<StoredObject> stat(StorageUri uri, CallContext context) {
        Path file = file(uri);
        return context.call(
                STAT,
                timeout -> attributes(file)
                        .filter(BasicFileAttributes::isRegularFile)
                        .map(found -> object(uri, found)));
    }

    @Override
    public StoredObject put(StorageUri uri, Content content, CallContext context) {
        Path file = file(uri);
        return context.call(WRITE, timeout -> replace(uri, file, content, context));
    }

    @Override
    public Optional<StoredObject> putIfAbsent(StorageUri uri, Content content, CallContext context) {
        Path file = file(uri);
        if (stat(uri, context).isPresent()) {
            return Optional.empty(); // Spares the losers the writing.
        }
        // Two calls, so that a link whose answer was lost is repeated with the same file and recognises itself.
        try (AsideFile aside = context.call(WRITE, timeout -> writeAside(file, content, context))) {
            return context.call(LINK, timeout -> {
                StoredObject object = object(uri, aside.attributes());
                return aside.createTarget() ? Optional.of(object) : Optional.empty();
            });
        }
    }

    @Override
    public InputStream get(StorageUri uri, long offset, long length, CallContext context) {
        Path file = file(uri);
        return context.call(
                OPEN,
                timeout -> new BoundedInputStream(
                        Channels.newInputStream(open(file).position(offset)), length));
    }

    @Override
    public Page list(StorageUri prefix, Optional<String> token, CallContext context) {
        requireNoEmptySegment(prefix);
        return context.call(LIST, timeout -> new FileListing(prefix.path(), token.orElse("")).page());
    }

    @Override
    public void delete(Collection<StorageUri> uris, CallContext context) {
        Map<Path, List<Path>> byDirectory = new LinkedHashMap<>();
        for (StorageUri uri : uris) {
            Path file = file(uri);
            byDirectory
                    .computeIfAbsent(AsideFile.directoryOf(file), directory -> new ArrayList<>())
                    .add(file);
        }
        byDirectory.forEach((directory, files) -> context.call(UNLINK, timeout -> {
            boolean changed = false;
            for (Path file : files) {
                changed |= attributes(file, LinkOption.NOFOLLOW_LINKS)
                                .filter(found -> !found.isDirectory())
                                .isPresent()
                        && Files.deleteIfExists(file);
            }
            if (changed) {
                DurableDirectories.sync(directory);
            }
            return changed;
        }));
    }

    @Override
    public StoredObject copy(StorageUri from, StorageUri to, CallContext context) {
        Path source = file(from);
        Path target = file(to);
        return context.call(COPY, timeout -> {
            // Opened once: the length and the bytes are those of one object, even if it is replaced meanwhile.
            try (FileChannel opened = open(source)) {
                return replace(to, target, new OpenedFile(opened), context);
            }
        });
    }

    private StoredObject replace(StorageUri uri, Path file, Content content, CallContext context)
            throws IOException, NativeException {
        try (AsideFile aside = writeAside(file, content, context)) {
            StoredObject object = object(uri, aside.attributes());
            aside.replaceTarget();
            return object;
        }
    }

    private AsideFile writeAside(Path file, Content content, CallContext context) throws IOException, NativeException {
        AsideFile aside = AsideFile.write(file, content, context);
        leftovers.sweep(
                AsideFile.directoryOf(file),
                aside.attributes().lastModifiedTime().toInstant());
        return aside;
    }

    private static FileChannel open(Path file) throws IOException {
        // Looked at first, since opening a directory succeeds and opening a pipe waits for ever.
        if (attributes(file).filter(BasicFileAttributes::isRegularFile).isEmpty()) {
            throw new NoSuchFileException(file.toString());
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Empty if nothing is there. */
    static Optional<BasicFileAttributes> attributes(Path file, LinkOption... options) throws IOException {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, options));
        } catch (IOException e) {
            if (FileErrors.classify(STAT, e).code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static StoredObject object(StorageUri uri, BasicFileAttributes attributes) {
        return new StoredObject(
                uri, attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    private static Path file(StorageUri uri) {
        requireNoEmptySegment(uri);
        if (uri.path().isEmpty() || uri.path().endsWith("/")) {
            throw DroverException.invalid("'" + uri + "' names a directory; an object needs a name after the slash.");
        }
        if (uri.fileName().startsWith(AsideFile.PREFIX)) {
            throw DroverException.invalid(
                    "'" + uri + "': names that begin with " + AsideFile.PREFIX + " are kept for unfinished objects.");
        }
        try {
            return uri.toPath();
        } catch (InvalidPathException e) {
            throw DroverException.invalid("'" + uri + "': this JVM cannot write the name (" + e.getReason()
                    + "); start it with LC_ALL=C.UTF-8.");
        }
    }

    private static void requireNoEmptySegment(StorageUri uri) {
        if (uri.path().contains("//")) {
            throw DroverException.invalid("'" + uri + "' must not hold empty segments; a file has one name only.");
        }
    }

    private static NativeCall metadata(String api, Safety safety) {
        return NativeCall.of(api, safety, "file:///", Duration.ofMinutes(1));
    }

    /** Long enough for any file at the speed of a disk; the deadline is kept between the chunks. */
    private static NativeCall data(String api) {
        return NativeCall.of(api, Safety.KEYED, "file:///", Duration.ofHours(6));
    }
}
