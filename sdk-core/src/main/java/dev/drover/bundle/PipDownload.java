package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.internal.file.FileErrors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of {@code pip download}, as a process of its own and through no shell. For one thread, once. */
final class PipDownload {
    private static final int SHOWN = 2_000;

    private record Rule(String text, ErrorCode code, String advice) {}

    /** The first that matches counts. */
    private static final List<Rule> RULES = List.of(
            new Rule("No module named pip", ErrorCode.UNSUPPORTED, "Install pip for that Python."),
            new Rule("no such option", ErrorCode.UNSUPPORTED, "Use a Python with a newer pip."),
            new Rule("No space left", ErrorCode.QUOTA_EXCEEDED, "Free space on that disk."),
            new Rule("Invalid requirement", ErrorCode.INVALID_ARGUMENT, "Write requirements like 'pandas==2.2.3'."),
            new Rule("Could not open requirements file", ErrorCode.NOT_FOUND, "Check the path."),
            new Rule(
                    "Retrying (Retry(", ErrorCode.UNAVAILABLE, "Check the index and the proxy of pip's configuration."),
            new Rule(
                    "No matching distribution found",
                    ErrorCode.NOT_FOUND,
                    "Only wheels count: choose a version that has one for this Python and platform, or build it and name"
                            + " its folder."));

    private final String interpreter;
    private final List<String> arguments;
    private final Duration timeout;

    PipDownload(String interpreter, List<String> arguments, Duration timeout) {
        this.interpreter = interpreter;
        this.arguments = arguments;
        this.timeout = timeout;
    }

    /** The wheels, in the directory. */
    List<Path> into(Path directory) throws InterruptedException {
        try {
            Files.createDirectories(directory);
            // Apart first, to tell what is new from what was there; and so that pip starts where nobody else's modules
            // are.
            Path fresh = Files.createTempDirectory(directory, ".pip-");
            try {
                run(Files.createDirectory(fresh.resolve("wheels")), fresh.resolve("log"));
                return moved(fresh.resolve("wheels"), directory);
            } finally {
                remove(fresh);
            }
        } catch (IOException e) {
            throw FileErrors.unreadable(directory, e);
        }
    }

    private void run(Path wheels, Path log) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                interpreter,
                "-m",
                "pip",
                "download",
                "--disable-pip-version-check",
                "--no-input",
                "--dest",
                wheels.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(wheels.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("PYTHONIOENCODING", "utf-8", "PYTHONUNBUFFERED", "1"));
        Process pip = start(builder);
        try {
            pip.getOutputStream().close();
            if (!pip.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed(ErrorCode.DEADLINE_EXCEEDED, "It was ended after " + timeout + ".", log);
            }
        } finally {
            pip.descendants().forEach(ProcessHandle::destroyForcibly);
            pip.destroyForcibly();
        }
        if (pip.exitValue() != 0) {
            String said = Files.readString(log, StandardCharsets.UTF_8);
            Rule rule = RULES.stream()
                    .filter(each -> said.contains(each.text()))
                    .findFirst()
                    .orElse(new Rule("", ErrorCode.FAILED, "It ended with " + pip.exitValue() + "."));
            throw failed(rule.code(), rule.advice(), log);
        }
    }

    private Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new DroverException(
                    ErrorCode.UNSUPPORTED,
                    Effect.NONE,
                    false,
                    "Python requirements are downloaded by pip, and '" + interpreter + "' cannot be started: "
                            + e.getMessage() + ". Install Python 3 with pip, or add the wheels as files.",
                    e);
        }
    }

    private DroverException failed(ErrorCode code, String advice, Path log) throws IOException {
        String said = Files.readString(log, StandardCharsets.UTF_8).strip();
        return new DroverException(
                code,
                Effect.NONE,
                code == ErrorCode.UNAVAILABLE || code == ErrorCode.DEADLINE_EXCEEDED,
                "pip could not download the requirements. " + advice + " It said: "
                        + said.substring(Math.max(0, said.length() - SHOWN)),
                null);
    }

    private static List<Path> moved(Path from, Path to) throws IOException {
        List<Path> moved = new ArrayList<>();
        for (Path wheel : entries(from)) {
            moved.add(Files.move(wheel, to.resolve(wheel.getFileName()), StandardCopyOption.REPLACE_EXISTING));
        }
        return List.copyOf(moved);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }
}
