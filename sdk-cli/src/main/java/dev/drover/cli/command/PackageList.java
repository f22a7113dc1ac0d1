package dev.drover.cli.command;

import dev.drover.StorageUri;
import dev.drover.bundle.PackageRepository;
import dev.drover.bundle.PackageVersion;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lists packages. */
@Command(
        name = "list",
        description = "Lists the packages of a repository and their versions, the youngest first.",
        footer = {"", "Example:", "  drover package list s3://acme-code/packages/ etl"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PackageList extends Verb {
    @Parameters(index = "0", paramLabel = "URI", description = "The repository's prefix.")
    private StorageUri prefix;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "One package; by default all.")
    private Optional<String> name = Optional.empty();

    @Override
    Answer run(Session session) {
        PackageRepository repository = session.drover().packages(prefix);
        List<PackageVersion> versions = name.map(List::of).orElseGet(repository::names).stream()
                .map(repository::versions)
                .flatMap(Collection::stream)
                .toList();
        return Answer.of(
                new Document()
                        .with(
                                "versions",
                                versions.stream().map(PackageList::document).toList()),
                screen -> screen.table(table(versions)));
    }

    static Document document(PackageVersion version) {
        return new Document()
                .with("name", version.name())
                .with("version", version.version())
                .with("createdAt", version.createdAt())
                .with("latest", version.latest());
    }

    static Table table(List<PackageVersion> versions) {
        Table table = new Table("PACKAGE", "VERSION", "CREATED", "");
        versions.forEach(
                each -> table.row(each.name(), each.version(), each.createdAt(), each.latest() ? "latest" : ""));
        return table;
    }
}
