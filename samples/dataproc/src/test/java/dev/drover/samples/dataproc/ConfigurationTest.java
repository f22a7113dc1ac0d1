package dev.drover.samples.dataproc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Drover;
import dev.drover.config.DroverConfig;
import dev.drover.spi.ProviderFactory;
import dev.drover.spi.settings.Keys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** drover.yaml with the providers of two clouds on the class path. */
class ConfigurationTest {
    private static final Path GUIDE = Path.of("..", "..", "docs", "configuration.md");

    @Test
    void theExampleOfTheGuideIsUnderstood() throws Exception {
        Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(GUIDE));
        assertThat(yaml.find()).isTrue();
        DroverConfig config = DroverConfig.standard().environment(name -> Optional.of("blue"));

        try (Drover drover = config.parse(GUIDE, yaml.group(1)).build()) {
            assertThat(drover.pools()).containsExactly("etl");
            assertThat(drover.pool("etl").candidates()).hasSize(2);
        }
    }

    @Test
    void noKeyOfALocationMeansTwoThings() {
        int schemes = 0;
        for (ProviderFactory factory : ServiceLoader.load(ProviderFactory.class)) {
            for (String scheme : factory.schemes()) {
                List<String> names = new ArrayList<>();
                factory.settings(scheme)
                        .forEach(group ->
                                group.keys().stream().map(Keys.Key::name).forEach(names::add));
                assertThat(names).as(scheme).doesNotHaveDuplicates();
                schemes++;
            }
        }
        assertThat(schemes).isGreaterThan(8);
    }

    @Test
    void theSchemaNamesTheKeysOfEveryScheme() {
        Map<?, ?> properties = (Map<?, ?>) DroverConfig.standard().schema().get("properties");
        Map<?, ?> locations = (Map<?, ?>) ((Map<?, ?>) properties.get("locations")).get("patternProperties");

        assertThat(locations.get("^emr://").toString()).contains("stepConcurrency", "oidcTokenFile");
        assertThat(locations.get("^dataproc://").toString()).contains("imageVersion", "workloadIdentity");
    }
}
