package dev.drover.k8s.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.k8s.KubeOptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of its own, with what this module brings and nothing that only tests have. */
class ChildJvmTest {
    private static final Pattern TESTS_ONLY = Pattern.compile(
            ".*/(client-java-\\d.*|bc[a-z]+-jdk18on.*|jose4j.*|commons-.*|wiremock.*|junit.*|assertj.*|archunit.*)\\.jar");

    private final CountDownLatch over = new CountDownLatch(1);
    private World world;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        world = new World(folder);
        world.api.serve(exchange -> {
            if (exchange.asked().query().contains("watch")) {
                exchange.stream();
                over.await();
            }
            exchange.answer(200, "{}");
        });
    }

    @AfterEach
    void close() {
        over.countDown();
        world.close();
    }

    @Test
    void aJvmEndsByItselfAfterACallAndWithAWatchStillOpen() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        Program.class.getName(),
                        world.api.https().toString(),
                        world.ca.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.readLine()).isEqualTo("asked, watching");

            assertThat(child.waitFor(1, TimeUnit.MINUTES)).as("it has ended").isTrue();
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }
        assertThat(world.api.asked()).hasSize(2);
    }

    private static String classPath() {
        List<String> all = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        List<String> ours =
                all.stream().filter(each -> !TESTS_ONLY.matcher(each).matches()).toList();
        assertThat(all.size() - ours.size()).isGreaterThan(10);
        return ours.stream().collect(Collectors.joining(File.pathSeparator));
    }

    /** Closes nothing. */
    static final class Program {
        private Program() {}

        public static void main(String[] args) throws Exception {
            KubeConnection connection = KubeConnection.open(
                    KubeOptions.builder()
                            .server(URI.create(args[0]))
                            .caFile(Path.of(args[1]))
                            .build(),
                    "",
                    new Surroundings(Map.of(), Path.of(""), Path.of("")),
                    InstantSource.system());
            World.ask(connection);
            connection.send(KubeRequest.watch(World.PODS, "spark", Duration.ofMinutes(5)), Duration.ofSeconds(20));
            System.out.print("asked, watching\n");
        }
    }
}
