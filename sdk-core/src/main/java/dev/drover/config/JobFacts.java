package dev.drover.config;

import dev.drover.JobStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What the outputs of a job's template may refer to; empty texts for what a run does not have. */
final class JobFacts {

    private JobFacts() {}

    static Map<String, Function<JobStatus, String>> all() {
        Map<String, Function<JobStatus, String>> facts = new LinkedHashMap<>();
        facts.put("job.id", status -> status.id().toString());
        facts.put("job.cluster", status -> status.id().cluster().toString());
        facts.put("job.state", status -> status.state().toString());
        facts.put("job.nativeState", JobStatus::nativeState);
        facts.put(
                "job.exitCode",
                status -> status.exitCode().isPresent()
                        ? String.valueOf(status.exitCode().getAsInt())
                        : "");
        facts.put("job.detail", status -> status.detail().orElse(""));
        return facts;
    }
}
