package dev.drover.internal.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.RootCause;
import dev.drover.RootCause.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules, on logs of jobs that really failed. {@code expected.txt} says which columns its rows have. */
class RecordedFailuresTest {

    /** One row; a dash stands for no exception, or no line. */
    record Row(String name, Category category, String exception, String message, String line) {

        static Row of(String text) {
            String[] cells = text.split("\\s*\\|\\s*", 5);
            return new Row(cells[0], Category.valueOf(cells[1]), cells[2], cells[3], cells[4]);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream table = Objects.requireNonNull(
                RecordedFailuresTest.class.getResourceAsStream("expected.txt"), "expected.txt")) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.isBlank() && !line.startsWith("#")).map(Row::of).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theRootCauseIsFound(Row row) throws IOException {
        RootCause cause = RecordedFailure.named(row.name()).diagnosed();

        assertThat(cause.exception().orElse("-")).as(cause.summary()).isEqualTo(row.exception());
        assertThat(cause.category()).as(cause.summary()).isEqualTo(row.category());
        assertThat(cause.message()).contains(row.message());
        assertThat(cause.lines()).hasSizeLessThanOrEqualTo(40);
        if (!row.line().equals("-")) {
            assertThat(cause.lines()).anyMatch(line -> line.contains(row.line()));
        }
    }

    @Test
    void everyLogHasItsRow() throws IOException {
        assertThat(rows().map(Row::name).toList()).containsExactlyInAnyOrderElementsOf(RecordedFailure.names());
    }
}
