package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.internal.file.FileErrors;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds the files of a directory tree. For one thread, once. */
final class DirectoryScan {
    /** No package of code has more; links that multiply directories soon do. */
    static final int MAX_FILES = 100_000;

    private final Path root;
    private final Map<String, Path> files = new TreeMap<>();
    /** The real paths of the directories that are being looked through, to notice a link that leads back. */
    private final Set<Path> above = new LinkedHashSet<>();

    private DirectoryScan(Path root) {
        this.root = root;
    }

    /** Every file below, by its relative name. */
    static Map<String, Path> of(Path directory) {
        try {
            DirectoryScan scan = new DirectoryScan(directory.toRealPath());
            scan.enter(scan.root, "");
            return scan.files;
        } catch (IOException e) {
            throw FileErrors.unreadable(directory, e);
        }
    }

    private void enter(Path directory, String prefix) throws IOException {
        above.add(directory);
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            for (Path child : children) {
                visit(child, prefix + child.getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        above.remove(directory);
    }

    private void visit(Path child, String name) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            Path real = follow(child);
            take(real, name, Files.readAttributes(real, BasicFileAttributes.class));
        } else {
            take(child, name, attributes);
        }
    }

    private void take(Path file, String name, BasicFileAttributes attributes) throws IOException {
        if (attributes.isDirectory()) {
            enter(file, name + "/");
        } else if (!attributes.isRegularFile()) {
            throw DroverException.invalid("'" + file + "' is neither a file nor a directory; a bundle cannot hold it.");
        } else if (files.size() == MAX_FILES) {
            throw DroverException.invalid("'" + root + "' holds more than " + MAX_FILES
                    + " files; pack them into archives, or name a directory further down.");
        } else {
            files.put(BundlePath.require(name), file);
        }
    }

    /** Where a link leads, which must be inside: what is outside was hardly meant to be uploaded. */
    private Path follow(Path link) throws IOException {
        Path real;
        try {
            real = link.toRealPath();
        } catch (NoSuchFileException e) {
            throw DroverException.invalid("The link '" + link + "' leads nowhere; remove it from the bundle.");
        }
        if (!real.startsWith(root)) {
            throw DroverException.invalid("The link '" + link + "' leaves the bundle's directory for '" + real
                    + "'; copy what is meant into the directory.");
        }
        if (above.contains(real)) {
            throw DroverException.invalid("The link '" + link + "' leads back to '" + real + "', which contains it.");
        }
        return real;
    }
}
