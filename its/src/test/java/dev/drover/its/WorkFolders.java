package dev.drover.its;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where jobs find the trouble that they are to meet: a full disk, a file that they may not read. */
record WorkFolders(Path root, Path smallDisk) {

    private static final Map<String, String> PERMISSIONS =
            Map.of("input-not-readable", "---------", "output-not-writable", "r-xr-xr-x");

    /** The folder of a failure; nothing is in it but what it is about. */
    Path of(String failure) {
        if (failure.endsWith("-disk-full")) {
            return smallDisk.resolve(failure);
        }
        return root.resolve(failure);
    }

    /** Makes room on the small disk, too. */
    void remove(String failure) {
        try {
            remove(of(failure));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    /** Makes the folder anew. */
    void make(String failure) {
        try {
            Path folder = of(failure);
            remove(folder);
            Files.createDirectories(folder);
            for (String name : new String[] {"part.txt", "secret.csv"}) {
                Path file = Files.writeString(folder.resolve(name), "a row\n");
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
            }
            String permissions = PERMISSIONS.getOrDefault(failure, "rwxr-xr-x");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
