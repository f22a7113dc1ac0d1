package dev.drover.pipeline;

import dev.drover.DroverException;
import dev.drover.PySpark;
import dev.drover.config.ConfigException;
import dev.drover.internal.yaml.YamlFile;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kinds;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the {@code pipeline.json} of <a href="https://github.com/eurostat/multimno">Multimno</a> as it is. Immutable.
 *
 * <pre>{@code
 * PySpark main = PySpark.script(app.uri("main_multimno.py")).pyFiles(app.uri("multimno-1.2-py3-none-any.whl")).build();
 * Pipeline demo = MultimnoPipeline.running(main).workdir("/opt/workdir").read(Path.of("pipeline.json"));
 * }</pre>
 *
 * <p>Each component becomes a step, one after the other: the main program with the component's id and the paths of the two
 * configuration files as arguments, as Multimno's orchestrator starts it. What stands in {@code spark_submit_args} is added to
 * the job. Exit code 2, a critical quality warning, stops the pipeline with a warning; any other but 0 is a failure.
 */
public final class MultimnoPipeline {
    private static final int QUALITY_WARNING = 2;

    private final PySpark main;
    private final Optional<String> workdir;

    private MultimnoPipeline(PySpark main, Optional<String> workdir) {
        this.main = main;
        this.workdir = workdir;
    }

    /**
     * Begins.
     *
     * @param main what every component starts: Multimno's main script, with all that its jobs have in common, such as the
     *     wheel, properties, variables and sizes. Its arguments are replaced
     */
    public static MultimnoPipeline running(PySpark main) {
        return new MultimnoPipeline(main, Optional.empty());
    }

    /**
     * The folder on the cluster's machines below which relative paths of configuration files are meant. By default they are
     * handed over as they are, and mean what they mean to the driver.
     */
    public MultimnoPipeline workdir(String folder) {
        return new MultimnoPipeline(main, Optional.of(folder));
    }

    /**
     * Reads a file; nobody is asked. A file of more than 2 million characters is refused before it is read.
     *
     * @return a pipeline that does not say where it runs; {@link Pipeline#notices()} tells what was left out
     * @throws ConfigException with everything that is wrong, each by line and column
     * @throws DroverException INVALID_ARGUMENT if there is no such file
     */
    public Pipeline read(Path file) {
        Problems problems = new Problems();
        return built(file, YamlFile.read(file, problems), problems);
    }

    /** The same for a text, which counts as standing in a file. */
    public Pipeline parse(Path file, String text) {
        Problems problems = new Problems();
        return built(file, YamlFile.parse(file, text, problems), problems);
    }

    private Pipeline built(Path file, Optional<Value> document, Problems problems) {
        Optional<Pipeline> read = document.flatMap(value -> keys(file).kind().read(value, problems));
        if (!problems.all().isEmpty()) {
            throw new ConfigException(problems.all());
        }
        return read.orElseThrow();
    }

    private record Component(String id, String configPath) {}

    private static final class Draft {
        private String generalConfigPath = "";
        private SparkSubmitArgs args = SparkSubmitArgs.NONE;
        private List<Component> components = List.of();
    }

    private static final class ComponentDraft {
        private String id = "";
        private String configPath = "";
    }

    private Keys<Pipeline> keys(Path file) {
        return Keys.of(Draft::new, draft -> pipeline(file, draft))
                .required(
                        "general_config_path",
                        Kinds.text(),
                        "The configuration that all components share.",
                        (draft, path) -> draft.generalConfigPath = path)
                .key(
                        "spark_submit_args",
                        SparkSubmitArgs.kind(),
                        "Options of spark-submit for all components.",
                        (draft, args) -> draft.args = args)
                .required(
                        "pipeline",
                        Kinds.list(component().kind()),
                        "The components, in their order.",
                        (draft, components) -> draft.components = components)
                .end();
    }

    private static Keys<Component> component() {
        return Keys.of(ComponentDraft::new, draft -> new Component(draft.id, draft.configPath))
                .required("component_id", Kinds.text(), "The component.", (draft, id) -> draft.id = id)
                .required(
                        "component_config_path",
                        Kinds.text(),
                        "Its configuration.",
                        (draft, path) -> draft.configPath = path)
                .end();
    }

    private Pipeline pipeline(Path file, Draft draft) {
        Pipeline.Builder pipeline =
                Pipeline.builder(file.getFileName().toString()).exitCode(QUALITY_WARNING, ExitMeaning.WARNING_STOP);
        draft.args.notices().forEach(pipeline::notice);
        List<String> names = names(draft.components);
        for (int i = 0; i < names.size(); i++) {
            Component component = draft.components.get(i);
            PySpark.Builder job = main.toBuilder();
            draft.args.applyTo(job);
            job.args(component.id(), onCluster(draft.generalConfigPath), onCluster(component.configPath()));
            pipeline.step(names.get(i), job.build());
        }
        return pipeline.build();
    }

    private String onCluster(String path) {
        boolean absolute = path.startsWith("/") || path.contains("://");
        return workdir.isEmpty() || absolute ? path : workdir.get().replaceAll("/+$", "") + "/" + path;
    }

    /** A component may come more than once, with other configurations; then its steps are counted. */
    private static List<String> names(List<Component> components) {
        Map<String, Integer> seen = new HashMap<>();
        components.forEach(component -> seen.put(component.id(), 1));
        List<String> names = new ArrayList<>();
        for (Component component : components) {
            String name = component.id();
            while (names.contains(name)) {
                name = component.id() + "-" + seen.merge(component.id(), 1, Integer::sum);
            }
            names.add(name);
        }
        return names;
    }
}
