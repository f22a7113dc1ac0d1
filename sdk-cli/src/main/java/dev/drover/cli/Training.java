package dev.drover.cli;

import dev.drover.DroverClock;
import dev.drover.cli.command.Interrupts;
import dev.drover.cli.command.World;
import dev.drover.cli.output.Terminal;
import dev.drover.config.DroverConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * Does what users do, so that the launcher can archive the classes that it takes. What it calls are ports of this machine
 * that nobody listens on, with credentials that are none.
 */
final class Training {
    private static final String CONFIG = """
            guard: {maxTries: 1}
            locations:
              emr://training: {region: eu-west-1, endpoint: 'http://127.0.0.1:9'}
              s3://: {region: eu-west-1, endpoint: 'http://127.0.0.1:9'}
            """;

    private static final List<List<String>> LESSONS = List.of(
            List.of("--help"),
            List.of("job", "submit", "--help"),
            List.of("--json", "job", "status", "spark://127.0.0.1:9#driver-1"),
            List.of("job", "status", "emr://training/j-1#s-1"),
            List.of("storage", "stat", "s3://training/none"));

    private Training() {}

    public static void main(String[] args) throws IOException {
        System.setProperty("aws.accessKeyId", "none");
        System.setProperty("aws.secretAccessKey", "none");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        Path folder = Files.createTempDirectory("drover-training");
        Path config = folder.resolve("drover.yaml");
        try {
            Files.writeString(config, CONFIG);
            Cli cli = new Cli(world(folder));
            LESSONS.forEach(lesson -> cli.run(lesson.toArray(String[]::new)));
            cli.run("storage", "ls", folder.toUri().toString());
        } finally {
            Files.deleteIfExists(config);
            Files.deleteIfExists(folder);
        }
    }

    private static World world(Path folder) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new World(
                nowhere,
                nowhere,
                InputStream.nullInputStream(),
                Terminal.NONE,
                folder,
                name -> Optional.empty(),
                DroverConfig::standard,
                UnaryOperator.identity(),
                DroverClock.system(),
                new NoInterrupts(),
                detail -> {});
    }

    /** Nobody interrupts. */
    private static final class NoInterrupts implements Interrupts {
        @Override
        public <T> T during(Callable<T> work, IntSupplier whenInterrupted) throws Exception {
            return work.call();
        }
    }
}
