package dev.drover.testkit;

import dev.drover.Content;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.testkit.app.ConformanceApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Packs {@link ConformanceApp} into a jar that clusters can run. */
final class ConformanceJar {
    static final String MAIN_CLASS = ConformanceApp.class.getName();

    private ConformanceJar() {}

    static StorageUri upload(Storage storage, StorageUri folder) {
        StorageUri jar = folder.resolve("conformance.jar");
        storage.put(jar, Content.of(bytes()));
        return jar;
    }

    private static byte[] bytes() {
        String path = MAIN_CLASS.replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream code = Objects.requireNonNull(
                        ConformanceApp.class.getClassLoader().getResourceAsStream(path), path);
                JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new ZipEntry(path));
            code.transferTo(jar);
            jar.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
