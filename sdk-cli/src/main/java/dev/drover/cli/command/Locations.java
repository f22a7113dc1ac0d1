package dev.drover.cli.command;

import dev.drover.Capability;
import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Location;
import dev.drover.PartialResult;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Failures;
import dev.drover.cli.output.Screen;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where to look for clusters. */
final class Locations {
    @Parameters(
            arity = "0..*",
            paramLabel = "WHERE",
            description = "Locations, such as emr://eu-west-1; by default all that drover.yaml names.")
    private List<String> where = List.of();

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long to wait for each; by default 30s.")
    private Duration timeout = Duration.ofSeconds(30);

    /** The clusters that Drover made there; a location that does not answer takes nothing from the others. */
    PartialResult<Location, List<ClusterStatus>> list(Drover drover) {
        List<Location> asked = where.isEmpty()
                ? drover.locations().stream()
                        .filter(each -> drover.capabilities(each.scheme()).contains(Capability.CREATE_CLUSTER))
                        .toList()
                : where.stream().map(Location::parse).toList();
        if (asked.isEmpty()) {
            throw DroverException.invalid("Name a location, such as emr://eu-west-1; drover.yaml names none.");
        }
        return drover.listClusters(asked, timeout);
    }

    /** Tells of sources that did not answer. */
    static List<Document> tell(Map<?, DroverException> failed, Screen screen) {
        failed.forEach((source, error) -> screen.error("drover: " + source + ": " + Failures.message(error)));
        return failed.entrySet().stream()
                .map(each -> new Document().with("where", each.getKey()).and(Failures.document(each.getValue())))
                .toList();
    }
}
