package dev.drover.cli.command;

import dev.drover.ClusterHandle;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.ExitCode;
import dev.drover.cli.output.Screen;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a cluster. */
@Command(
        name = "create",
        description = {
            "Makes a cluster and prints its id.",
            "With a key nothing is made twice: the living cluster that was made for the key is given."
        },
        footer = {
            "",
            "Example:",
            "  drover cluster create emr://eu-west-1 --key etl/cluster --workers 4 \\",
            "    --worker 4x16GiB --idle-timeout 30m --wait"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterCreate extends Verb {
    private static final String LOCAL = "local";

    @Parameters(paramLabel = "WHERE", description = "The location, such as emr://eu-west-1.")
    private Location where;

    @Mixin
    private ClusterFlags flags;

    @Option(names = "--key", paramLabel = "KEY", description = "Your name for it, such as etl/cluster.")
    private Optional<RequestKey> key = Optional.empty();

    @Option(names = "--wait", description = "Wait until all workers are there.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long to wait; by default 30m.")
    private Duration timeout = Duration.ofMinutes(30);

    @Override
    Answer run(Session session) throws Exception {
        if (where.scheme().equals(LOCAL)) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "A cluster at " + where + " lives no longer than the process that makes it, and this one ends now."
                            + " 'drover job submit --new-cluster " + where + " ...' makes one for a job and ends it.");
        }
        ClusterHandle cluster = session.drover().clusters(where).create(flags.spec(), key.orElseGet(RequestKey::random));
        Document document = new Document().with("id", cluster.id()).with("started", cluster.started());
        if (!cluster.started()) {
            session.screen().note("There is a cluster for this key already.");
        }
        session.screen().line(cluster.id().toString());
        if (!wait) {
            return Answer.of(document, screen -> {});
        }
        ClusterStatus ready = session.interrupts()
                .during(() -> cluster.awaitReady(timeout), () -> left(cluster, document, session));
        return Answer.of(document.with("cluster", Documents.of(ready)), screen -> {});
    }

    private static int left(ClusterHandle cluster, Document document, Session session) {
        Screen screen = session.screen();
        screen.note("The cluster goes on starting. Look at it: " + session.command("cluster info", cluster.id()));
        screen.note("End it: " + session.command("cluster kill", cluster.id()));
        screen.show(Answer.of(document.with("detached", true), unused -> {}));
        return ExitCode.UNKNOWN.code();
    }
}
