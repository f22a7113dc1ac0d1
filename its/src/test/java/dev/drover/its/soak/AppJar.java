package dev.drover.its.soak;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Packs {@link MarkingApp}. */
final class AppJar {
    private AppJar() {}

    static void write(Path jar) throws IOException {
        String path = MarkingApp.class.getName().replace('.', '/') + ".class";
        try (InputStream code =
                        Objects.requireNonNull(MarkingApp.class.getClassLoader().getResourceAsStream(path), path);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry(path));
            code.transferTo(out);
            out.closeEntry();
        }
    }
}
