package dev.drover.cli.command;

import dev.drover.ClusterHandle;
import dev.drover.ClusterRequest;
import dev.drover.ClusterStatus;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Screen;
import dev.drover.task.ExitCode;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a cluster. */
@Command(
        name = "create",
        description = {
            "Makes a cluster and prints its id.",
            "With a key nothing is made twice: the cluster of the key is given, resized if need be."
        },
        footer = {
            "",
            "Examples:",
            "  drover cluster create emr://eu-west-1 --key etl/cluster --workers 4 \\",
            "    --worker 4x16GiB --idle-timeout 30m --wait",
            "  drover cluster create --file etl.cluster.yaml --input workers=8"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterCreate extends Verb {
    private static final String LOCAL = "local";

    @Mixin
    private ClusterWish wish;

    @Option(names = "--wait", description = "Wait until all workers are there.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long to wait; by default 30m.")
    private Duration timeout = Duration.ofMinutes(30);

    @Override
    Answer run(Session session) throws Exception {
        ClusterRequest wanted = wish.request(session.drover());
        refuseLocal(wanted.location());
        ClusterHandle cluster = session.drover().apply(wanted);
        Document document = new Document()
                .with("id", cluster.id())
                .with("key", wanted.key())
                .with("started", cluster.started());
        session.screen().line(cluster.id().toString());
        if (!cluster.started()) {
            session.screen().note("It was there already: it is the cluster of this key.");
        }
        if (!wait) {
            return Answer.of(document, screen -> {});
        }
        ClusterStatus ready =
                session.interrupts().during(() -> cluster.awaitReady(timeout), () -> left(cluster, document, session));
        wanted.outputs(ready).forEach((name, value) -> session.screen().line(name + " = " + value));
        return Answer.of(
                document.with("cluster", Documents.of(ready)).with("outputs", wanted.outputs(ready)), screen -> {});
    }

    private static void refuseLocal(Location where) {
        if (where.scheme().equals(LOCAL)) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    "A cluster at " + where + " lives no longer than the process that makes it, and this one ends now."
                            + " 'drover job submit --new-cluster " + where + "' makes one for a job.");
        }
    }

    private static int left(ClusterHandle cluster, Document document, Session session) {
        Screen screen = session.screen();
        screen.note("The cluster goes on starting. Look at it: " + session.command("cluster info", cluster.id()));
        screen.note("End it: " + session.command("cluster kill", cluster.id()));
        screen.show(Answer.of(document.with("detached", true), unused -> {}));
        return ExitCode.UNKNOWN.code();
    }
}
