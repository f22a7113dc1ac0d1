package dev.drover.pipeline;

import dev.drover.RequestKey;
import dev.drover.internal.pipeline.report.ReportHtml;
import dev.drover.internal.pipeline.report.ReportJson;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a run of a pipeline stands or has ended. Immutable.
 *
 * @param target where its steps run, in words
 * @param sessions the processes that carried it on, oldest first
 * @param message why it ended so, where the steps do not say it
 * @param notices what people should know: what changed since it was begun, what could not be ended
 * @param at when this was so
 */
public record PipelineReport(
        RequestKey key,
        String name,
        PipelineState state,
        String target,
        List<StepReport> steps,
        List<ClusterReport> clusters,
        List<SessionReport> sessions,
        Optional<String> message,
        List<String> notices,
        Instant at) {

    public PipelineReport {
        steps = List.copyOf(steps);
        clusters = List.copyOf(clusters);
        sessions = List.copyOf(sessions);
        notices = List.copyOf(notices);
    }

    /** When the first process began it. */
    public Instant startedAt() {
        return sessions.isEmpty() ? at : sessions.get(0).startedAt();
    }

    /** When it ended; empty while it goes on. */
    public Optional<Instant> endedAt() {
        return sessions.isEmpty()
                ? Optional.empty()
                : sessions.get(sessions.size() - 1).endedAt();
    }

    /** The step of a name. */
    public Optional<StepReport> step(String stepName) {
        return steps.stream().filter(step -> step.name().equals(stepName)).findFirst();
    }

    /** As one HTML file that needs nothing else: a timeline, the steps, and why those failed that did. It runs no scripts. */
    public String html() {
        return ReportHtml.of(this);
    }

    /** The same as JSON. */
    public String json() {
        return ReportJson.of(this);
    }
}
