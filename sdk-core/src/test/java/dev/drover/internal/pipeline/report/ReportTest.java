package dev.drover.internal.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.RequestKey;
import dev.drover.RootCause;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.ClusterReport;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.SessionReport;
import dev.drover.pipeline.StepReport;
import dev.drover.pipeline.StepState;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** Reports are whole, say what is so, and let nothing out of its place. */
class ReportTest {
    private static final Instant START = Instant.parse("2026-11-21T01:00:00Z");
    private static final String EVIL = "</script><script>alert('x')</script>\"'&\u202E\u0007";

    private static AttemptReport attempt(int number, StepState state, int minute, Optional<RootCause> cause) {
        Instant submitted = START.plus(Duration.ofMinutes(minute));
        return new AttemptReport(
                number,
                Optional.of(JobId.parse("mem://eu/etl#run-" + number)),
                state,
                OptionalInt.of(state == StepState.SUCCEEDED ? 0 : 1),
                submitted,
                Optional.of(submitted.plusSeconds(30)),
                Optional.of(submitted.plusSeconds(90)),
                Optional.empty(),
                cause);
    }

    private static PipelineReport report(String text, int pauseMinutes) {
        RootCause cause = new RootCause(RootCause.Category.USER_CODE, Optional.of(text), text, List.of(text, "second"));
        int later = 3 + pauseMinutes;
        List<StepReport> steps = List.of(
                new StepReport(
                        "extract",
                        List.of(),
                        StepState.SUCCEEDED,
                        List.of(attempt(1, StepState.SUCCEEDED, 0, Optional.empty())),
                        Optional.empty()),
                new StepReport(
                        "clean",
                        List.of("extract"),
                        StepState.FAILED,
                        List.of(
                                attempt(1, StepState.FAILED, 2, Optional.of(cause)),
                                attempt(2, StepState.FAILED, later, Optional.of(cause))),
                        Optional.of(text)),
                new StepReport("load", List.of("clean"), StepState.WAITING, List.of(), Optional.empty()));
        Instant first = START.plus(Duration.ofMinutes(4));
        Instant second = START.plus(Duration.ofMinutes(later));
        return new PipelineReport(
                RequestKey.of("nightly"),
                text,
                PipelineState.FAILED,
                text,
                steps,
                List.of(new ClusterReport(
                        ClusterId.parse("mem://eu/etl"),
                        START,
                        Optional.of(START.plusSeconds(20)),
                        Optional.of(first))),
                List.of(
                        new SessionReport("h1", START, Optional.of(first), PipelineState.FAILED),
                        new SessionReport("h2", second, Optional.of(second.plusSeconds(120)), PipelineState.FAILED)),
                Optional.of(text),
                List.of(text),
                second.plusSeconds(120));
    }

    @Test
    void textsStayTexts() throws Exception {
        String html = report(EVIL, 0).html();

        assertThat(html).doesNotContain("<script", "</script", "alert('x')", "\u202E", "\u0007");
        assertThat(html).contains("&lt;script&gt;alert(&#39;x&#39;)");
        wellFormed(html);
    }

    @Test
    void aReportNeedsNothingElse() {
        String html = report("nightly", 0).html();

        assertThat(html)
                .doesNotContainPattern("(?i)(src|href|action|srcset|data)\\s*=")
                .doesNotContainPattern("(?i)@import|https?://|javascript:| on[a-z]+=| style=")
                .doesNotContainPattern("url\\((?!#)");
    }

    /** Only the style in the file is allowed by it, and that is the style in the file. */
    @Test
    void thePolicyAllowsTheStyleAlone() throws Exception {
        String html = report("nightly", 0).html();
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(html);
        assertThat(style.find()).isTrue();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));

        assertThat(html)
                .contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-"
                        + Base64.getEncoder().encodeToString(hash) + "&#39;;");
    }

    @Test
    void itSaysWhatIsSo() {
        String html = report("nightly", 0).html();

        assertThat(html)
                .contains(
                        "1 failed, 1 succeeded, 1 not begun",
                        "failed with exit code 1, after 2 attempts",
                        "USER_CODE: nightly: nightly",
                        "<pre>nightly\nsecond</pre>",
                        "mem://eu/etl#run-2",
                        "in 2 sessions",
                        "extract, attempt 1: succeeded\nsubmitted 21 Nov 2026, 01:00:00\nin the queue for 30 s\ntook 1 min 30 s");
    }

    @Test
    void longPausesAreCutOut() {
        assertThat(report("nightly", 0).html()).doesNotContain("Nothing was done for");
        assertThat(report("nightly", 600).html()).contains("Nothing was done for 9 h 59 min", "+ 9 h 59 min");
    }

    @Test
    void momentsStandInTheirOrder() {
        TimeScale scale = TimeScale.of(report("nightly", 600), 100, 1000);

        double before = 100;
        for (int minute = 0; minute <= 605; minute++) {
            double x = scale.x(START.plus(Duration.ofMinutes(minute)));
            assertThat(x).isBetween(before, 1000.0);
            before = x;
        }
        assertThat(scale.x(START)).isEqualTo(100);
        assertThat(scale.x(START.plus(Duration.ofMinutes(605)))).isEqualTo(1000, within(0.01));
        assertThat(scale.stretches()).hasSize(2);
    }

    @Test
    void aReportOfNothingIsOne() throws Exception {
        PipelineReport empty = new PipelineReport(
                RequestKey.of("k"),
                "n",
                PipelineState.RUNNING,
                "t",
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                START);

        wellFormed(empty.html());
        assertThat(new ObjectMapper().readTree(empty.json()).path("state").asText())
                .isEqualTo("RUNNING");
    }

    @Test
    void jsonSaysTheSame() throws Exception {
        JsonNode json = new ObjectMapper().readTree(report(EVIL, 0).json());

        assertThat(json.path("name").asText()).isEqualTo(EVIL);
        JsonNode clean = json.path("steps").path(1);
        assertThat(clean.path("attempts").path(0).path("queuedSeconds").asDouble())
                .isEqualTo(30);
        assertThat(clean.path("attempts").path(1).path("tookSeconds").asDouble())
                .isEqualTo(90);
        assertThat(clean.path("attempts").path(1).path("cause").path("lines").size())
                .isEqualTo(2);
        assertThat(clean.path("after").path(0).asText()).isEqualTo("extract");
        assertThat(json.path("clusters").path(0).path("readyAt").asText()).isEqualTo("2026-11-21T01:00:20Z");
        assertThat(json.path("steps").path(2).path("state").asText()).isEqualTo("WAITING");
    }

    private static void wellFormed(String html) throws Exception {
        String xml = html.replaceFirst("<!DOCTYPE html>", "").replaceAll("<meta([^>]*)>", "<meta$1/>");
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
