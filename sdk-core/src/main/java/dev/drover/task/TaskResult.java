package dev.drover.task;

import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.RootCause;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the job of a task ended.
 *
 * @param attempt which attempt of its key it was; empty where a {@link TaskStateStore} knew the run by its id
 * @param started whether this try of the task began the run, rather than finding it
 * @param status the terminal status
 * @param rootCause why it failed, if it did and that could be learned
 * @param outputs what the job's template tells of it, by name; empty without a template
 */
public record TaskResult(
        RequestKey key,
        OptionalInt attempt,
        boolean started,
        JobStatus status,
        Optional<RootCause> rootCause,
        Map<String, String> outputs) {

    public TaskResult {
        outputs = Map.copyOf(outputs);
    }

    public JobId job() {
        return status.id();
    }

    public boolean succeeded() {
        return status.state() == JobState.SUCCEEDED;
    }

    /** What a process that is nothing but this task ends with. */
    public ExitCode exit() {
        return ExitCode.of(status.state());
    }

    /** The result as texts, numbers and maps, for a scheduler that keeps JSON. Fields are only ever added. */
    public Map<String, Object> asMap() {
        return TaskDocument.of(this).fields();
    }

    /** The same as one line of JSON. */
    public String toJson() {
        return TaskDocument.of(this).toJson();
    }
}
