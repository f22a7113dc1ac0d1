package dev.drover.samples.multimno;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Builds the <a href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/">wheel</a> of a
 * project in pure Python, a zip with some files about itself, without Python and without network. The same project gives the
 * same bytes.
 */
final class Wheel {
    private static final FileTime ALWAYS = FileTime.fromMillis(1_700_000_000_000L);

    private Wheel() {}

    /**
     * Builds it.
     *
     * @param project a folder with a {@code pyproject.toml} and, under the project's name, its package
     * @return the file, in a folder
     */
    static Path build(Path project, Path folder) throws IOException {
        Project about = Project.read(project.resolve("pyproject.toml"));
        String release = about.name() + "-" + about.version();
        Map<String, byte[]> files = new TreeMap<>();
        for (Path module : modules(project.resolve(about.name()))) {
            files.put(project.relativize(module).toString(), Files.readAllBytes(module));
        }
        String info = release + ".dist-info/";
        files.put(info + "METADATA", bytes(about.metadata()));
        files.put(
                info + "WHEEL",
                bytes("Wheel-Version: 1.0\nGenerator: drover\nRoot-Is-Purelib: true\nTag: py3-none-any\n"));
        if (!about.entryPoints().isEmpty()) {
            files.put(info + "entry_points.txt", bytes(about.entryPoints()));
        }
        files.put(info + "RECORD", bytes(listed(files) + info + "RECORD,,\n"));
        Files.createDirectories(folder);
        return Files.write(folder.resolve(release + "-py3-none-any.whl"), zipped(files));
    }

    private static List<Path> modules(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(".py")).toList();
        }
    }

    private static String listed(Map<String, byte[]> files) {
        StringBuilder lines = new StringBuilder();
        files.forEach((name, bytes) -> lines.append(name)
                .append(",sha256=")
                .append(Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(bytes)))
                .append(',')
                .append(bytes.length)
                .append('\n'));
        return lines.toString();
    }

    /** Files in a zip, in their order. */
    static byte[] zipped(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()).setLastModifiedTime(ALWAYS));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
