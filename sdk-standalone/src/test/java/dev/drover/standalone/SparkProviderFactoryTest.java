package dev.drover.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.Capability;
import dev.drover.ClusterSpec;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.Location;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.spi.Provider;
import dev.drover.spi.ProviderContext;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.ProviderOptions;
import dev.drover.standalone.rest.CountingContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkProviderFactoryTest {
    private final SparkProviderFactory factory = new SparkProviderFactory();

    private Provider open(String location) {
        return factory.open(Location.parse(location), new NoOptions());
    }

    @Test
    void isFoundByServiceLoader() {
        assertThat(ServiceLoader.load(ProviderFactory.class).stream().map(ServiceLoader.Provider::type))
                .contains(SparkProviderFactory.class);
        assertThat(factory.schemes()).containsExactly("spark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark://h1:7077,h2:7077", "spark://a/b", "spark://user@host", "spark://h:123456"})
    void refusesWhatIsNoMaster(String location) {
        DroverException error = catchThrowableOfType(DroverException.class, () -> open(location));
        assertThat(error.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark://host:7077", "spark://prod", "spark://10.0.0.1:7077", "spark://[fe80::1]:7077"})
    void attachesWithoutAnyCall(String location) {
        try (Provider provider = open(location)) {
            assertThat(provider.jobs()).isPresent();
            assertThat(provider.storage()).isEmpty();
            assertThat(provider.jobs()
                            .get()
                            .capabilities(Location.parse(location).cluster(""), CountingContext.create()))
                    .contains(Capability.SPARK_JAR)
                    .isSubsetOf(factory.capabilities("spark"));
        }
    }

    @Test
    void makesAndEndsNoClusters() {
        try (Provider provider = open("spark://h:7077")) {
            var clusters = provider.clusters().orElseThrow();
            var id = Location.parse("spark://h:7077").cluster("");
            assertUnsupported(() -> clusters.check(ClusterSpec.builder().build()));
            assertUnsupported(() -> clusters.resize(id, 2, CountingContext.create()));
            assertUnsupported(() -> clusters.terminate(id, CountingContext.create()));
            assertThat(clusters.list(CountingContext.create())).isEmpty();
        }
    }

    private static void assertUnsupported(Runnable action) {
        DroverException error = catchThrowableOfType(DroverException.class, action::run);
        assertThat(error.code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(error).hasMessageContaining("somebody else");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> SparkMasterOptions.builder().authenticate(true).build())
                .isInstanceOf(DroverException.class)
                .hasMessageContaining("staging");
        assertThatThrownBy(() -> SparkMasterOptions.builder().rest(URI.create("http://user:pw@h")))
                .isInstanceOf(DroverException.class)
                .hasMessageNotContaining("pw");
        assertThatThrownBy(() -> SparkMasterOptions.builder().requestTimeout(Duration.ZERO))
                .isInstanceOf(DroverException.class);
    }

    private static final class NoOptions implements ProviderContext {
        @Override
        public <T extends ProviderOptions> Optional<T> options(Class<T> type) {
            return Optional.empty();
        }

        @Override
        public Storage storage(StorageUri uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DroverClock clock() {
            return DroverClock.system();
        }

        @Override
        public RandomGenerator random() {
            return new Random(1);
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }

        @Override
        public void progress(String operation, String message) {}
    }
}
