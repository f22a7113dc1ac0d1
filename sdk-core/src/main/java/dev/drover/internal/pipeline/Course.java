package dev.drover.internal.pipeline;

import dev.drover.pipeline.OnFailure;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which steps may begin, given how others ended. Not safe for use by many threads. */
final class Course {
    private final Pipeline pipeline;
    private final Set<String> passed = new HashSet<>();
    private final Set<String> running = new HashSet<>();
    private final Set<String> over = new HashSet<>();
    private boolean halted;
    private boolean failed;
    private boolean warned;

    /** @param done the steps that an earlier process has brought to success */
    Course(Pipeline pipeline, Set<String> done) {
        this.pipeline = pipeline;
        passed.addAll(done);
        over.addAll(done);
    }

    /** The steps that may begin now, in their order, no more than there is room for. */
    List<Step> ready() {
        List<Step> ready = new ArrayList<>();
        for (Step step : pipeline.steps()) {
            if (halted || running.size() + ready.size() >= pipeline.parallel()) {
                break;
            }
            if (untouched(step) && passed.containsAll(pipeline.before(step))) {
                ready.add(step);
            }
        }
        return ready;
    }

    private boolean untouched(Step step) {
        return !over.contains(step.name()) && !running.contains(step.name());
    }

    void begun(Step step) {
        running.add(step.name());
    }

    /**
     * A step has ended.
     *
     * @return the steps that are skipped because of it
     */
    List<Step> ended(Step step, Verdict verdict) {
        leave(step);
        switch (verdict) {
            case DONE, DONE_WITH_WARNING -> passed.add(step.name());
            case STOPPED_BY_WARNING -> {
                warned = true;
                halted = true;
            }
            case FAILED -> {
                failed = true;
                OnFailure then = Verdict.onFailure(pipeline, step);
                if (then == OnFailure.CONTINUE) {
                    passed.add(step.name());
                } else if (then == OnFailure.STOP) {
                    halted = true;
                } else {
                    return skipped(step);
                }
            }
        }
        return List.of();
    }

    /** It cannot be told how a step stands: nothing is begun on top of that. */
    void unknown(Step step) {
        leave(step);
        failed = true;
        halted = true;
    }

    private void leave(Step step) {
        running.remove(step.name());
        over.add(step.name());
    }

    private List<Step> skipped(Step failure) {
        Set<String> never = new HashSet<>(Set.of(failure.name()));
        List<Step> skipped = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Step step : pipeline.steps()) {
                if (untouched(step) && pipeline.before(step).stream().anyMatch(never::contains)) {
                    over.add(step.name());
                    never.add(step.name());
                    skipped.add(step);
                    more = true;
                }
            }
        }
        return skipped;
    }

    /** Begins nothing further. */
    void halt() {
        halted = true;
    }

    /** Whether nothing runs and nothing more will. */
    boolean isOver() {
        return running.isEmpty() && ready().isEmpty();
    }

    /** Whether all steps are done. */
    boolean allPassed() {
        return !failed && passed.size() == pipeline.steps().size();
    }

    /** How the run ends if nothing but its steps decides. */
    PipelineState outcome() {
        if (failed) {
            return PipelineState.FAILED;
        }
        return warned ? PipelineState.WARNED : PipelineState.SUCCEEDED;
    }
}
