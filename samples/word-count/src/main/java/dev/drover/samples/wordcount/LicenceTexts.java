package dev.drover.samples.wordcount;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.input.PortableDataStream;

/** The lines of the licence and notice texts inside a jar; runs on the executors. */
final class LicenceTexts implements FlatMapFunction<PortableDataStream, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<String> call(PortableDataStream jar) throws IOException {
        List<String> lines = new ArrayList<>();
        try (ZipInputStream entries = new ZipInputStream(jar.open())) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (isText(entry.getName())) {
                    new BufferedReader(new InputStreamReader(entries, StandardCharsets.UTF_8))
                            .lines()
                            .forEach(lines::add);
                }
            }
        }
        return lines.iterator();
    }

    private static boolean isText(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT);
        return (name.startsWith("LICENSE") || name.startsWith("NOTICE")) && !name.endsWith(".CLASS");
    }
}
