package dev.drover.standalone.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spark on this machine.
 *
 * @param home the folder that holds {@code jars/}
 * @param version such as {@code 4.2.0}
 * @param scalaVersion such as {@code 2.13}
 */
record SparkInstallation(Path home, String version, String scalaVersion) {
    /** The jar that tells the versions. */
    static final Pattern CORE = Pattern.compile("spark-core_(\\d+\\.\\d+)-(\\d.*)\\.jar");

    private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.");

    /** The installation in a folder; empty if there is none, or a broken one. */
    static Optional<SparkInstallation> in(Path home) throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.resolve("jars"), "*.jar")) {
            Optional<SparkInstallation> found = Optional.empty();
            for (Path jar : jars) {
                if (!Files.exists(jar)) {
                    return Optional.empty();
                }
                Matcher core = CORE.matcher(jar.getFileName().toString());
                if (core.matches()) {
                    found = Optional.of(new SparkInstallation(home, core.group(2), core.group(1)));
                }
            }
            return found;
        } catch (NoSuchFileException | NotDirectoryException none) {
            return Optional.empty();
        }
    }

    /** Whether local clusters run this version: 3.5 and all that came later. */
    static boolean isSupported(String version) {
        Matcher numbers = MAJOR_MINOR.matcher(version);
        if (!numbers.lookingAt()) {
            return false;
        }
        int major = Integer.parseInt(numbers.group(1));
        return major > 3 || (major == 3 && Integer.parseInt(numbers.group(2)) >= 5);
    }

    /** Whether this is what was asked for. */
    boolean isA(Optional<String> wanted) {
        return wanted.isEmpty() ? isSupported(version) : wanted.get().equals(version);
    }

    /**
     * The class path as Spark's workers build it for drivers and executors, so that one archive of shared classes fits
     * all JVMs of a cluster: an archive demands that class paths begin alike.
     */
    List<String> classPath() throws IOException {
        List<String> entries = new ArrayList<>(List.of(conf().toString()));
        if (!version.startsWith("3.")) {
            try (DirectoryStream<Path> first = Files.newDirectoryStream(home.resolve("jars"), "slf4j-api-*.jar")) {
                first.forEach(jar -> entries.add(jar.toString()));
            }
        }
        entries.add(home.resolve("jars").resolve("*").toString());
        return entries;
    }

    /** A folder that is never made, so that no configuration of somebody's changes what a spec says. */
    Path conf() {
        return home.resolve("no-conf");
    }

    /** Whether the installation has what Python jobs need beside a Python. Jars alone do not. */
    boolean hasPython() {
        return Files.isRegularFile(home.resolve("python/lib/pyspark.zip"));
    }
}
