package dev.drover.cli.command;

import dev.drover.ClusterRequest;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.config.PipelineTemplate;
import dev.drover.pipeline.MultimnoPipeline;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineTarget;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A pipeline that is to be run. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PipelineWish {
    @Parameters(paramLabel = "FILE", description = "A template (*.pipeline.yaml), or Multimno's pipeline.json.")
    private Path file;

    @Option(names = "--input", paramLabel = "NAME=VALUE", description = "An input of the template; may be repeated.")
    private Map<String, String> inputs = new LinkedHashMap<>();

    @Option(
            names = "--key",
            required = true,
            paramLabel = "KEY",
            description = "Your name for the run, such as nightly/2026-11-21.")
    private RequestKey key;

    @ArgGroup
    private @Nullable Destination destination;

    @Option(
            names = "--main",
            paramLabel = "URI",
            converter = Programs.class,
            description = "The script that every component of a pipeline.json starts.")
    private Optional<StorageUri> main = Optional.empty();

    @Option(
            names = "--py-files",
            paramLabel = "URI",
            converter = Programs.class,
            description = "A wheel, zip or module for it; may be repeated.")
    private List<StorageUri> pyFiles = List.of();

    @Option(
            names = "--workdir",
            paramLabel = "FOLDER",
            description = "Where relative paths of configuration files are meant, on the cluster.")
    private Optional<String> workdir = Optional.empty();

    RequestKey key() {
        return key;
    }

    Path file() {
        return file;
    }

    /**
     * What was asked for.
     *
     * @throws DroverException INVALID_ARGUMENT if the file says no pipeline
     */
    Pipeline pipeline(Drover drover) {
        boolean json = String.valueOf(file.getFileName()).endsWith(".json");
        if (json != main.isPresent() || (json && !inputs.isEmpty())) {
            throw DroverException.invalid(
                    "A pipeline.json goes with --main, the script that its components start; a template"
                            + " goes with --input.");
        }
        Pipeline read = main.map(this::multimno).orElseGet(() -> PipelineTemplate.fill(file, inputs));
        return target(drover).map(where -> read.toBuilder().on(where).build()).orElse(read);
    }

    private Pipeline multimno(StorageUri script) {
        MultimnoPipeline multimno = MultimnoPipeline.running(PySpark.script(script)
                .pyFiles(pyFiles.toArray(StorageUri[]::new))
                .build());
        return workdir.map(multimno::workdir).orElse(multimno).read(file);
    }

    private Optional<PipelineTarget> target(Drover drover) {
        return Optional.ofNullable(destination)
                .flatMap(where -> where.fresh(drover)
                        .map(PipelineWish::fresh)
                        .or(() -> where.target().flatMap(target -> existing(target, drover))));
    }

    private static PipelineTarget fresh(ClusterRequest wanted) {
        return PipelineTarget.newCluster(wanted.location().toString(), wanted.spec(), Destination.READY);
    }

    private static Optional<PipelineTarget> existing(Target target, Drover drover) {
        return target.pool()
                .map(PipelineTarget::pool)
                .or(() -> target.cluster(drover).map(PipelineTarget::cluster));
    }
}
