package dev.drover.cli.command;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what completes the command's words in a shell. */
@Command(
        name = "completion",
        description = "Prints a script that completes drover's words in a shell.",
        footer = {"", "Examples:", "  drover completion bash > drover.bash", "  drover completion zsh > drover.zsh"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class Completion implements Runnable {
    /** The shells that are known. */
    enum Shell {
        BASH,
        ZSH
    }

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private Shell shell;

    @Override
    public void run() {
        String script = AutoComplete.bash("drover", spec.root().commandLine());
        spec.commandLine().getOut().print(shell == Shell.ZSH ? forZsh(script) : script);
        spec.commandLine().getOut().flush();
    }

    /** Bash's completion works in zsh once that has been told so. */
    private static String forZsh(String script) {
        return "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n" + script;
    }
}
