package dev.drover.cli.command;

import dev.drover.cli.output.Answer;
import picocli.CommandLine.Command;

@Command(name = "list")
final class ClusterList extends Verb {
    @Override
    Answer run(Session session) {
        throw wrong("later");
    }
}
