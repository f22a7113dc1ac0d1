package dev.drover.samples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Drover;
import dev.drover.config.DroverConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files of the guides are read as they stand. */
class GuidesTest {
    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

    private static Drover open(String guide) throws IOException {
        Path file = Path.of("../../docs", guide);
        Matcher yaml = YAML.matcher(Files.readString(file));
        assertThat(yaml.find()).as("a file in %s", guide).isTrue();
        return DroverConfig.standard().parse(file, yaml.group(1)).build();
    }

    @Test
    void optionsOfKubernetes() throws Exception {
        try (Drover drover = open("k8s.md")) {
            assertThat(drover.pools()).isEmpty();
        }
    }

    @Test
    void settingsOfPools() throws Exception {
        try (Drover drover = open("pools.md")) {
            assertThat(drover.pools()).containsExactly("etl");
        }
    }

    @Test
    void theSampleItself() {
        DroverConfig.standard().read(Path.of("drover.yaml"));
    }

    @Test
    void theSchemaNamesTheKeysOfKubernetes() {
        Map<?, ?> properties = (Map<?, ?>) DroverConfig.standard().schema().get("properties");
        Map<?, ?> locations = (Map<?, ?>) ((Map<?, ?>) properties.get("locations")).get("patternProperties");

        assertThat(locations.get("^k8s://").toString()).contains("spotExecutors", "kubeconfig", "containerDefaults");
        assertThat(locations.get("^k8s-spark://").toString()).contains("podAddresses", "kubeconfig");
        assertThat(properties.get("pools").toString()).contains("queueNames", "fixed", "idleTimeout");
    }
}
