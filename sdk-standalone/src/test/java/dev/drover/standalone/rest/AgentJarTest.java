package dev.drover.standalone.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Attempt;
import dev.drover.RequestKey;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentJarTest {

    private static String mainClass(int number) {
        return AgentJar.mainClass(new Attempt(Attempt.Kind.JOB, RequestKey.of("etl"), number));
    }

    @Test
    void sameClassesGiveSameBytes() {
        AgentJar jar = AgentJar.build();

        assertThat(jar.bytes()).isEqualTo(AgentJar.build().bytes()).hasSizeLessThan(500_000);
        assertThat(jar.fileName()).matches("drover-agent-[0-9a-f]{16}\\.jar");
    }

    @Test
    void everyMainClassIsThereAndRuns(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("agent.jar"), AgentJar.build().bytes());
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {file.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            for (int attempt = 1; attempt <= 200; attempt++) {
                Class<?> main = loader.loadClass(mainClass(attempt));
                assertThat(Modifier.isStatic(
                                main.getMethod("main", String[].class).getModifiers()))
                        .isTrue();
                assertThat(main.getProtectionDomain().getCodeSource().getLocation())
                        .isEqualTo(file.toUri().toURL());
            }
        }
    }

    @Test
    void mainClassFollowsFromTheAttemptAndRarelyIsAnothers() {
        assertThat(mainClass(1)).isEqualTo(mainClass(1)).startsWith("dev.drover.standalone.agent.Job");
        assertThat(AgentJar.isAgent(mainClass(1))).isTrue();
        assertThat(AgentJar.isAgent("com.acme.Etl")).isFalse();
        long different = IntStream.rangeClosed(1, 1000)
                .mapToObj(AgentJarTest::mainClass)
                .distinct()
                .count();
        assertThat(different).isGreaterThan(500);
    }
}
