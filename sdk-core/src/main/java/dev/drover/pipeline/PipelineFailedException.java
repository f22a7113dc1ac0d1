package dev.drover.pipeline;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import java.util.stream.Collectors;

/** A run of a pipeline ended, but not with success; {@link PipelineRun#awaitSuccess} throws it. */
public final class PipelineFailedException extends DroverException {
    private static final long serialVersionUID = 1L;

    private final transient PipelineReport report;

    public PipelineFailedException(PipelineReport report) {
        super(codeOf(report.state()), Effect.APPLIED, false, describe(report), null);
        this.report = report;
    }

    private static ErrorCode codeOf(PipelineState state) {
        return switch (state) {
            case CANCELLED, INTERRUPTED -> ErrorCode.CANCELLED;
            case TIMED_OUT -> ErrorCode.DEADLINE_EXCEEDED;
            case RUNNING, SUCCEEDED, WARNED, FAILED -> ErrorCode.FAILED;
        };
    }

    private static String describe(PipelineReport report) {
        String steps = report.steps().stream()
                .filter(PipelineFailedException::noSuccess)
                .limit(5)
                .map(PipelineFailedException::describe)
                .collect(Collectors.joining("; "));
        return "Pipeline " + report.name() + " (" + report.key() + ") ended " + report.state() + "."
                + report.message().map(message -> " " + message).orElse("")
                + (steps.isEmpty() ? "" : " Step " + steps)
                + " Run it again with the same key to go on from there.";
    }

    private static boolean noSuccess(StepReport step) {
        return (step.state().ended() && step.state() != StepState.SUCCEEDED) || step.state() == StepState.UNKNOWN;
    }

    private static String describe(StepReport step) {
        String why = step.latest()
                .flatMap(last -> last.cause().map(cause -> cause.summary()).or(last::message))
                .map(text -> ": " + text)
                .orElse("");
        String exit = step.latest()
                .filter(last -> last.exitCode().isPresent())
                .map(last -> " with exit code " + last.exitCode().getAsInt())
                .orElse("");
        return step.name() + " " + step.state() + exit + why + ".";
    }

    /** The whole report. */
    public PipelineReport report() {
        return report;
    }
}
