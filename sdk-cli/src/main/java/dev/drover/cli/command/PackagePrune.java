package dev.drover.cli.command;

import dev.drover.StorageUri;
import dev.drover.bundle.PackageRepository;
import dev.drover.bundle.PackageVersion;
import dev.drover.bundle.Pruned;
import dev.drover.bundle.Retention;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes old versions of a package. */
@Command(
        name = "prune",
        description = "Deletes the versions of a package that no rule keeps; the latest is always kept.",
        footer = {
            "",
            "Example:",
            "  drover package prune s3://acme-code/packages/ etl --keep-last 5 --keep-younger-than 30d"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PackagePrune extends Verb {
    @Parameters(index = "0", paramLabel = "URI", description = "The repository's prefix.")
    private StorageUri prefix;

    @Parameters(index = "1", paramLabel = "NAME", description = "The package.")
    private String name;

    @Option(names = "--keep-last", required = true, paramLabel = "N", description = "Keep this many of the youngest.")
    private int last;

    @Option(names = "--keep-younger-than", paramLabel = "TIME", description = "Keep those, such as 30d.")
    private Optional<Duration> younger = Optional.empty();

    @Option(names = "--keep", paramLabel = "VERSION", description = "Keep this one; may be repeated.")
    private List<String> named = List.of();

    @Option(names = "--dry-run", description = "Only say which would be deleted.")
    private boolean dry;

    @Override
    Answer run(Session session) {
        PackageRepository repository = session.drover().packages(prefix);
        Retention kept = Retention.keepLast(last).orNamed(named.toArray(String[]::new));
        Retention retention = younger.map(kept::orYoungerThan).orElse(kept);
        Pruned pruned =
                dry ? new Pruned(repository.expendable(name, retention), 0, 0) : repository.prune(name, retention);
        List<PackageVersion> versions = pruned.versions();
        return Answer.of(
                new Document()
                        .with("deleted", !dry)
                        .with(
                                "versions",
                                versions.stream().map(PackageList::document).toList())
                        .with("objects", pruned.objects())
                        .with("bytes", pruned.bytes()),
                screen -> screen.table(PackageList.table(versions)));
    }
}
