package dev.drover.cli.command;

import dev.drover.ClusterHandle;
import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.DroverException;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** Which workers of a cluster come or go: a number, or machines by name. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class Workers {
    @Parameters(index = "0", paramLabel = "CLUSTER", description = "The cluster's id.")
    private ClusterId cluster;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "N|MACHINE",
            description = "How many, or the names of machines where the cluster has named ones.")
    private List<String> which = List.of();

    ClusterId cluster() {
        return cluster;
    }

    /** The number, if it is one. */
    Optional<Integer> count() {
        return which.size() == 1 && which.get(0).matches("[0-9]{1,5}")
                ? Optional.of(Integer.parseInt(which.get(0))).filter(Workers::some)
                : Optional.empty();
    }

    private static boolean some(int number) {
        if (number < 1) {
            throw DroverException.invalid("How many workers come or go is at least 1.");
        }
        return true;
    }

    List<String> machines() {
        return which;
    }

    /** Asks for so many workers more, or fewer. */
    static Answer resize(ClusterHandle handle, int more) {
        int wanted = handle.describe().nodes(ClusterNode.Role.WORKER).size() + more;
        handle.resize(wanted);
        return asked(handle, wanted);
    }

    /** Says how many there shall be. */
    static Answer asked(ClusterHandle handle, int workers) {
        return Answer.of(
                new Document().with("id", handle.id()).with("workers", workers),
                screen -> screen.line(handle.id() + " was asked for " + workers + " workers"));
    }

    /** Says which machines come or go. */
    Answer asked(String what) {
        return Answer.of(
                new Document().with("id", cluster).with(what, which),
                screen -> screen.line(cluster + ": " + what + " " + String.join(", ", which)));
    }
}
