package dev.drover.cli.command;

import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.cli.output.Progress;
import dev.drover.cli.output.Screen;
import dev.drover.config.DroverConfig;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of a verb: the configuration and the Drover that it works with. */
final class Session implements AutoCloseable {
    private static final String USUAL_FILE = "drover.yaml";

    private final World world;
    private final Screen screen;
    private final Optional<Path> chosen;
    private @Nullable Drover drover;

    Session(World world, Screen screen, @Nullable Path config) {
        this.world = world;
        this.screen = screen;
        this.chosen = Optional.ofNullable(config)
                .or(() -> world.environment().apply("DROVER_CONFIG").map(Path::of));
    }

    Screen screen() {
        return screen;
    }

    DroverClock clock() {
        return world.clock();
    }

    Interrupts interrupts() {
        return world.interrupts();
    }

    InputStream in() {
        return world.in();
    }

    /** The file that was chosen, or the usual one where it is there. */
    Optional<Path> configFile() {
        Path usual = world.folder().resolve(USUAL_FILE);
        return chosen.or(() -> Files.exists(usual) ? Optional.of(usual) : Optional.empty());
    }

    /** What reads configurations. */
    DroverConfig config() {
        return world.config().get();
    }

    /** Opened on first use. */
    Drover drover() {
        if (drover == null) {
            world.logging().accept(screen.detail());
            Drover.Builder builder =
                    configFile().map(file -> config().read(file)).orElseGet(Drover::builder);
            drover = world.setUp()
                    .apply(builder.clock(world.clock()).listener(new Progress(screen)))
                    .build();
        }
        return drover;
    }

    /** How to call the command again with the same configuration, ready for a shell. */
    String command(String verb, Object... arguments) {
        StringBuilder line = new StringBuilder("drover ").append(verb);
        chosen.ifPresent(file -> line.append(" --config ").append(ShellWord.of(file.toString())));
        for (Object argument : arguments) {
            line.append(' ').append(ShellWord.of(argument.toString()));
        }
        return line.toString();
    }

    @Override
    public void close() {
        if (drover != null) {
            drover.close();
        }
    }
}
