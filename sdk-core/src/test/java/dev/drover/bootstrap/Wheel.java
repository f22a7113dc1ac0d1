package dev.drover.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A real wheel, as the <a href="https://packaging.python.org/en/latest/specifications/binary-distribution-format/">format</a> says. */
record Wheel(String name, String version, Map<String, String> files, String requires, String entryPoints) {

    static Wheel of(String name, String version, String code) {
        return new Wheel(name, version, Map.of(name + "/__init__.py", code), "", "");
    }

    Wheel requires(String requirement) {
        return new Wheel(name, version, files, "Requires-Dist: " + requirement + "\n", entryPoints);
    }

    /** A command that calls a function of the package. */
    Wheel command(String command, String function) {
        return new Wheel(
                name, version, files, requires, "[console_scripts]\n" + command + " = " + name + ":" + function + "\n");
    }

    Path in(Path folder) throws IOException {
        String info = name + "-" + version + ".dist-info/";
        Map<String, String> all = new LinkedHashMap<>(files);
        all.put(info + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n" + requires);
        all.put(info + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        if (!entryPoints.isEmpty()) {
            all.put(info + "entry_points.txt", entryPoints);
        }
        StringBuilder record = new StringBuilder();
        all.keySet().forEach(file -> record.append(file).append(",,\n"));
        all.put(info + "RECORD", record + info + "RECORD,,\n");
        Files.createDirectories(folder);
        Path wheel = folder.resolve(name + "-" + version + "-py3-none-any.whl");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
            for (Map.Entry<String, String> file : all.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return wheel;
    }
}
