package dev.drover.samples.dailyreport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide shows the sample's tests as they are, and none is longer than it may be. */
class TestingGuideTest {
    private static final Path TESTS = Path.of("src/test/java/dev/drover/samples/dailyreport/DailyReportTest.java");
    private static final Pattern QUOTED =
            Pattern.compile("    // docs: [a-z ]+\n(.*?)    // docs: end\n", Pattern.DOTALL);

    private static List<String> quoted() throws IOException {
        return QUOTED.matcher(Files.readString(TESTS))
                .results()
                .map(match -> match.group(1).stripTrailing().stripIndent())
                .toList();
    }

    @Test
    void theGuideShowsTheTestsAsTheyAre() throws IOException {
        String guide = Files.readString(Path.of("../../docs/testing.md"));

        assertThat(quoted()).hasSize(5).allSatisfy(test -> assertThat(guide).contains("```java\n" + test + "\n```"));
    }

    @Test
    void noTestIsLong() throws IOException {
        assertThat(quoted()).allSatisfy(test -> assertThat(test.lines()).hasSizeLessThan(30));
    }
}
