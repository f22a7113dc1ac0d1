package dev.drover.samples.multimno;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Lays out what a cluster needs, as Multimno's deployment package does: the wheel and the main script under {@code code},
 * what the wheel requires and the jar under {@code env}, and the configuration.
 */
final class Deployment {
    static final String MAIN = "code/main_mobility.py";
    static final String WHEEL = "code/mobility-1.0-py3-none-any.whl";
    static final String REQUIREMENTS = "env/python_dependencies/";
    static final String JAR = "env/jars/grid.jar";

    private Deployment() {}

    /**
     * Lays it out.
     *
     * @param application the sources
     * @param mended whether the setting is there that the configuration lacks
     */
    static void layOut(Path application, boolean mended, Path folder) throws IOException {
        Wheel.build(application, folder.resolve("code"));
        Wheel.build(application.resolve("daypart"), folder.resolve(REQUIREMENTS));
        Files.copy(application.resolve("main_mobility.py"), folder.resolve(MAIN), StandardCopyOption.REPLACE_EXISTING);
        Path jar = folder.resolve(JAR);
        Files.createDirectories(jar.getParent());
        Files.write(jar, grid());
        copy(application.resolve("conf"), folder.resolve("conf"));
        if (mended) {
            copy(application.resolve("mended"), folder.resolve("conf"));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> files;
        try (Stream<Path> all = Files.list(from)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** By name: the class itself needs Spark, which only the cluster has. */
    private static byte[] grid() throws IOException {
        String name = "dev/drover/samples/multimno/grid/GridTile.class";
        try (InputStream code =
                Objects.requireNonNull(Deployment.class.getClassLoader().getResourceAsStream(name))) {
            return Wheel.zipped(Map.of(name, code.readAllBytes()));
        }
    }
}
