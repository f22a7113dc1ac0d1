package dev.drover.standalone.agent;

import java.io.IOException;
import java.util.List;

/**
 * Runs a program in a JVM of {@link ChildMain}, which ends it when the driver is gone: a program cannot watch for that
 * itself, and would go on beside the next attempt.
 */
public final class CommandMain {

    private CommandMain() {}

    /**
     * Runs the program with this JVM's standard streams and ends with its exit code.
     *
     * @param args program and its arguments
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws InterruptedException {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> command) throws InterruptedException {
        try {
            return ChildProcesses.start(new ProcessBuilder(command).inheritIO()).waitFor();
        } catch (IOException e) {
            return DriverMain.cannotStart(e);
        }
    }
}
