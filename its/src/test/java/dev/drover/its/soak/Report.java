package dev.drover.its.soak;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shows books: a table for people, a file of JSON for programs. */
final class Report {
    private final Books books;
    private final long seed;
    private final double minutes;

    Report(Books books, long seed, double minutes) {
        this.books = books;
        this.seed = seed;
        this.minutes = minutes;
    }

    void print() {
        System.out.printf("%nSeed %d, %.1f minutes of faults%n", seed, minutes);
        books.faults().forEach(Report::row);
        System.out.println();
        books.figures().forEach(Report::row);
        books.findings().forEach(finding -> System.out.println("  " + finding));
    }

    private static void row(String name, long figure) {
        System.out.printf("  %-36s %6d%n", name, figure);
    }

    void write(Path file) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("seed", seed);
        all.put("minutes", minutes);
        all.put("faults", books.faults());
        all.put("books", books.figures());
        all.put("findings", books.findings());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
    }
}
