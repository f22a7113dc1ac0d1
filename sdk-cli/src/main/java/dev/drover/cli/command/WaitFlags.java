package dev.drover.cli.command;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How to wait for jobs. */
final class WaitFlags {
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait, such as 2h; by default for ever. The job goes on after it.")
    private Duration timeout = Duration.ofDays(3650);

    @Option(names = "--cancel-on-interrupt", description = "On Ctrl-C cancel the job in place of detaching.")
    private boolean cancelOnInterrupt;

    Duration timeout() {
        return timeout;
    }

    boolean cancelOnInterrupt() {
        return cancelOnInterrupt;
    }
}
