package dev.drover.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Programs without Micrometer, which is most of them. */
class WithoutMicrometerTest {

    @Test
    void aDroverWorks() throws Exception {
        URL[] others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> !entry.contains("micrometer"))
                .map(WithoutMicrometerTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> loader.loadClass("io.micrometer.core.instrument.MeterRegistry"))
                    .isInstanceOf(ClassNotFoundException.class);
            Class<?> type = loader.loadClass("dev.drover.Drover");
            Object builder = type.getMethod("builder").invoke(null);
            Object drover = builder.getClass().getMethod("build").invoke(builder);
            Object storage = type.getMethod("storage", String.class).invoke(drover, "file:///tmp/");
            Class<?> uri = loader.loadClass("dev.drover.StorageUri");
            Object nothing = uri.getMethod("parse", String.class).invoke(null, "file:///tmp/not-there-" + hashCode());

            // Through the whole guard.
            Object found = loader.loadClass("dev.drover.Storage")
                    .getMethod("stat", uri)
                    .invoke(storage, nothing);

            assertThat(found).hasToString("Optional.empty");
            type.getMethod("close").invoke(drover);
            assertThatThrownBy(() -> loader.loadClass("dev.drover.micrometer.DroverMetrics")
                            .getConstructors())
                    .isInstanceOf(NoClassDefFoundError.class);
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
