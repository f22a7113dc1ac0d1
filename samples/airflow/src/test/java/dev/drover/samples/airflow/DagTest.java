package dev.drover.samples.airflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Dag is Python that compiles; Airflow itself is not there to load it. */
class DagTest {
    private static final String COMPILE =
            "import py_compile, sys; py_compile.compile(sys.argv[1], sys.argv[2], doraise=True)";

    @TempDir
    private Path folder;

    private static boolean python() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void compiles() throws Exception {
        assumeTrue(python(), "SKIPPED: there is no python3 to compile the Dag with; its/run does it, too");

        Process process = new ProcessBuilder(List.of(
                        "python3",
                        "-c",
                        COMPILE,
                        "src/main/python/orders.py",
                        folder.resolve("orders.pyc").toString()))
                .redirectErrorStream(true)
                .start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(folder.resolve("orders.pyc")).isNotEmptyFile();
    }
}
