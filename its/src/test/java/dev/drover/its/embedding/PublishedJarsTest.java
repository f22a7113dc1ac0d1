package dev.drover.its.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of the jars meet in them. */
@EnabledIfEnvironmentVariable(named = "DROVER_ITS_EMBEDDING", matches = ".+")
class PublishedJarsTest {
    private static final String SERVICES = "META-INF/services/";

    @ParameterizedTest
    @ValueSource(strings = {"all", "all-shaded"})
    void noPackageIsInTwoJars(String classPath) throws Exception {
        Map<String, Set<String>> jarsOf = new TreeMap<>();
        for (Path jar : ours(classPath)) {
            for (String name : entries(jar)) {
                if (name.endsWith(".class")) {
                    jarsOf.computeIfAbsent(name.substring(0, name.lastIndexOf('/')), p -> new TreeSet<>())
                            .add(jar.getFileName().toString());
                }
            }
        }

        assertThat(jarsOf).hasSizeGreaterThan(20);
        assertThat(jarsOf).allSatisfy((name, jars) -> assertThat(jars).as(name).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "all-shaded"})
    void everyJarHasANameForModulesAndItsLicence(String classPath) throws Exception {
        for (Path file : ours(classPath)) {
            try (JarFile jar = new JarFile(file.toFile())) {
                assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                        .as(file.toString())
                        .matches("dev\\.drover\\.[a-z0-9]+");
                assertThat(jar.getEntry("META-INF/LICENSE")).as(file.toString()).isNotNull();
                assertThat(jar.getEntry("META-INF/NOTICE")).as(file.toString()).isNotNull();
            }
        }
    }

    @Test
    void shadedJarsHoldNothingUnderTheNamesOfOthers() throws Exception {
        for (Path jar : ours("all-shaded")) {
            assertThat(entries(jar))
                    .as(jar.toString())
                    .filteredOn(name -> name.endsWith(".class") || name.startsWith(SERVICES))
                    .allMatch(name -> name.startsWith("dev/drover/") || name.startsWith(SERVICES + "dev.drover."));
            assertThat(entries(jar)).as(jar.toString()).contains("META-INF/THIRD-PARTY.txt");
        }
    }

    /** Beside them is only what programs share with Drover. */
    @Test
    void shadedJarsBringNothingElse() throws Exception {
        List<Path> others = new ArrayList<>(EmbeddingTest.classPath("all-shaded"));
        others.removeAll(ours("all-shaded"));

        assertThat(others)
                .extracting(jar -> jar.getFileName().toString().replaceAll("-[0-9.]+jar$", ""))
                .containsExactlyInAnyOrder("slf4j-api", "jspecify");
    }

    @Test
    void everyServiceOfAShadedJarIsInIt() throws Exception {
        int services = 0;
        for (Path file : ours("all-shaded")) {
            try (JarFile jar = new JarFile(file.toFile())) {
                for (JarEntry entry : jar.stream()
                        .filter(each -> !each.isDirectory() && each.getName().startsWith(SERVICES))
                        .toList()) {
                    String text = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                    for (String line : text.lines()
                            .map(each -> each.replaceAll("#.*", "").strip())
                            .filter(each -> !each.isEmpty())
                            .toList()) {
                        assertThat(jar.getEntry(line.replace('.', '/') + ".class"))
                                .as(entry + ": " + line)
                                .isNotNull();
                        services++;
                    }
                }
            }
        }
        assertThat(services).isGreaterThan(15);
    }

    @Test
    void shadedJarsAreModules() throws Exception {
        ModuleFinder finder =
                ModuleFinder.of(EmbeddingTest.classPath("all-shaded").toArray(Path[]::new));
        List<String> names = finder.findAll().stream()
                .map(each -> each.descriptor().name())
                .sorted()
                .toList();

        assertThat(names)
                .contains(
                        "dev.drover.aws",
                        "dev.drover.core",
                        "dev.drover.gcp",
                        "dev.drover.k8s",
                        "dev.drover.standalone");
        assertThatCode(() -> ModuleLayer.boot().configuration().resolve(finder, ModuleFinder.of(), names))
                .doesNotThrowAnyException();
    }

    /** It is looked for by the name of the package. */
    @Test
    void theNativeCodeOfGrpcLoadsUnderItsNewName() throws Exception {
        String name = "dev.drover.shaded.gcp.io.grpc.netty.shaded.io.netty.handler.ssl.OpenSsl";
        List<URL> urls = new ArrayList<>();
        for (Path jar : EmbeddingTest.classPath("gcp-shaded")) {
            urls.add(jar.toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> openSsl = loader.loadClass(name);

            assertThat(openSsl.getMethod("isAvailable").invoke(null))
                    .as(String.valueOf(openSsl.getMethod("unavailabilityCause").invoke(null)))
                    .isEqualTo(true);
        }
    }

    /** This class path is what all tests here run on. */
    @Test
    void theBomGivesProgramsTheVersionsOfTheTests() throws Exception {
        Set<String> tested = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> Path.of(path).getFileName().toString())
                .collect(Collectors.toSet());
        List<Path> others = new ArrayList<>(EmbeddingTest.classPath("all"));
        others.removeAll(ours("all"));

        assertThat(others).hasSizeGreaterThan(100);
        assertThat(others).extracting(jar -> jar.getFileName().toString()).isSubsetOf(tested);
    }

    private static List<Path> ours(String classPath) throws IOException {
        return EmbeddingTest.classPath(classPath).stream()
                .filter(jar -> jar.toString().contains("/dev/drover/"))
                .toList();
    }

    private static List<String> entries(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile());
                Stream<JarEntry> all = jar.stream()) {
            return all.filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .toList();
        }
    }
}
