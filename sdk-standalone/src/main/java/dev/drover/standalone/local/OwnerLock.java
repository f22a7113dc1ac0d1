package dev.drover.standalone.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file lock, which the system releases when the JVM that holds it ends, however it ends. A JVM must not open a file
 * that it has locked: closing any channel to a file releases all locks which the JVM has on it.
 */
final class OwnerLock implements AutoCloseable {
    private final FileChannel channel;

    private OwnerLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Locks a file that nobody else can know yet. */
    static OwnerLock take(Path file) throws IOException {
        return tryTake(file).orElseThrow(() -> new IOException("Somebody else has locked " + file));
    }

    /** Locks a file; empty if another process has locked it, or looks at it this moment. */
    static Optional<OwnerLock> tryTake(Path file) throws IOException {
        return lock(file, false);
    }

    /** Finds out whether a file is locked, beside others who look: empty if another process has taken it. */
    static Optional<OwnerLock> look(Path file) throws IOException {
        return lock(file, true);
    }

    private static Optional<OwnerLock> lock(Path file, boolean shared) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        @org.jspecify.annotations.Nullable FileLock lock = null;
        try {
            lock = channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (java.nio.channels.OverlappingFileLockException alsoHere) {
            // Another thread of this JVM looks; it may be asked again.
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new OwnerLock(channel));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
