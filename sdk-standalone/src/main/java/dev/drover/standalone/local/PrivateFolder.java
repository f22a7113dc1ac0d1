package dev.drover.standalone.local;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A folder whose content only this user can read.
 *
 * @param path absolute
 */
record PrivateFolder(Path path) {
    private static final FileAttribute<?> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Begins the names of what is not finished, or being deleted. */
    private static final String ASIDE = ".new-";

    private static final Duration LEFT = Duration.ofMinutes(15);

    /** Makes a folder, and those above it, where they are missing. */
    static PrivateFolder create(Path path) throws IOException {
        return new PrivateFolder(Files.createDirectories(path, FOLDER));
    }

    /** Makes a folder inside this one, if it is missing. */
    PrivateFolder folder(String name) throws IOException {
        return create(path.resolve(name));
    }

    /** Makes a new folder inside this one, whose name begins with a dot, so that it is not taken for a finished one. */
    PrivateFolder aside() throws IOException {
        return new PrivateFolder(Files.createTempDirectory(path, ASIDE, FOLDER));
    }

    /** Deletes the folders that were begun aside and left by JVMs that ended meanwhile. */
    void deleteLeftAside(Instant now) throws IOException {
        try (DirectoryStream<Path> asides = Files.newDirectoryStream(path, ASIDE + "*")) {
            for (Path aside : asides) {
                if (Files.getLastModifiedTime(aside).toInstant().isBefore(now.minus(LEFT))) {
                    new PrivateFolder(aside).delete();
                }
            }
        } catch (NoSuchFileException gone) {
            // Somebody else deletes too.
        }
    }

    /** Makes an empty file. */
    Path newFile(String name) throws IOException {
        return Files.createFile(path.resolve(name), FILE);
    }

    /** Writes a file, which others see whole or not at all. */
    Path write(String name, byte[] content) throws IOException {
        Path aside = Files.createTempFile(path, ASIDE, "", FILE);
        Files.write(aside, content);
        return Files.move(aside, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Gives the folder the name under which others look for it.
     *
     * @return whether it has the name now; otherwise another folder has it
     */
    boolean moveTo(Path target) throws IOException {
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException taken) {
            return false;
        } catch (FileSystemException e) {
            // Linux tells ENOTEMPTY and EEXIST in words only.
            if (Files.exists(target)) {
                return false;
            }
            throw e;
        }
    }

    /** Deletes the folder with its content, also while others delete in it; links are not followed. */
    void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
                if (error instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw error;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException error) throws IOException {
                if (error != null && !(error instanceof NoSuchFileException)) {
                    throw error;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
