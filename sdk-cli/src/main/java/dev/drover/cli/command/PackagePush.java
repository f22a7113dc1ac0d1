package dev.drover.cli.command;

import dev.drover.Drover;
import dev.drover.StorageUri;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.PushOptions;
import dev.drover.bundle.Pushed;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.routing.Candidate;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pushes a version of a package. */
@Command(
        name = "push",
        description = {
            "Pushes the files of a folder as a version of a package; what a repository has is not sent again.",
            "Jobs name its files as package://NAME@VERSION/file, or package://NAME/file for the latest."
        },
        footer = {
            "",
            "Examples:",
            "  drover package push etl build/app --to s3://acme-code/packages/",
            "  drover package push etl build/app --pool etl --as-version 1.4.0"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class PackagePush extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The package's name.")
    private String name;

    @Parameters(index = "1", paramLabel = "FOLDER", description = "What it holds.")
    private Path folder;

    @ArgGroup(multiplicity = "1")
    private Repositories repositories;

    @Option(
            names = "--as-version",
            paramLabel = "VERSION",
            description = "The version's name; by default one made from what it holds.")
    private Optional<String> version = Optional.empty();

    @Option(names = "--not-latest", description = "Do not make it the latest version.")
    private boolean notLatest;

    @Option(names = "--no-packing", description = "Do not pack small files together.")
    private boolean noPacking;

    /** Where it goes: one of these. */
    private static final class Repositories {
        @Option(names = "--to", paramLabel = "URI", description = "The repository's prefix; may be repeated.")
        private List<StorageUri> to = List.of();

        @Option(
                names = "--pool",
                paramLabel = "POOL",
                description = "Every repository that the clusters of this pool use.")
        private Optional<String> pool = Optional.empty();
    }

    @Override
    Answer run(Session session) throws InterruptedException {
        PushOptions options = PushOptions.DEFAULT.latest(!notLatest).packing(!noPacking);
        Pushed pushed = session.drover()
                .push(
                        name,
                        PackageBundle.directory(folder),
                        version.map(options::version).orElse(options),
                        prefixes(session.drover()));
        Document document = new Document()
                .with("name", pushed.name())
                .with("version", pushed.version())
                .with("repositories", pushed.repositories())
                .with("files", pushed.files().size())
                .with("sent", pushed.sent())
                .with("skipped", pushed.skipped())
                .with("bytes", pushed.bytes());
        return Answer.of(document, screen -> screen.line("package://" + pushed.name() + "@" + pushed.version() + "/"));
    }

    private Collection<StorageUri> prefixes(Drover drover) {
        return repositories
                .pool
                .<Collection<StorageUri>>map(pool -> drover.packagePrefixes(drover.pool(pool).candidates().stream()
                        .map(Candidate::cluster)
                        .toList()))
                .orElse(repositories.to);
    }
}
