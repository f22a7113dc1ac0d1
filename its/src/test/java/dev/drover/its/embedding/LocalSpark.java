package dev.drover.its.embedding;

import java.nio.file.Path;
import java.util.List;

/** A real Spark standalone cluster, which the program itself makes, and ends. */
final class LocalSpark implements Platform {
    private final Path sparkHome;

    LocalSpark(Path sparkHome) {
        this.sparkHome = sparkHome;
    }

    @Override
    public String locations() {
        return "  local://localhost: {sparkHome: '" + sparkHome + "'}\n";
    }

    @Override
    public List<String> arguments() {
        return List.of("local://localhost");
    }

    /** The cluster is gone by then; the program has seen its job succeed. */
    @Override
    public boolean has(String job) {
        return job.startsWith("local://localhost/");
    }

    @Override
    public void close() {}
}
