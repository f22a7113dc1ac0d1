package dev.drover.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Programs without Maven Resolver, which is most of them. */
class WithoutMavenTest {

    @Test
    void bundlesWorkAndJarsByCoordinatesSayWhatIsMissing() throws Exception {
        URL[] others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("maven") || entry.contains("sdk-core"))
                .map(WithoutMavenTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass("eu.maveniverse.maven.mima.context.Context"))
                    .isInstanceOf(ClassNotFoundException.class);
            Object bundle = loader.loadClass("dev.drover.bundle.PackageBundle")
                    .getMethod("builder")
                    .invoke(null);
            assertThat(bundle).isNotNull();
            Class<?> type = loader.loadClass("dev.drover.bundle.maven.MavenJars");
            Object builder = type.getMethod("of", String[].class).invoke(null, (Object) new String[] {"a:b:1"});

            assertThatThrownBy(() -> builder.getClass().getMethod("resolve").invoke(builder))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .hasMessageStartingWith("UNSUPPORTED")
                    .hasMessageContaining("eu.maveniverse.maven.mima:context");
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
