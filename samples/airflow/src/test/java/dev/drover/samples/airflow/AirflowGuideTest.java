package dev.drover.samples.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide shows the sample as it is. */
class AirflowGuideTest {
    private static final Pattern QUOTED = Pattern.compile("```(?:java|python)\n(.*?)```", Pattern.DOTALL);

    /** Without what stands at the beginning of lines, which the guide does not indent as deeply. */
    private static String flush(String text) {
        return text.replaceAll("(?m)^ +", "");
    }

    @Test
    void allThatItQuotesIsThere() throws IOException {
        Path java = Path.of("src/main/java/dev/drover/samples/airflow");
        String sample = "";
        for (Path file : List.of(
                java.resolve("Orders.java"),
                java.resolve("OrdersProgram.java"),
                java.resolve("sdk/OrdersTask.java"),
                Path.of("src/main/python/orders.py"))) {
            sample += flush(Files.readString(file));
        }
        String shown = sample;

        List<String> quoted = QUOTED.matcher(Files.readString(Path.of("../../docs/airflow.md")))
                .results()
                .map(match -> flush(match.group(1)))
                .toList();

        assertThat(quoted).hasSize(5).allSatisfy(quote -> assertThat(shown).contains(quote));
    }
}
