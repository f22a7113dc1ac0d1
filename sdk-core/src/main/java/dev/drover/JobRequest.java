package dev.drover;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A job that is to be run: where, under which key, and what; for {@link Drover#submit(JobRequest)}. Immutable. */
public final class JobRequest {
    private final Optional<JobTarget> target;
    private final RequestKey key;
    private final JobSpec spec;
    private final SubmitOptions options;
    private final Function<JobStatus, Map<String, String>> outputs;

    private JobRequest(
            Optional<JobTarget> target,
            RequestKey key,
            JobSpec spec,
            SubmitOptions options,
            Function<JobStatus, Map<String, String>> outputs) {
        this.target = target;
        this.key = key;
        this.spec = spec;
        this.options = options;
        this.outputs = outputs;
    }

    /** A job for the only pool or cluster that is declared. */
    public static JobRequest of(RequestKey key, JobSpec spec) {
        return new JobRequest(Optional.empty(), key, spec, SubmitOptions.DEFAULT, status -> Map.of());
    }

    /** The same job for a target. */
    public JobRequest on(JobTarget where) {
        return new JobRequest(Optional.of(where), key, spec, options, outputs);
    }

    /** The same job with a say in what happens if its key has been used before. */
    public JobRequest options(SubmitOptions rules) {
        return new JobRequest(target, key, spec, rules, outputs);
    }

    /** The same job with other outputs. */
    public JobRequest telling(Function<JobStatus, Map<String, String>> of) {
        return new JobRequest(target, key, spec, options, of);
    }

    /** Empty for the only pool or cluster that is declared. */
    public Optional<JobTarget> target() {
        return target;
    }

    /** The same key, the same run. */
    public RequestKey key() {
        return key;
    }

    public JobSpec spec() {
        return spec;
    }

    public SubmitOptions options() {
        return options;
    }

    /** What the request's template tells of the run as it stands, by name; empty if there is no template. */
    public Map<String, String> outputs(JobStatus status) {
        return outputs.apply(status);
    }

    @Override
    public String toString() {
        return "job " + key + target.map(where -> " on " + where).orElse("");
    }
}
