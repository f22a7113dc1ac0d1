package dev.drover.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry. */
@Command(name = "drover", mixinStandardHelpOptions = true, subcommands = {CommandLine.HelpCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("try")) {
            try (dev.drover.Drover drover = dev.drover.Drover.builder().build()) {
                System.out.println(drover.job(dev.drover.JobId.parse(args[1])).status());
            }
            return;
        }
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
