package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that the guides show are understood. */
class GuideCommandsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final Pattern INLINE = Pattern.compile("`(drover [^`]*--[^`]*)`");

    private static List<String> commands(String page) throws IOException {
        String text = Files.readString(Path.of("../docs", page));
        List<String> lines = new ArrayList<>();
        BLOCK.matcher(text)
                .results()
                .forEach(block ->
                        block.group(1).replaceAll("\\\\\n\\s*", "").lines().forEach(lines::add));
        INLINE.matcher(text).results().map(match -> match.group(1)).forEach(lines::add);
        return lines;
    }

    @ParameterizedTest
    @CsvSource({
        "getting-started.md, 3",
        "coming-from.md, 3",
        "at-scale.md, 1",
        "security.md, 1",
        "troubleshooting.md, 3",
    })
    void theCommandsOfThePageParse(String page, int atLeast) throws IOException {
        assertThat(commands(page))
                .hasSizeGreaterThanOrEqualTo(atLeast)
                .allSatisfy(command -> assertThat(HelpTest.commandOf(command)).startsWith("drover"));
    }
}
