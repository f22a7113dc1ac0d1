package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Spark is taken from; with empty files for jars. */
class SparkSourcesTest {
    private static final Optional<String> ANY = Optional.empty();

    @TempDir
    private Path folder;

    @Test
    void anInstallationTellsItsVersionsByTheCoreJar() throws Exception {
        Path home = home("spark-core_2.12-3.5.8.jar", "spark-sql_2.12-3.5.8.jar");

        assertThat(SparkInstallation.in(home)).contains(new SparkInstallation(home, "3.5.8", "2.12"));
        assertThat(SparkInstallation.in(folder.resolve("nowhere"))).isEmpty();
        assertThat(SparkInstallation.in(home("other.jar"))).isEmpty();
    }

    @Test
    void anInstallationWithABrokenLinkIsNone() throws Exception {
        Path home = home("spark-core_2.13-4.2.0.jar");
        Files.createSymbolicLink(home.resolve("jars/gone.jar"), folder.resolve("gone"));

        assertThat(SparkInstallation.in(home)).isEmpty();
    }

    @Test
    void sparkHomeIsTakenIfItHasTheVersion() throws Exception {
        Path home = home("spark-core_2.13-4.2.0.jar");
        InstalledSpark source = new InstalledSpark(Optional.empty(), Optional.of(home.toString()));

        assertThat(source.find(ANY, word -> {})).map(SparkInstallation::version).contains("4.2.0");
        assertThat(source.find(Optional.of("4.2.0"), word -> {})).isPresent();
        assertThat(source.find(Optional.of("3.5.8"), word -> {})).isEmpty();
        assertThat(new InstalledSpark(Optional.empty(), Optional.of("/nowhere")).find(ANY, word -> {}))
                .isEmpty();
    }

    @Test
    void anOldSparkHomeIsPassedOver() throws Exception {
        Path home = home("spark-core_2.12-3.3.1.jar");

        assertThat(new InstalledSpark(Optional.empty(), Optional.of(home.toString())).find(ANY, word -> {}))
                .isEmpty();
    }

    @Test
    void aFolderNamedOnPurposeMustHaveTheVersion() throws Exception {
        Path home = home("spark-core_2.13-4.2.0.jar");
        InstalledSpark source = new InstalledSpark(Optional.of(home), Optional.empty());

        assertThat(source.find(ANY, word -> {})).isPresent();
        assertThatThrownBy(() -> source.find(Optional.of("3.5.8"), word -> {}))
                .isInstanceOfSatisfying(
                        DroverException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining("4.2.0");
        assertThatThrownBy(() -> new InstalledSpark(Optional.of(folder), Optional.empty()).check(ANY))
                .hasMessageContaining("spark-core");
    }

    @Test
    void theClassPathIsTakenIfSparkIsCompleteThere() throws Exception {
        Path jars = home(
                        "spark-core_2.13-4.2.0.jar",
                        "spark-sql_2.13-4.2.0.jar",
                        "log4j-slf4j2-impl-2.25.0.jar",
                        "slf4j-simple-2.0.20.jar")
                .resolve("jars");
        SparkHomes homes = new SparkHomes(folder.resolve("cache"));

        SparkInstallation spark =
                new ClassPathSpark(classPath(jars), homes).find(ANY, word -> {}).orElseThrow();

        assertThat(spark.version()).isEqualTo("4.2.0");
        try (Stream<Path> linked = Files.list(spark.home().resolve("jars"))) {
            assertThat(linked.map(jar -> jar.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "spark-core_2.13-4.2.0.jar", "spark-sql_2.13-4.2.0.jar", "log4j-slf4j2-impl-2.25.0.jar");
        }
        assertThat(new ClassPathSpark(classPath(jars), homes).find(Optional.of("4.1.0"), word -> {}))
                .isEmpty();
        assertThat(new ClassPathSpark("/a/spark-core_2.13-4.2.0.jar:/b.jar", homes).find(ANY, word -> {}))
                .isEmpty();
    }

    @Test
    void manyMakeOneHome() throws Exception {
        Path jars = home("spark-core_2.13-4.2.0.jar", "other.jar").resolve("jars");
        List<Path> all = List.of(jars.resolve("spark-core_2.13-4.2.0.jar"), jars.resolve("other.jar"));
        SparkHomes homes = new SparkHomes(folder.resolve("cache"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<SparkInstallation> make = () -> homes.make("4.2.0-2.13", all);
            for (Future<SparkInstallation> made : threads.invokeAll(java.util.Collections.nCopies(16, make))) {
                assertThat(made.get().version()).isEqualTo("4.2.0");
            }
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> left = Files.list(folder.resolve("cache"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void aBrokenHomeIsReplaced() throws Exception {
        Path core = home("spark-core_2.13-4.2.0.jar").resolve("jars/spark-core_2.13-4.2.0.jar");
        SparkHomes homes = new SparkHomes(folder.resolve("cache"));
        Path jars = Files.createDirectories(folder.resolve("cache/4.2.0-2.13/jars"));
        Files.createSymbolicLink(jars.resolve("spark-core_2.13-4.2.0.jar"), folder.resolve("gone"));

        assertThat(homes.named("4.2.0-2.13")).isEmpty();
        homes.make("4.2.0-2.13", List.of(core));
        assertThat(homes.named("4.2.0-2.13")).isPresent();
    }

    @Test
    void offlineWhatIsNotThereIsAnErrorThatSaysSo() {
        MavenSpark maven = new MavenSpark(new SparkHomes(folder.resolve("cache")), true);

        assertThatThrownBy(() -> maven.find(Optional.of("4.99.0"), word -> {}))
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("4.99.0")
                .hasMessageContaining("offline");
    }

    private Path home(String... jars) throws Exception {
        Path home = Files.createTempDirectory(folder, "home");
        Path inside = Files.createDirectory(home.resolve("jars"));
        for (String jar : jars) {
            Files.createFile(inside.resolve(jar));
        }
        return home;
    }

    private static String classPath(Path jars) throws Exception {
        try (Stream<Path> all = Files.list(jars)) {
            return all.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }
}
