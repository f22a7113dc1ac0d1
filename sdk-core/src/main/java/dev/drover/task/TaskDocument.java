package dev.drover.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.DroverException;
import dev.drover.JobHandle;
import dev.drover.JobStatus;
import dev.drover.OutcomeUnknownException;
import dev.drover.RequestKey;
import dev.drover.RootCause;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What a scheduler is told of a task: as data and by a number. A field without a value is left out. */
final class TaskDocument {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExitCode exit;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    private TaskDocument(ExitCode exit) {
        this.exit = exit;
        fields.put("exit", exit.code());
    }

    /** The job has ended. */
    static TaskDocument of(TaskResult result) {
        TaskDocument document = new TaskDocument(result.exit())
                .with("key", result.key().toString())
                .with("job", result.job().toString());
        result.attempt().ifPresent(number -> document.with("attempt", number));
        document.with("started", result.started()).with(result.status());
        result.rootCause().ifPresent(cause -> document.with("rootCause", fields(cause)));
        return result.outputs().isEmpty() ? document : document.with("outputs", new TreeMap<>(result.outputs()));
    }

    /** The task ended with an error. */
    static TaskDocument of(Throwable error) {
        if (!(error instanceof DroverException known)) {
            return new TaskDocument(ExitCode.UNKNOWN)
                    .with("error", Map.of("code", "INTERNAL", "message", error.toString()));
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("code", known.code().name());
        told.put("effect", known.effect().name());
        told.put("retryable", known.retryable());
        told.put("message", known.getMessage());
        TaskDocument document = new TaskDocument(ExitCode.of(known)).with("error", told);
        return known instanceof OutcomeUnknownException unknown
                ? document.with("key", unknown.key().toString())
                : document;
    }

    /** The process was told to end before anything was submitted. */
    static TaskDocument ofNothing() {
        return new TaskDocument(ExitCode.UNKNOWN).with("terminated", "Nothing was submitted.");
    }

    /** The process was told to end before it was known whether there is a run. */
    static TaskDocument ofUnknown(RequestKey key) {
        return new TaskDocument(ExitCode.UNKNOWN)
                .with("key", key.toString())
                .with("terminated", "A submission was under way; the next call with the key finds what came of it.");
    }

    /** The process was told to end; the job goes on. */
    static TaskDocument ofDetached(RequestKey key, JobHandle job) {
        return ofLeft(ExitCode.UNKNOWN, key, job).with("detached", true);
    }

    /** The process was told to end; the platform has taken the cancellation. */
    static TaskDocument ofCancelled(RequestKey key, JobHandle job, JobStatus status) {
        ExitCode exit = status.state().terminal() ? ExitCode.of(status.state()) : ExitCode.FAILED;
        return ofLeft(exit, key, job).with(status).with("cancelled", true);
    }

    /** The process was told to end; whether the job is cancelled cannot be told. */
    static TaskDocument ofUncancelled(RequestKey key, JobHandle job, String why) {
        return ofLeft(ExitCode.UNKNOWN, key, job).with("terminated", "The job may go on: " + why);
    }

    /** The same, but its reader cannot have got it. What was done counts as unknown, so that the next try tells it again. */
    TaskDocument unwritten(IOException why) {
        TaskDocument document = new TaskDocument(exit == ExitCode.DONE ? ExitCode.UNKNOWN : exit);
        fields.forEach(document.fields::putIfAbsent);
        return document.with("unwritten", why.toString());
    }

    private static TaskDocument ofLeft(ExitCode exit, RequestKey key, JobHandle job) {
        return new TaskDocument(exit)
                .with("key", key.toString())
                .with("job", job.id().toString());
    }

    private TaskDocument with(JobStatus status) {
        with("state", status.state().name()).with("nativeState", status.nativeState());
        status.exitCode().ifPresent(code -> with("exitCode", code));
        status.detail().ifPresent(detail -> with("detail", detail));
        status.submittedAt().ifPresent(at -> with("submittedAt", at.toString()));
        status.endedAt().ifPresent(at -> with("endedAt", at.toString()));
        return this;
    }

    /** Without lines of the log, which may be long. */
    private static Map<String, Object> fields(RootCause cause) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("category", cause.category().name());
        cause.exception().ifPresent(type -> fields.put("exception", type));
        fields.put("message", cause.message());
        return fields;
    }

    private TaskDocument with(String name, Object value) {
        fields.put(name, value);
        return this;
    }

    ExitCode exit() {
        return exit;
    }

    Map<String, Object> fields() {
        return Collections.unmodifiableMap(fields);
    }

    /** One line. */
    String toJson() {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Texts and numbers can always be written", e);
        }
    }
}
