package dev.drover.config;

import dev.drover.ClusterRequest;
import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.internal.spec.JobKeys;
import dev.drover.internal.spec.SpecKinds;
import dev.drover.internal.yaml.EnvironmentNames;
import dev.drover.internal.yaml.References;
import dev.drover.internal.yaml.YamlFile;
import dev.drover.pipeline.ExitMeaning;
import dev.drover.pipeline.OnFailure;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.Step;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A {@code *.pipeline.yaml}: jobs that go together, with inputs to be given. Immutable.
 *
 * <pre>{@code
 * Pipeline nightly = PipelineTemplate.read(Path.of("nightly.pipeline.yaml")).with(Map.of("day", "2026-11-21"));
 * drover.pipelines().run(nightly, RequestKey.of("nightly", "2026-11-21")).awaitSuccess(Duration.ofHours(6));
 * }</pre>
 */
public final class PipelineTemplate {
    private static final int MOST_PARALLEL = 256;
    private static final int MOST_ATTEMPTS = 100;
    private static final Duration READY = Duration.ofMinutes(30);

    private final Template<Void, Pipeline> template;

    private PipelineTemplate(Template<Void, Pipeline> template) {
        this.template = template;
    }

    private static Template.Form<Void, Pipeline> form(Function<String, Optional<String>> environment) {
        return new Template.Form<>(keys(environment), Map.of(), (pipeline, outputs) -> pipeline);
    }

    /**
     * Reads a file and checks all of it that does not depend on what will be given; nobody is asked. A file of more than 2
     * million characters is refused before it is read.
     *
     * @throws ConfigException with everything that is wrong, each by line and column
     * @throws DroverException INVALID_ARGUMENT if there is no such file
     */
    public static PipelineTemplate read(Path file) {
        Problems problems = new Problems();
        Optional<PipelineTemplate> read = read(file, problems);
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
    public static Pipeline fill(Path file, Map<String, String> inputs) {
        Problems problems = new Problems();
        return ConfigException.orThrow(read(file, problems).flatMap(each -> each.with(inputs, problems)), problems);
    }

    private static Optional<PipelineTemplate> read(Path file, Problems problems) {
        return YamlFile.read(file, problems).flatMap(document -> of(document, EnvironmentNames.ofProcess(), problems));
    }

    static Optional<PipelineTemplate> of(
            Value document, Function<String, Optional<String>> environment, Problems problems) {
        return Template.of(document, form(environment), environment, problems).map(PipelineTemplate::new);
    }

    /** What it asks for, in the file's order. */
    public List<Input> inputs() {
        return template.inputs();
    }

    /**
     * The pipeline with these inputs, and the defaults of the others.
     *
     * @param inputs by name, as for {@link ClusterTemplate#with}
     * @throws ConfigException with everything that is wrong or missing
     */
    public Pipeline with(Map<String, String> inputs) {
        Problems problems = new Problems();
        return ConfigException.orThrow(with(inputs, problems), problems);
    }

    Optional<Pipeline> with(Map<String, String> inputs, Problems problems) {
        return template.withTexts(inputs, problems);
    }

    /** The <a href="https://json-schema.org/draft/2020-12">JSON Schema</a> of such files, as maps and lists. */
    public static Map<String, Object> schema() {
        return References.file(
                "*.pipeline.yaml", keys(EnvironmentNames.ofProcess()).kind().schema());
    }

    private static final class Draft {
        private String name = "";
        private Optional<PipelineTarget> target = Optional.empty();
        private Optional<ClusterRequest> newCluster = Optional.empty();
        private Duration ready = READY;
        private final List<Consumer<Pipeline.Builder>> rest = new ArrayList<>();

        Pipeline build() {
            Pipeline.Builder pipeline = Pipeline.builder(name);
            target.ifPresent(pipeline::on);
            newCluster.ifPresent(
                    wanted -> pipeline.on(new PipelineTarget.NewCluster(wanted.location(), wanted.spec(), ready)));
            rest.forEach(each -> each.accept(pipeline));
            return pipeline.build();
        }
    }

    private static Keys<Pipeline> keys(Function<String, Optional<String>> environment) {
        return Template.inputSections(Keys.<Draft, Pipeline>of(Draft::new, Draft::build))
                .required("name", Kinds.text(), "Its name, for people.", (draft, name) -> draft.name = name)
                .key(
                        "pool",
                        SpecKinds.name(),
                        "The pool of drover.yaml that its steps are submitted to.",
                        (draft, pool) -> draft.target = Optional.of(PipelineTarget.pool(pool)))
                .key(
                        "cluster",
                        SpecKinds.jobTarget(),
                        "The cluster that its steps are submitted to: its id, or its name in drover.yaml.",
                        (draft, cluster) -> draft.target = Optional.of(PipelineTarget.of(cluster)))
                .key(
                        "newCluster",
                        new DeclaredClusterKind(environment).kind(),
                        "A cluster that is made for a run and ended after it; its key is the run's.",
                        (draft, cluster) -> draft.newCluster = Optional.of(cluster.apply("cluster")))
                .key(
                        "ready",
                        Kinds.duration(),
                        "How long the new cluster may take to become ready; by default 30m.",
                        (draft, time) -> draft.ready = time)
                .key(
                        "parallel",
                        Kinds.integer(1, MOST_PARALLEL),
                        "How many steps run at the same time at most; by default 8.",
                        (draft, most) -> draft.rest.add(pipeline -> pipeline.parallel(most)))
                .key(
                        "onFailure",
                        Kinds.choice(OnFailure.class),
                        "What the failure of a step does; by default stop.",
                        (draft, then) -> draft.rest.add(pipeline -> pipeline.onFailure(then)))
                .key(
                        "exitCodes",
                        exitCodes(),
                        "What exit codes other than 0 mean; by default a failure.",
                        (draft, codes) -> draft.rest.add(pipeline -> codes.forEach(pipeline::exitCode)))
                .key(
                        "timeout",
                        Kinds.duration(),
                        "How long a run may take; by default any time.",
                        (draft, most) -> draft.rest.add(pipeline -> pipeline.timeout(most)))
                .required(
                        "steps",
                        Kinds.list(step().kind()),
                        "The jobs. Each comes after the one before it, unless it says after which.",
                        (draft, steps) -> draft.rest.add(pipeline -> steps.forEach(pipeline::step)))
                .atMostOneOf("pool", "cluster", "newCluster")
                .end();
    }

    private static final class StepDraft {
        private Optional<JobSpec> job = Optional.empty();
        private String name = "";
        private final List<Consumer<Step.Builder>> rest = new ArrayList<>();

        Step build() {
            Step.Builder step = Step.builder(name, job.orElseThrow());
            rest.forEach(each -> each.accept(step));
            return step.build();
        }
    }

    private static Keys<Step> step() {
        return Keys.of(StepDraft::new, StepDraft::build)
                .required(
                        "name",
                        Kinds.matching(
                                "a name of letters, digits, dots, hyphens and underscores",
                                "[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
                        "Its name; part of its job's key.",
                        (step, name) -> step.name = name)
                .required("job", JobKeys.kind(), "What is run.", (step, job) -> step.job = Optional.of(job))
                .key(
                        "after",
                        Kinds.list(Kinds.text()),
                        "The steps that must be done before; by default the one that stands before it.",
                        (step, names) -> step.rest.add(each -> each.after(names)))
                .key(
                        "timeout",
                        Kinds.duration(),
                        "For an attempt, time in the queue included; by default any time.",
                        (step, most) -> step.rest.add(each -> each.timeout(most)))
                .key(
                        "attempts",
                        Kinds.integer(1, MOST_ATTEMPTS),
                        "How many attempts one run makes; by default 1.",
                        (step, most) -> step.rest.add(each -> each.attempts(most)))
                .key(
                        "onFailure",
                        Kinds.choice(OnFailure.class),
                        "What its failure does; by default what holds for the pipeline.",
                        (step, then) -> step.rest.add(each -> each.onFailure(then)))
                .key(
                        "exitCodes",
                        exitCodes(),
                        "What its exit codes mean, where it differs from what holds for the pipeline.",
                        (step, codes) -> step.rest.add(each -> codes.forEach(each::exitCode)))
                .end();
    }

    private static Kind<Map<Integer, ExitMeaning>> exitCodes() {
        return Kinds.map(
                        "an exit code, 1 to 255",
                        "[1-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5]",
                        Kinds.choice(ExitMeaning.class))
                .as(codes -> {
                    Map<Integer, ExitMeaning> meanings = new HashMap<>();
                    codes.forEach((code, meaning) -> meanings.put(Integer.valueOf(code), meaning));
                    return meanings;
                });
    }
}
