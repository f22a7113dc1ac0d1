package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What users get, as the build has made it; runs after package. */
@Timeout(120)
class DistributionTest {
    private static final Path HOME = Path.of("target/drover").toAbsolutePath();

    @TempDir
    Path folder;

    private record Ended(int exit, String out, String err) {}

    private Ended run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(HOME.resolve("drover").toString()));
        command.addAll(List.of(args));
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().put("DROVER_ARCHIVE", "off");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    @Test
    void helpAndVersion() throws Exception {
        assertThat(run("--help").out()).startsWith("Usage: drover ");
        assertThat(run("--version").out())
                .containsPattern("^drover [0-9]+\\.[0-9]+\\.[0-9]+")
                .contains("Java ");
    }

    @Test
    void everyProviderIsInTheJar() throws Exception {
        Ended schema = run("config", "schema");

        assertThat(schema.exit()).as(schema.err()).isZero();
        List<String> patterns = new ArrayList<>();
        new ObjectMapper()
                .readTree(schema.out())
                .at("/properties/locations/patternProperties")
                .fieldNames()
                .forEachRemaining(patterns::add);
        assertThat(patterns)
                .contains(
                        "^emr://",
                        "^emr-serverless://",
                        "^emr-eks://",
                        "^ec2-spark://",
                        "^s3://",
                        "^dataproc://",
                        "^dataproc-serverless://",
                        "^gs://",
                        "^k8s://",
                        "^spark://",
                        "^spark-hosts://",
                        "^local://");
    }

    @Test
    void theJarHoldsNoTestKitAndNoSignatures() throws IOException {
        try (ZipFile jar = new ZipFile(HOME.resolve("drover.jar").toFile());
                Stream<String> names = jar.stream().map(entry -> entry.getName())) {
            assertThat(names.filter(name -> name.startsWith("dev/drover/testkit/")
                            || name.startsWith("org/junit/")
                            || name.matches("META-INF/[^/]+\\.(SF|DSA|RSA)")
                            || name.endsWith("module-info.class")))
                    .isEmpty();
            assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
            assertThat(jar.getEntry("META-INF/THIRD-PARTY.txt")).isNotNull();
        }
    }

    @Test
    void standardStreamsAreKeptApart() throws Exception {
        Files.writeString(folder.resolve("größe 1.txt"), "hello\n");

        Ended put = run(
                "storage", "put", "größe 1.txt", folder.resolve("copy").toUri().toString());
        Ended json =
                run("--json", "storage", "stat", folder.resolve("none").toUri().toString());

        assertThat(put.exit()).as(put.err()).isZero();
        assertThat(folder.resolve("copy")).hasContent("hello\n");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(new ObjectMapper().readTree(json.out()).at("/error/code").asText())
                .isEqualTo("NOT_FOUND");
        assertThat(json.err()).startsWith("drover: NOT_FOUND: ");
    }

    @Test
    void completionScriptsCompleteInBash() throws Exception {
        Path script = Files.writeString(
                folder.resolve("drover.bash"), run("completion", "bash").out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "compopt() { :; }; source '" + script + "'; COMP_WORDS=(drover job s); COMP_CWORD=2;"
                                + " _complete_drover; echo \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .strip()
                        .split(" "))
                .containsExactlyInAnyOrder("submit", "status");
        assertThat(run("completion", "zsh").out()).startsWith("autoload -U +X compinit");
    }
}
