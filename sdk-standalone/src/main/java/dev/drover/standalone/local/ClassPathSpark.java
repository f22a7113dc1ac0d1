package dev.drover.standalone.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spark among the jars of this JVM's own class path. All jars are taken, since nobody can tell which of them belong to
 * Spark, except other loggers: what the daemons say is read from their logs, which Log4j must write.
 */
final class ClassPathSpark implements SparkSource {
    private static final List<Pattern> NEEDED =
            List.of(Pattern.compile("spark-sql_.*\\.jar"), Pattern.compile("log4j-slf4j2?-impl-.*\\.jar"));
    private static final Pattern OTHER_LOGGER =
            Pattern.compile("(slf4j-(simple|nop|jdk14|reload4j|log4j12)|logback-classic|log4j-to-slf4j)-.*\\.jar");

    private final List<Path> jars;
    private final SparkHomes homes;

    ClassPathSpark(String classPath, SparkHomes homes) {
        this.jars = List.of(classPath.split(File.pathSeparator)).stream()
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .filter(jar -> !matches(OTHER_LOGGER, jar))
                .distinct()
                .toList();
        this.homes = homes;
    }

    @Override
    public Optional<SparkInstallation> find(Optional<String> version, Consumer<String> progress) throws IOException {
        for (Path jar : jars) {
            Matcher core = SparkInstallation.CORE.matcher(jar.getFileName().toString());
            if (core.matches()
                    && version.map(core.group(2)::equals).orElseGet(() -> SparkInstallation.isSupported(core.group(2)))
                    && NEEDED.stream().allMatch(needed -> jars.stream().anyMatch(other -> matches(needed, other)))) {
                List<Path> present = new ArrayList<>();
                for (Path each : jars) {
                    if (Files.isRegularFile(each)) {
                        present.add(each);
                    }
                }
                return Optional.of(homes.of(present));
            }
        }
        return Optional.empty();
    }

    private static boolean matches(Pattern pattern, Path jar) {
        return pattern.matcher(jar.getFileName().toString()).matches();
    }
}
