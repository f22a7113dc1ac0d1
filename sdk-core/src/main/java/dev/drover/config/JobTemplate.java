package dev.drover.config;

import dev.drover.DroverException;
import dev.drover.JobRequest;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.JobTarget;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.internal.spec.JobKeys;
import dev.drover.internal.spec.SpecKinds;
import dev.drover.internal.yaml.EnvironmentNames;
import dev.drover.internal.yaml.References;
import dev.drover.internal.yaml.YamlFile;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A {@code *.job.yaml}: a job that is to be run, with inputs to be given. Immutable.
 *
 * <pre>{@code
 * JobRequest count = JobTemplate.read(Path.of("count.job.yaml")).with(Map.of("day", "2026-11-21"));
 * drover.submit(count).awaitSuccess(Duration.ofHours(1));
 * }</pre>
 */
public final class JobTemplate {
    private static final Template.Form<JobStatus, JobRequest> FORM =
            new Template.Form<>(keys(), JobFacts.all(), JobRequest::telling);

    private final Template<JobStatus, JobRequest> template;

    private JobTemplate(Template<JobStatus, JobRequest> template) {
        this.template = template;
    }

    /**
     * Reads a file and checks all of it that does not depend on what will be given; nobody is asked.
     *
     * @throws ConfigException with everything that is wrong, each by line and column
     * @throws DroverException INVALID_ARGUMENT if there is no such file
     */
    public static JobTemplate read(Path file) {
        Problems problems = new Problems();
        Optional<JobTemplate> read = read(file, problems);
        read.ifPresent(each -> each.template.check(problems));
        return ConfigException.orThrow(read, problems);
    }

    /**
     * Reads a file and fills it in one go, so that what is wrong with the file and with what is given is told together.
     *
     * @param inputs by name, as for {@link #with}
     * @throws ConfigException with everything that is wrong
     * @throws DroverException INVALID_ARGUMENT if there is no such file
     */
    public static JobRequest fill(Path file, Map<String, String> inputs) {
        Problems problems = new Problems();
        return ConfigException.orThrow(read(file, problems).flatMap(each -> each.with(inputs, problems)), problems);
    }

    private static Optional<JobTemplate> read(Path file, Problems problems) {
        return YamlFile.read(file, problems).flatMap(document -> of(document, EnvironmentNames.ofProcess(), problems));
    }

    static Optional<JobTemplate> of(Value document, Function<String, Optional<String>> environment, Problems problems) {
        return Template.of(document, FORM, environment, problems).map(JobTemplate::new);
    }

    /** What it asks for, in the file's order. */
    public List<Input> inputs() {
        return template.inputs();
    }

    /**
     * The job with these inputs, and the defaults of the others.
     *
     * @param inputs by name, as for {@link ClusterTemplate#with}
     * @throws ConfigException with everything that is wrong or missing
     */
    public JobRequest with(Map<String, String> inputs) {
        Problems problems = new Problems();
        return ConfigException.orThrow(with(inputs, problems), problems);
    }

    Optional<JobRequest> with(Map<String, String> inputs, Problems problems) {
        return template.withTexts(inputs, problems);
    }

    /** The <a href="https://json-schema.org/draft/2020-12">JSON Schema</a> of such files, as maps and lists. */
    public static Map<String, Object> schema() {
        return References.file("*.job.yaml", FORM.keys().kind().schema());
    }

    private static final class Draft {
        private Optional<JobTarget> target = Optional.empty();
        private Optional<RequestKey> key = Optional.empty();
        private Optional<JobSpec> spec = Optional.empty();
        private SubmitOptions options = SubmitOptions.DEFAULT;

        JobRequest build() {
            JobRequest request =
                    JobRequest.of(key.orElseThrow(), spec.orElseThrow()).options(options);
            return target.map(request::on).orElse(request);
        }
    }

    private static Keys<JobRequest> keys() {
        return Template.sections(Keys.<Draft, JobRequest>of(Draft::new, Draft::build))
                .key(
                        "pool",
                        SpecKinds.name().as(JobTarget.Pool::new),
                        "The pool of drover.yaml that it is submitted to.",
                        (draft, pool) -> draft.target = Optional.of(pool))
                .key(
                        "cluster",
                        SpecKinds.jobTarget(),
                        "The cluster that it is submitted to: its id, or its name in drover.yaml.",
                        (draft, cluster) -> draft.target = Optional.of(cluster))
                .required(
                        "key",
                        SpecKinds.requestKey(),
                        "Names the work: the same key, the same run.",
                        (draft, key) -> draft.key = Optional.of(key))
                .required("spec", JobKeys.kind(), "What is run.", (draft, spec) -> draft.spec = Optional.of(spec))
                .key(
                        "submit",
                        SubmitKeys.keys().kind(),
                        "What happens if the key has been used before.",
                        (draft, options) -> draft.options = options)
                .atMostOneOf("pool", "cluster")
                .end();
    }
}
