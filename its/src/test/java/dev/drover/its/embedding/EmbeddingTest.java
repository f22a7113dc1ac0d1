package dev.drover.its.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.drover.its.Moto;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that embed Drover, on the class paths that {@code its/embed} has found. */
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_EMBEDDING", matches = ".+")
class EmbeddingTest {
    private static final List<String> MODULES = List.of("standalone", "aws", "gcp", "k8s");
    private static final List<String> SPARKS = List.of("4.2.0", "3.5.8");

    /** Where plain modules do not do; docs/embedding.md says so. */
    private static final Map<String, String> BREAKS = Map.of(
            "3.5.8 gcp", "NoSuchMethodError: 'void com.google.common.base.Preconditions.checkArgument",
            "3.5.8 k8s", "NoSuchMethodError: 'com.google.gson.JsonElement com.google.gson.JsonParser.parseString");

    @TempDir
    private Path folder;

    static Stream<Arguments> drivers() {
        return SPARKS.stream()
                .flatMap(spark -> MODULES.stream()
                        .flatMap(module ->
                                Stream.of(module, module + "-shaded").map(jars -> Arguments.of(spark, module, jars))));
    }

    @ParameterizedTest
    @MethodSource("drivers")
    void aSparkDriverSubmits(String spark, String module, String jars) throws Exception {
        try (Platform platform = platform(module, spark)) {
            Program.End end = new Program(folder, platform.locations())
                    .inside(sparkHome(spark), classPath(jars), platform.arguments());

            if (BREAKS.containsKey(spark + " " + jars)) {
                assertThat(end.exitCode()).as(end.output()).isNotZero();
                assertThat(end.output()).contains(BREAKS.get(spark + " " + jars));
            } else {
                assertThat(end.exitCode()).as(end.output()).isZero();
                assertThat(platform.has(end.job())).as(end.output()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aProgramWithAllProvidersSubmits(String module, String jars) throws Exception {
        try (Platform platform = platform(module, SPARKS.get(0))) {
            Program.End end = new Program(folder, platform.locations()).alone(classPath(jars), platform.arguments());

            assertThat(end.exitCode()).as(end.output()).isZero();
            assertThat(platform.has(end.job())).as(end.output()).isTrue();
        }
    }

    static Stream<Arguments> modules() {
        return MODULES.stream()
                .flatMap(module -> Stream.of("all", "all-shaded").map(jars -> Arguments.of(module, jars)));
    }

    private Platform platform(String module, String spark) {
        return switch (module) {
            case "standalone" -> new LocalSpark(sparkHome(spark));
            case "aws" -> {
                assumeThat(System.getenv(Moto.VARIABLE)).isNotNull();
                yield new Aws();
            }
            case "gcp" -> new Google();
            case "k8s" -> new Kubernetes(folder);
            default -> throw new IllegalArgumentException(module);
        };
    }

    private static Path sparkHome(String version) {
        return Path.of(System.getenv("DROVER_ITS_PYSPARK_" + version.replace('.', '_')));
    }

    static List<Path> classPath(String jars) throws IOException {
        Path list = Path.of(System.getenv("DROVER_ITS_EMBEDDING"), "classpaths", jars);
        return Arrays.stream(Files.readString(list).strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }
}
