package dev.drover.cli;

import dev.drover.DroverClock;
import dev.drover.cli.command.World;
import dev.drover.cli.output.Detail;
import dev.drover.cli.output.Terminal;
import dev.drover.config.DroverConfig;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The entry. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // UTF-8 whatever the locale says: JSON has to be, and file names would not survive anything less.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        World world = new World(
                out,
                err,
                System.in,
                Terminal.ofThisProcess(),
                Path.of(""),
                name -> Optional.ofNullable(System.getenv(name)),
                DroverConfig::standard,
                UnaryOperator.identity(),
                DroverClock.system(),
                new ShutdownInterrupts(),
                Main::log);
        int code = new Cli(world).run(args);
        out.flush();
        System.exit(code);
    }

    private static void log(Detail detail) {
        String level = switch (detail) {
            case QUIET -> "error";
            case NORMAL -> "warn";
            case VERBOSE -> "info";
        };
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", level);
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        // For the libraries that log in the JDK's own way.
        Logger.getLogger("").setLevel(detail == Detail.VERBOSE ? Level.INFO : Level.SEVERE);
    }
}
