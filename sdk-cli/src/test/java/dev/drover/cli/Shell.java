package dev.drover.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.DroverClock;
import dev.drover.cli.command.Interrupts;
import dev.drover.cli.command.World;
import dev.drover.cli.output.Terminal;
import dev.drover.config.DroverConfig;
import dev.drover.spi.ProviderFactory;
import dev.drover.testkit.ManualClock;
import dev.drover.testkit.fault.FaultScript;
import dev.drover.testkit.mem.MemPlatform;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;

/** The command beside a pretended platform: each run is a process of its own, as far as Drover can tell. */
final class Shell {
    final ManualClock clock = ManualClock.auto();
    final FaultScript faults = new FaultScript(clock.steady());
    final MemPlatform platform =
            MemPlatform.builder(clock).time(clock.steady()).faults(faults).build();
    final Map<String, String> environment = new HashMap<>();
    final Path folder;
    Terminal terminal = Terminal.NONE;
    String input = "";
    Interrupts interrupts = new NobodyInterrupts();

    Shell(Path folder) {
        this.folder = folder;
    }

    /** What came of a run. */
    record Result(int exit, String out, String err) {
        /** The one document on standard output. */
        JsonNode json() {
            try (var documents = new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(out)) {
                List<JsonNode> all = documents.readAll();
                if (all.size() != 1) {
                    throw new AssertionError("There are " + all.size() + " documents in: " + out);
                }
                return all.get(0);
            } catch (IOException e) {
                throw new AssertionError("This is no JSON: " + out, e);
            }
        }

        List<String> lines() {
            return out.lines().toList();
        }
    }

    /** A drover.yaml with a ledger in files. */
    Shell withLedger(String... more) {
        return withConfig("ledger: " + folder.resolve("ledger").toUri() + "\n" + String.join("\n", more) + "\n");
    }

    Shell withConfig(String text) {
        return withFile("drover.yaml", text);
    }

    Shell withFile(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exit;
        try {
            exit = new Cli(world(stream(out), stream(err))).run(args);
        } catch (Halted e) {
            exit = e.code;
        }
        return new Result(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    World world(PrintStream out, PrintStream err) {
        List<ProviderFactory> factories = factories();
        return new World(
                out,
                err,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                terminal,
                folder,
                name -> Optional.ofNullable(environment.get(name)),
                () -> DroverConfig.standard().factories(factories),
                builder -> builder.factories(factories),
                clock,
                interrupts,
                detail -> {});
    }

    private List<ProviderFactory> factories() {
        List<ProviderFactory> factories = new ArrayList<>(List.of(platform.factory()));
        ServiceLoader.load(ProviderFactory.class).forEach(each -> {
            if (each.schemes().contains("file") || each.schemes().contains("local")) {
                factories.add(each);
            }
        });
        return factories;
    }

    DroverClock clock() {
        return clock;
    }

    /** Somebody presses Ctrl-C as soon as there is something to wait for. */
    static final class InterruptedAtOnce implements Interrupts {
        @Override
        public <T> T during(Callable<T> work, IntSupplier whenInterrupted) {
            throw new Halted(whenInterrupted.getAsInt());
        }
    }

    /** The process has ended with this number; an error, so that nobody catches it on the way. */
    private static final class Halted extends Error {
        private static final long serialVersionUID = 1L;

        private final int code;

        private Halted(int code) {
            this.code = code;
        }
    }

    /** The usual case. */
    static final class NobodyInterrupts implements Interrupts {
        @Override
        public <T> T during(Callable<T> work, IntSupplier whenInterrupted) throws Exception {
            return work.call();
        }
    }
}
