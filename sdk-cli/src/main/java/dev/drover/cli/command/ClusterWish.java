package dev.drover.cli.command;

import dev.drover.ClusterRequest;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.config.ClusterTemplate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A cluster that is wanted: by options, by a template, or by its name in drover.yaml. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterWish {
    @Parameters(
            arity = "0..1",
            paramLabel = "WHERE",
            description = "A location, such as emr://eu-west-1, or the name of a cluster in drover.yaml.")
    private Optional<String> where = Optional.empty();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A template (*.cluster.yaml) in place of WHERE and options.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--input", paramLabel = "NAME=VALUE", description = "An input of the template; may be repeated.")
    private Map<String, String> inputs = new LinkedHashMap<>();

    @Option(names = "--key", paramLabel = "KEY", description = "Your name for it, such as etl/cluster.")
    private Optional<RequestKey> key = Optional.empty();

    @Mixin
    private ClusterFlags flags;

    /**
     * What was asked for.
     *
     * @throws DroverException INVALID_ARGUMENT if it is asked for in two ways, or none
     */
    ClusterRequest request(Drover drover) {
        boolean located = where.isPresent() && where.get().contains("://");
        if (where.isPresent() == file.isPresent() || (flags.given() && !located)) {
            throw DroverException.invalid("Say which cluster in one way: a location with options such as --workers,"
                    + " --file with a template, or a name in drover.yaml.");
        }
        if (!inputs.isEmpty() && file.isEmpty()) {
            throw DroverException.invalid("--input is for templates; name one by --file.");
        }
        if (located) {
            return ClusterRequest.of(
                    Location.parse(where.orElseThrow()), key.orElseGet(RequestKey::random), flags.spec());
        }
        ClusterRequest found = file.map(template -> ClusterTemplate.fill(template, inputs))
                .orElseGet(() -> Declared.cluster(where.orElseThrow(), drover));
        return key.map(name ->
                        ClusterRequest.of(found.location(), name, found.spec()).telling(found::outputs))
                .orElse(found);
    }
}
