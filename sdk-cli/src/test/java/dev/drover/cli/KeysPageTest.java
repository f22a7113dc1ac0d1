package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.config.ClusterTemplate;
import dev.drover.config.DroverConfig;
import dev.drover.config.JobTemplate;
import dev.drover.config.PipelineTemplate;
import dev.drover.spi.ProviderFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of all keys says what the schemas say. */
class KeysPageTest {
    private static final Path PAGE = Path.of("../docs/configuration-keys.md");
    private static final String MARK = "<!-- Below: made from the schemas by KeysPageTest. -->\n";

    /** The part below the mark is made: -Ddrover.docs.write=true writes it. */
    @Test
    void thePageSaysWhatTheSchemasSay() throws Exception {
        String text = Files.readString(PAGE);
        String wanted = text.substring(0, text.indexOf(MARK) + MARK.length()) + keys();
        if (Boolean.getBoolean("drover.docs.write")) {
            Files.writeString(PAGE, wanted);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(wanted);
    }

    @Test
    void everyLinkLeadsToASection() {
        String keys = keys().toString();
        String anchors = keys.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> KeysPage.anchor(line.replaceFirst("^#+ ", "")))
                .collect(Collectors.joining("\n"));
        Matcher link = Pattern.compile("]\\(#([^)]*)\\)").matcher(keys);

        assertThat(link.results().map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(anchor -> assertThat(anchors.lines()).contains(anchor));
    }

    @Test
    void everyKeyIsDescribed() {
        assertThat(keys().toString().lines().filter(line -> line.startsWith("| `")))
                .hasSizeGreaterThan(300)
                .allSatisfy(row -> assertThat(row).matches("\\| `[^`]+` \\| \\S.* \\| [A-Z0-9].*[.] \\|"));
    }

    private static KeysPage keys() {
        return new KeysPage()
                .file(
                        "drover.yaml",
                        "",
                        DroverConfig.standard().factories(providers()).schema())
                .file("*.cluster.yaml", "*.cluster.yaml ", ClusterTemplate.schema())
                .file("*.job.yaml", "*.job.yaml ", JobTemplate.schema())
                .file("*.pipeline.yaml", "*.pipeline.yaml ", PipelineTemplate.schema());
    }

    /** Those that come with the command; the tests have the test kit's beside them. */
    private static List<ProviderFactory> providers() {
        return ServiceLoader.load(ProviderFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> !factory.schemes().contains("mem"))
                .toList();
    }
}
