package dev.drover.bundle.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.bundle.PackageBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real Maven Resolver, on a repository in a folder. */
class MavenJarsTest {
    @TempDir
    private Path remote;

    @TempDir
    private Path local;

    @BeforeEach
    void repository() throws IOException {
        artifact(
                "com.acme:etl:1.0",
                "com.acme:geo:2.0",
                "org.apache.spark:spark-sql_2.13:4.2.0",
                "com.acme:tests:1.0:test");
        artifact("com.acme:geo:2.0", "com.acme:deep:3.0", "org.scala-lang:scala-library:2.13.16");
        artifact("com.acme:deep:3.0");
    }

    @Test
    void jarsComeWithWhatTheyDependOnButSparkAndScala() {
        List<Path> jars = jars("com.acme:etl:1.0").resolve();

        assertThat(names(jars)).containsExactlyInAnyOrder("etl-1.0.jar", "geo-2.0.jar", "deep-3.0.jar");
        assertThat(jars).allMatch(jar -> jar.startsWith(local));
        assertThat(PackageBundle.builder().jars(jars).build().files())
                .containsOnlyKeys("jars/etl-1.0.jar", "jars/geo-2.0.jar", "jars/deep-3.0.jar");
    }

    @Test
    void whatIsExcludedIsLeftOut() {
        assertThat(names(jars("com.acme:etl:1.0").exclude("com.acme:deep").resolve()))
                .containsExactlyInAnyOrder("etl-1.0.jar", "geo-2.0.jar");
        assertThat(names(jars("com.acme:etl:1.0", "com.acme:deep:3.0")
                        .exclude("com.acme:*")
                        .resolve()))
                .as("what is asked for by name is never left out")
                .containsExactlyInAnyOrder("etl-1.0.jar", "deep-3.0.jar");
    }

    @Test
    void whatIsInTheLocalRepositoryNeedsNobody() throws IOException {
        jars("com.acme:geo:2.0").resolve();

        assertThat(names(MavenJars.of("com.acme:geo:2.0")
                        .localRepository(local)
                        .offline()
                        .repository(remote.toUri())
                        .resolve()))
                .hasSize(2);
    }

    @Test
    void whatIsNowhereIsNotFound() {
        assertThatThrownBy(() -> jars("com.acme:etl:9.9").resolve())
                .isInstanceOfSatisfying(DroverException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.NOT_FOUND);
                    assertThat(error).hasMessageContaining("com.acme:etl").hasMessageContaining("9.9");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "etl", "com.acme:etl", "com.acme:etl:1.0:x:y:z", "com.acme:etl :1.0", "a::b"})
    void whatAreNoCoordinatesIsRefused(String coordinates) {
        assertThatThrownBy(() -> MavenJars.of(coordinates))
                .isInstanceOfSatisfying(
                        DroverException.class, error -> assertThat(error.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        assertThatThrownBy(() -> MavenJars.of("a:b:1").exclude("slf4j")).isInstanceOf(DroverException.class);
    }

    private MavenJars.Builder jars(String... coordinates) {
        return MavenJars.of(coordinates)
                .repository(remote.toUri())
                .localRepository(local)
                .offline();
    }

    private static List<String> names(List<Path> jars) {
        return jars.stream().map(jar -> jar.getFileName().toString()).toList();
    }

    private void artifact(String coordinates, String... dependencies) throws IOException {
        String[] parts = coordinates.split(":", -1);
        Path folder = Files.createDirectories(
                remote.resolve(parts[0].replace('.', '/')).resolve(parts[1]).resolve(parts[2]));
        StringBuilder pom =
                new StringBuilder("<project><modelVersion>4.0.0</modelVersion>" + gav(parts) + "<dependencies>");
        for (String dependency : dependencies) {
            String[] on = dependency.split(":", -1);
            pom.append("<dependency>").append(gav(on)).append(on.length > 3 ? "<scope>" + on[3] + "</scope>" : "");
            pom.append("</dependency>");
        }
        String file = parts[1] + "-" + parts[2];
        Files.writeString(folder.resolve(file + ".pom"), pom + "</dependencies></project>");
        try (OutputStream out = Files.newOutputStream(folder.resolve(file + ".jar"));
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new ZipEntry(parts[1]));
        }
    }

    private static String gav(String[] parts) {
        return "<groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId><version>" + parts[2]
                + "</version>";
    }
}
