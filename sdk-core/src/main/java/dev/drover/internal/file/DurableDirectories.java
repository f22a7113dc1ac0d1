package dev.drover.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Directories whose entries outlive a power failure. */
final class DurableDirectories {

    private DurableDirectories() {}

    /** Makes a directory with its parents; does nothing if it is there. */
    static void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = Objects.requireNonNull(directory.getParent(), "the root is always there");
        make(parent);
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        sync(parent);
    }

    /** Writes a directory's entries to the disk, where the platform allows it. */
    static void sync(Path directory) throws IOException {
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (AccessDeniedException e) {
            // One may write into a directory that one may not read, and Windows opens none: the system syncs in time.
        } catch (IOException e) {
            // "Invalid argument" is what file systems say that have no such operation.
            if (!String.valueOf(e.getMessage()).contains("Invalid argument")) {
                throw e;
            }
        }
    }
}
