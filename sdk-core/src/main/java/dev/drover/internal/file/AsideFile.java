package dev.drover.internal.file;

import dev.drover.Content;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.NativeException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object that is written out of sight, whole and synced, next to where it is to appear. Closing it removes what did
 * not appear; a crash leaves it to {@link Leftovers}.
 */
final class AsideFile implements Closeable {
    /** Begins the names that are not objects. */
    static final String PREFIX = ".drover-tmp-";

    private static final Logger log = LoggerFactory.getLogger(AsideFile.class);
    private static final int BUFFER = 1 << 17;

    private final Path path;
    private final Path target;
    private final BasicFileAttributes attributes;

    private AsideFile(Path path, Path target, BasicFileAttributes attributes) {
        this.path = path;
        this.target = target;
        this.attributes = attributes;
    }

    /** Makes the directories that are missing, then writes and syncs; leaves no file behind if it throws. */
    static AsideFile write(Path target, Content content, CallContext context) throws IOException, NativeException {
        try (InputStream in = content.open()) {
            Path directory = directoryOf(target);
            DurableDirectories.make(directory);
            Path path = directory.resolve(PREFIX + UUID.randomUUID());
            boolean written = false;
            try {
                fill(path, in, content.length(), context);
                AsideFile aside = new AsideFile(path, target, Files.readAttributes(path, BasicFileAttributes.class));
                written = true;
                return aside;
            } finally {
                if (!written) {
                    remove(path);
                }
            }
        }
    }

    private static void fill(Path path, InputStream in, long expected, CallContext context)
            throws IOException, NativeException {
        // CREATE_NEW and no explicit permissions: the process's umask decides, as for any file of this user.
        try (FileChannel out = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, expected + 1))];
            long written = 0;
            for (int count = in.read(buffer); count >= 0 && written <= expected; count = in.read(buffer)) {
                if (context.remaining().isZero()) {
                    throw new NativeException(new Failure(
                            ErrorCode.DEADLINE_EXCEEDED,
                            Effect.NONE,
                            Failure.Scope.REQUEST,
                            false,
                            Optional.empty(),
                            "Out of time after " + written + " of " + expected + " bytes; nothing was stored."));
                }
                ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, count);
                while (chunk.hasRemaining()) {
                    written += out.write(chunk);
                }
            }
            if (written != expected) {
                throw new NativeException(Failure.refused(
                        ErrorCode.CONFLICT,
                        "The content announced " + expected + " bytes and gave "
                                + (written > expected ? "more" : written)
                                + ": it changed while it was read. Nothing was stored."));
            }
            out.force(true);
        }
    }

    /** What was written; its name changes, and nothing else. */
    BasicFileAttributes attributes() {
        return attributes;
    }

    /** Lets it appear, in place of what may be there. */
    void replaceTarget() throws IOException {
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        DurableDirectories.sync(directoryOf(target));
    }

    /**
     * Lets it appear if nothing is there. Repeatable: it recognises its own link, so that a lost answer does no harm.
     *
     * @return whether this file is the one that appeared
     * @throws FileAlreadyExistsException if what is there is no object
     */
    boolean createTarget() throws IOException {
        try {
            Files.createLink(target, path);
        } catch (FileAlreadyExistsException e) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(target)) {
                throw e;
            }
            if (!isLinked()) {
                return false;
            }
        }
        DurableDirectories.sync(directoryOf(target));
        return true;
    }

    private boolean isLinked() throws IOException {
        try {
            return Files.isSameFile(path, target);
        } catch (NoSuchFileException e) {
            return false; // Deleted since: there was one, and that is what was asked.
        }
    }

    /** Removes the hidden name, if it is still there. */
    @Override
    public void close() {
        remove(path);
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            log.debug("{} stays until a later writer removes it", path, e);
        }
    }

    /** Where an object's file stands. */
    static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file is never the root");
    }
}
