package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, with a jar that tells how it was started. */
@Timeout(180)
class LauncherTest {
    private static final Path SCRIPT = Path.of("src/main/sh/drover").toAbsolutePath();
    private static final String MAIN = """
            package dev.drover.cli;
            import java.lang.management.ManagementFactory;
            public class Main {
                public static void main(String[] args) {
                    for (String arg : args) System.out.println("[" + arg.replace("\\n", "\\\\n") + "]");
                    System.out.println(ManagementFactory.getRuntimeMXBean().getInputArguments());
                    System.exit(args.length == 0 ? 0 : 3);
                }
            }
            """;
    private static final String TRAINING = """
            package dev.drover.cli;
            public class Training { public static void main(String[] args) { } }
            """;

    @TempDir
    Path folder;

    private Path home;

    private record Ended(int exit, String out) {}

    @BeforeEach
    void aDistribution() throws IOException {
        home = Files.createDirectories(folder.resolve("some where/drover"));
        Files.copy(SCRIPT, home.resolve("drover"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Path sources = Files.createDirectories(folder.resolve("src/dev/drover/cli"));
        Files.writeString(sources.resolve("Main.java"), MAIN);
        Files.writeString(sources.resolve("Training.java"), TRAINING);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        "-d",
                        classes.toString(),
                        sources.resolve("Main.java").toString(),
                        sources.resolve("Training.java").toString());
        assertThat(status).isZero();
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(home.resolve("drover.jar")))) {
            for (String name : List.of("Main", "Training")) {
                jar.putNextEntry(new JarEntry("dev/drover/cli/" + name + ".class"));
                jar.write(Files.readAllBytes(classes.resolve("dev/drover/cli/" + name + ".class")));
            }
        }
    }

    private Ended run(Path script, List<String> variables, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "-u", "CI", "XDG_CACHE_HOME=" + folder.resolve("cache")));
        command.add("JAVA_HOME=" + System.getProperty("java.home"));
        command.addAll(variables);
        command.add(script.toString());
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out);
    }

    private List<Path> archives() throws IOException {
        Path classes = folder.resolve("cache/drover/classes");
        if (!Files.isDirectory(classes)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(classes)) {
            return all.toList();
        }
    }

    @Test
    void argumentsAndExitCodePassAsTheyAre() throws Exception {
        Ended ended = run(
                home.resolve("drover"),
                List.of("DROVER_ARCHIVE=off"),
                "a b",
                "",
                "*",
                "'\"$(x)`",
                "línea\nzwei",
                "--",
                "-x");

        assertThat(ended.exit()).isEqualTo(3);
        assertThat(ended.out()).startsWith("[a b]\n[]\n[*]\n['\"$(x)`]\n[línea\\nzwei]\n[--]\n[-x]\n");
        assertThat(ended.out()).doesNotContain("drover.terminal");
        assertThat(archives()).isEmpty();
    }

    @Test
    void aLinkFindsItsJar() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("dr"), home.resolve("drover"));
        Path relative = Files.createSymbolicLink(folder.resolve("dr2"), Path.of("dr"));

        assertThat(run(link, List.of("DROVER_ARCHIVE=off")).exit()).isZero();
        assertThat(run(relative, List.of("DROVER_ARCHIVE=off")).exit()).isZero();
    }

    @Test
    void theSecondCallUsesWhatTheFirstLeftBehind() throws Exception {
        assertThat(run(home.resolve("drover"), List.of()).out()).doesNotContain("SharedArchiveFile");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (archives().size() != 1 || !archives().get(0).toString().endsWith(".jsa")) {
            assertThat(System.nanoTime()).as(archives().toString()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }

        assertThat(run(home.resolve("drover"), List.of()).out())
                .contains("-XX:SharedArchiveFile=" + archives().get(0));
        assertThat(Files.getPosixFilePermissions(folder.resolve("cache/drover/classes")))
                .hasSize(3);
        // Another jar, another archive: the one that there is does not fit.
        Files.write(home.resolve("drover.jar"), new byte[0], java.nio.file.StandardOpenOption.APPEND);
        Files.setLastModifiedTime(home.resolve("drover.jar"), java.nio.file.attribute.FileTime.fromMillis(0));
        assertThat(run(home.resolve("drover"), List.of("CI=true")).out()).doesNotContain("SharedArchiveFile");
    }

    @Test
    void noJavaIsSaidPlainly() throws Exception {
        Ended ended = run(home.resolve("drover"), List.of("JAVA_HOME=/no/such/java"));

        assertThat(ended.exit()).isEqualTo(2);
        assertThat(ended.out()).contains("there is no Java at '/no/such/java'");
    }

    @Test
    void aCacheThatCannotBeMadeIsNoFailure() throws Exception {
        Files.writeString(folder.resolve("cache"), "a file");

        assertThat(run(home.resolve("drover"), List.of()).exit()).isZero();
    }
}
