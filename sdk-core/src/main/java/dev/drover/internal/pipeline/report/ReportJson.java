package dev.drover.internal.pipeline.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.drover.RootCause;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.ClusterReport;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.SessionReport;
import dev.drover.pipeline.StepReport;
import java.time.Duration;
import java.util.List;

/** A report as JSON. Fields are only ever added; one that has no value is left out. */
public final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReportJson() {}

    public static String of(PipelineReport report) {
        ObjectNode json = JSON.createObjectNode()
                .put("key", report.key().toString())
                .put("name", report.name())
                .put("state", report.state().name())
                .put("target", report.target())
                .put("at", report.at().toString())
                .put("startedAt", report.startedAt().toString());
        report.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
        report.message().ifPresent(message -> json.put("message", message));
        texts(json, "notices", report.notices());
        ArrayNode steps = json.putArray("steps");
        report.steps().forEach(step -> step(steps.addObject(), step, report));
        ArrayNode clusters = json.putArray("clusters");
        report.clusters().forEach(cluster -> cluster(clusters.addObject(), cluster));
        ArrayNode sessions = json.putArray("sessions");
        report.sessions().forEach(session -> session(sessions.addObject(), session));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new AssertionError("A tree of texts and numbers can always be written", e);
        }
    }

    private static void step(ObjectNode json, StepReport step, PipelineReport report) {
        json.put("name", step.name()).put("state", step.state().name());
        texts(json, "after", step.after());
        step.message().ifPresent(message -> json.put("message", message));
        ArrayNode attempts = json.putArray("attempts");
        step.attempts().forEach(attempt -> attempt(attempts.addObject(), attempt, report));
    }

    private static void attempt(ObjectNode json, AttemptReport attempt, PipelineReport report) {
        json.put("number", attempt.number())
                .put("state", attempt.state().name())
                .put("submittedAt", attempt.submittedAt().toString());
        attempt.job().ifPresent(job -> json.put("job", job.toString()));
        attempt.exitCode().ifPresent(code -> json.put("exitCode", code));
        attempt.startedAt().ifPresent(at -> json.put("startedAt", at.toString()));
        attempt.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
        attempt.queued(report.at()).ifPresent(time -> json.put("queuedSeconds", seconds(time)));
        json.put("tookSeconds", seconds(attempt.took(report.at())));
        attempt.message().ifPresent(message -> json.put("message", message));
        attempt.cause().ifPresent(cause -> cause(json.putObject("cause"), cause));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private static void cause(ObjectNode json, RootCause cause) {
        json.put("category", cause.category().name());
        cause.exception().ifPresent(exception -> json.put("exception", exception));
        json.put("message", cause.message());
        texts(json, "lines", cause.lines());
    }

    private static void cluster(ObjectNode json, ClusterReport cluster) {
        json.put("cluster", cluster.id().toString())
                .put("askedAt", cluster.askedAt().toString());
        cluster.readyAt().ifPresent(at -> json.put("readyAt", at.toString()));
        cluster.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
    }

    private static void session(ObjectNode json, SessionReport session) {
        json.put("holder", session.holder())
                .put("startedAt", session.startedAt().toString())
                .put("state", session.state().name());
        session.endedAt().ifPresent(at -> json.put("endedAt", at.toString()));
    }

    private static void texts(ObjectNode json, String field, List<String> texts) {
        ArrayNode array = json.putArray(field);
        texts.forEach(array::add);
    }
}
