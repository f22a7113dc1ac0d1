package dev.drover.samples.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.ErrorCode;
import dev.drover.RootCause.Category;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/troubleshooting.md and docs/errors.md leave out no code and no category, and name none that is gone. */
class TroubleshootingTest {
    private static final Pattern HEADING = Pattern.compile("(?m)^### (.*)$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Z_]+)` \\|");

    @Test
    void everyCodeHasAHeading() {
        Stream<String> headings = matches(HEADING, section("troubleshooting.md", "## By code"))
                .flatMap(heading -> Stream.of(heading.split(", ")));

        assertThat(headings).containsExactlyElementsOf(names(ErrorCode.values()));
    }

    @Test
    void everyCategoryHasARow() {
        assertThat(matches(ROW, section("troubleshooting.md", "## By root cause")))
                .containsExactlyElementsOf(names(Category.values()));
    }

    @Test
    void everyCodeIsExplained() {
        assertThat(matches(ROW, section("errors.md", "# Errors"))).containsExactlyElementsOf(names(ErrorCode.values()));
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toList();
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1));
    }

    /** Up to the next heading of the second level. */
    private static String section(String page, String heading) {
        String text = new Page(page).text();
        String after = text.substring(text.indexOf(heading + "\n") + heading.length());
        int end = after.indexOf("\n## ");
        return end < 0 ? after : after.substring(0, end);
    }
}
