package dev.drover.cli.command;

import dev.drover.cli.output.Answer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One thing that the command can do. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
abstract class Verb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** Does it. Errors are for the command to tell. */
    abstract Answer run(Session session) throws Exception;

    @Override
    public Integer call() throws Exception {
        return ((Root) spec.root().userObject()).perform(this);
    }

    /** Arguments that make no sense together. */
    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
