package dev.drover.its;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The applications that fail, compiled against the Spark that is to run them. */
final class FailureCode {
    private static final String LEFT_OUT = "Absent.class";

    private FailureCode() {}

    /** Puts {@code failures.jar} and the Python scripts into a folder. */
    static void into(Path folder, Path sparkHome) throws IOException {
        Path sources = sources();
        try (Stream<Path> scripts = Files.list(sources.resolve("python"))) {
            for (Path script : scripts.toList()) {
                Files.copy(script, folder.resolve(script.getFileName().toString()));
            }
        }
        Path classes = Files.createTempDirectory("failures");
        compile(sources.resolve("com/acme"), classes, sparkHome.resolve("jars"));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("failures.jar")));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(LEFT_OUT)) {
                    jar.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                    Files.copy(file, jar);
                }
            }
        }
    }

    private static Path sources() {
        URL found = Objects.requireNonNull(FailureCode.class.getResource("/failures"));
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void compile(Path sources, Path classes, Path jars) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (Stream<Path> libraries = Files.list(jars);
                Stream<Path> files = Files.list(sources)) {
            String classPath = libraries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            List<String> arguments = Stream.concat(
                            Stream.of("-d", classes.toString(), "-cp", classPath), files.map(Path::toString))
                    .toList();
            if (compiler.run(InputStream.nullInputStream(), null, null, arguments.toArray(new String[0])) != 0) {
                throw new IllegalStateException("The applications that fail do not compile.");
            }
        }
    }
}
