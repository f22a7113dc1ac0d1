package dev.drover.internal.pipeline;

import dev.drover.JobState;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.ExitMeaning;
import dev.drover.pipeline.OnFailure;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.Step;
import dev.drover.pipeline.StepState;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the end of an attempt comes to. */
enum Verdict {
    /** The step is done. */
    DONE,
    /** The step is done, with a warning. */
    DONE_WITH_WARNING,
    /** The step is not done, and has not failed: nothing further is begun. */
    STOPPED_BY_WARNING,
    /** The step has failed. */
    FAILED;

    /** Whether the step is not to be run again. */
    boolean done() {
        return this == DONE || this == DONE_WITH_WARNING;
    }

    /** How a step of this verdict stands, whose run ended with success or failure. */
    StepState state() {
        return switch (this) {
            case DONE -> StepState.SUCCEEDED;
            case DONE_WITH_WARNING, STOPPED_BY_WARNING -> StepState.WARNED;
            case FAILED -> StepState.FAILED;
        };
    }

    /** On a run that ended by itself. */
    static Verdict of(Pipeline pipeline, Step step, JobState end, OptionalInt exitCode) {
        Optional<ExitMeaning> declared =
                exitCode.isPresent() ? declared(pipeline, step, exitCode.getAsInt()) : Optional.empty();
        return switch (declared.orElse(end == JobState.SUCCEEDED ? ExitMeaning.SUCCESS : ExitMeaning.FAILURE)) {
            case SUCCESS -> DONE;
            case WARNING -> DONE_WITH_WARNING;
            case WARNING_STOP -> STOPPED_BY_WARNING;
            case FAILURE -> FAILED;
        };
    }

    /** On an attempt on record, by what its exit code means now. */
    static Verdict of(Pipeline pipeline, Step step, AttemptReport attempt) {
        boolean byItself = attempt.state() == StepState.SUCCEEDED
                || attempt.state() == StepState.WARNED
                || attempt.state() == StepState.FAILED;
        if (!byItself) {
            return FAILED;
        }
        boolean zero = attempt.exitCode().isPresent()
                ? attempt.exitCode().getAsInt() == 0
                : attempt.state() == StepState.SUCCEEDED;
        return of(pipeline, step, zero ? JobState.SUCCEEDED : JobState.FAILED, attempt.exitCode());
    }

    private static Optional<ExitMeaning> declared(Pipeline pipeline, Step step, int exitCode) {
        @Nullable ExitMeaning meaning = step.exitCodes().get(exitCode);
        return Optional.ofNullable(
                meaning != null ? meaning : pipeline.exitCodes().get(exitCode));
    }

    /** Whether an exit code can make a success or a warning of what the platform calls a failure. */
    static boolean exitCodesDecide(Pipeline pipeline, Step step) {
        return !pipeline.exitCodes().isEmpty() || !step.exitCodes().isEmpty();
    }

    /** What the failure of a step does. */
    static OnFailure onFailure(Pipeline pipeline, Step step) {
        return step.onFailure().orElse(pipeline.onFailure());
    }
}
