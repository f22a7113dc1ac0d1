package dev.drover.standalone.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Finds out whether there is a Python that Spark would run. */
final class PythonProbe {
    private static final long SECONDS = 10;

    private PythonProbe() {}

    /**
     * Starts the Python of {@code PYSPARK_PYTHON}, or {@code python3}, as Spark's workers would.
     *
     * @param environment of the workers
     */
    static boolean runs(Map<String, String> environment) throws InterruptedException {
        String python = environment.getOrDefault("PYSPARK_PYTHON", "python3");
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(python, "-c", "import sys; sys.exit(sys.version_info < (3, 8))"))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
            return false;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
