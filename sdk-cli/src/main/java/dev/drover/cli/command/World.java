package dev.drover.cli.command;

import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.cli.output.Detail;
import dev.drover.cli.output.Terminal;
import dev.drover.config.DroverConfig;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the command finds around it; tests bring another one.
 *
 * @param folder where {@code drover.yaml} is looked for
 * @param environment by the names of variables
 * @param config what reads files; asked for only when one is read, since it looks through all providers
 * @param setUp changes each Drover before it is opened
 * @param logging sets how much the libraries log
 */
public record World(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Terminal terminal,
        Path folder,
        Function<String, Optional<String>> environment,
        Supplier<DroverConfig> config,
        UnaryOperator<Drover.Builder> setUp,
        DroverClock clock,
        Interrupts interrupts,
        Consumer<Detail> logging) {}
