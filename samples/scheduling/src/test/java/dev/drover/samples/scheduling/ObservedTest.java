package dev.drover.samples.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ObservedTest {
    private final Observed observed = Observed.of(
            "FIFO",
            List.of(
                    "something else",
                    "timeline\tjob\tlong\t0\t100\t5000",
                    "timeline\tjob\tshort 1\t500\t4800\t5200",
                    "timeline\tjob\tshort 2\t1000\t1100\t1400",
                    "timeline\tjob\tshort 3\t6000\t6000\t6250",
                    "timeline\texecutor\t0\t0\t9000",
                    "timeline\texecutor\t1\t1000\t3000"));

    @Test
    void figuresAreThoseOfTheTimeline() {
        assertThat(observed.end()).isEqualTo(6250);
        assertThat(observed.medianOfShortJobs()).isEqualTo(400);
        assertThat(observed.longestWait()).isEqualTo(4300);
        assertThat(observed.executorTime())
                .as("what is held after the end does not count")
                .isEqualTo(6250 + 2000);
        assertThat(observed.executorsAt(1000)).isEqualTo(2);
        assertThat(observed.executorsAt(3000)).isEqualTo(1);
    }

    @Test
    void theTableSaysThemInSeconds() {
        assertThat(ResultTable.lines(List.of(observed)).get(2).split(" {2,}"))
                .containsExactly("", "FIFO", "6.3 s", "0.4 s", "4.3 s", "8.3 s");
    }

    @Test
    void theChartIsADocumentWithABarForEachJob() throws Exception {
        Document chart = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(new Chart(List.of(observed, observed)).svg())));
        long bars = 0;
        for (int i = 0; i < chart.getElementsByTagName("rect").getLength(); i++) {
            if (chart.getElementsByTagName("rect").item(i).getAttributes().getNamedItem("rx") != null) {
                bars++;
            }
        }
        assertThat(bars).isEqualTo(2 * 4 * 2);
        assertThat(chart.getElementsByTagName("polygon").getLength()).isEqualTo(2);
    }

    @Test
    void anEmptyLogIsNoResult() {
        assertThatThrownBy(() -> Observed.of("FIFO", List.of("nothing"))).hasMessageContaining("no timeline");
    }
}
