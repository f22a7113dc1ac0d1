package dev.drover.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.gcp.fake.Marked;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Reads all that the other tests of this module have written: log lines, among them every one of Drover's own, stack
 * traces, and what came to the standard streams. The build runs it after them.
 */
class NoSecretsTest {
    private static final Pattern MARK = Pattern.compile("(?i)" + Marked.MARK);

    @Test
    void noTestHasWrittenASecret() throws IOException {
        List<Path> written = written(Path.of(System.getProperty("drover.tests.output")));
        boolean allTestsRan = System.getProperty("test") == null;
        if (allTestsRan) {
            assertThat(written).as("what the tests have written").isNotEmpty();
        }

        List<String> found = written.stream().flatMap(NoSecretsTest::secrets).collect(Collectors.toList());

        assertThat(found)
                .as("secrets that tests have written, perhaps before the last mvnw clean")
                .isEmpty();
    }

    /** Not the reports in XML: they repeat this, and list the system properties that hold the secrets. */
    private static List<Path> written(Path reports) throws IOException {
        if (!Files.isDirectory(reports)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(reports)) {
            return files.filter(file -> !file.toString().endsWith(".xml"))
                    .sorted()
                    .collect(Collectors.toList());
        }
    }

    /** The places, not the lines: this output is read as well. */
    private static Stream<String> secrets(Path file) {
        try {
            String[] lines = Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1);
            return Stream.iterate(0, i -> i < lines.length, i -> i + 1)
                    .filter(i -> MARK.matcher(lines[i]).find())
                    .map(i -> file.getFileName() + ":" + (i + 1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
