package dev.drover.cli.command;

import dev.drover.ClusterRequest;
import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.config.ClusterTemplate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where work goes, one of these: where others are, or to a cluster that is made for it. */
final class Destination {
    /** How long a cluster may take to be ready. */
    static final Duration READY = Duration.ofMinutes(30);

    @ArgGroup
    private @Nullable Target target;

    @Option(
            names = "--new-cluster",
            paramLabel = "WHERE|FILE|NAME",
            description =
                    "Make a cluster for it, and end the cluster after it: a small one at a location, one of a template"
                            + " (*.cluster.yaml), or one like that of a name in drover.yaml.")
    private Optional<String> fresh = Optional.empty();

    Optional<Target> target() {
        return Optional.ofNullable(target);
    }

    /**
     * The cluster that is to be made; its key is of no use.
     *
     * @throws DroverException INVALID_ARGUMENT if its template is wrong; NOT_FOUND if nothing is declared under its name
     */
    Optional<ClusterRequest> fresh(Drover drover) {
        return fresh.map(text -> wanted(text, drover));
    }

    private static ClusterRequest wanted(String text, Drover drover) {
        if (text.contains("://")) {
            return ClusterRequest.of(
                    Location.parse(text),
                    RequestKey.random(),
                    ClusterSpec.builder().build());
        }
        return text.endsWith(".yaml") ? ClusterTemplate.fill(Path.of(text), Map.of()) : Declared.cluster(text, drover);
    }
}
