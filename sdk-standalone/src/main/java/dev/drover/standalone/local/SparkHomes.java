package dev.drover.standalone.local;

import dev.drover.spi.Sha256;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Folders that look like a Spark installation, made of links to jars that are elsewhere. They are named by what they
 * hold and appear whole, so that many JVMs may make them at once.
 */
final class SparkHomes {
    private static final int NAME_LENGTH = 16;

    private final Path folder;

    SparkHomes(Path folder) {
        this.folder = folder;
    }

    /** The home of this name, if it was made before and nothing is missing. */
    Optional<SparkInstallation> named(String name) throws IOException {
        return SparkInstallation.in(folder.resolve(name));
    }

    /** The home made of these jars, named by their names, sizes and times. */
    SparkInstallation of(List<Path> jars) throws IOException {
        String name = "jars-" + digest(jars);
        Optional<SparkInstallation> made = named(name);
        return made.isPresent() ? made.get() : make(name, jars);
    }

    /** Makes or replaces the home of this name. */
    SparkInstallation make(String name, List<Path> jars) throws IOException {
        PrivateFolder homes = PrivateFolder.create(folder);
        homes.deleteLeftAside(Instant.now());
        PrivateFolder aside = homes.aside();
        PrivateFolder inside = aside.folder("jars");
        for (Path jar : jars) {
            link(inside.path(), jar);
        }
        Path home = folder.resolve(name);
        while (!aside.moveTo(home)) {
            if (SparkInstallation.in(home).isPresent()) {
                // Another JVM was faster.
                aside.delete();
                break;
            }
            discard(homes, home);
        }
        return SparkInstallation.in(home).orElseThrow(() -> new IOException("No Spark in " + home + ": " + jars));
    }

    /** A broken home is moved away first: whoever moves it deletes it. */
    private static void discard(PrivateFolder homes, Path home) throws IOException {
        PrivateFolder away = homes.aside();
        new PrivateFolder(home).moveTo(away.path());
        away.delete();
    }

    /** A hard link survives when Maven's repository is cleaned; across file systems a symbolic one must do. */
    private static void link(Path folder, Path jar) throws IOException {
        Path link = folder.resolve(jar.getFileName());
        if (Files.exists(link)) {
            return;
        }
        try {
            Files.createLink(link, jar.toRealPath());
        } catch (FileSystemException | UnsupportedOperationException otherDisk) {
            Files.createSymbolicLink(link, jar);
        }
    }

    private static String digest(List<Path> jars) throws IOException {
        TreeSet<String> lines = new TreeSet<>();
        for (Path jar : jars) {
            lines.add(jar.getFileName() + " " + Files.size(jar) + " "
                    + Files.getLastModifiedTime(jar).toMillis() + "\n");
        }
        return Sha256.hex(String.join("", lines)).substring(0, NAME_LENGTH);
    }
}
