package dev.drover.samples.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Drover;
import dev.drover.config.DroverConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages show code that compiles and files that are understood. */
class GuidesTest {
    private static final Path HERE = Path.of("src/test/java");
    private static final Path FOLDER_PROVIDER = Path.of("../folder-provider/src");

    @ParameterizedTest
    @CsvSource({
        "getting-started.md, 13",
        "coming-from.md, 5",
        "at-scale.md, 3",
        "security.md, 1",
        "troubleshooting.md, 2"
    })
    void theJavaOfThePageIsThisModules(Page page, int blocks) throws IOException {
        Sources sources = Sources.below(HERE);

        assertThat(page.blocks("java"))
                .hasSize(blocks)
                .allSatisfy(
                        block -> assertThat(sources.contain(block)).as(block).isTrue());
    }

    @ParameterizedTest
    @CsvSource("writing-a-provider.md, 14")
    void theJavaOfThePageIsTheSamples(Page page, int blocks) throws IOException {
        Sources sources = Sources.below(FOLDER_PROVIDER);

        assertThat(page.blocks("java"))
                .hasSize(blocks)
                .allSatisfy(
                        block -> assertThat(sources.contain(block)).as(block).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"getting-started.md", "coming-from.md", "at-scale.md"})
    void theConfigurationOfThePageIsUnderstood(Page page) throws Exception {
        assertThat(page.blocks("yaml")).isNotEmpty().allSatisfy(block -> {
            try (Drover drover = DroverConfig.standard()
                    .parse(Path.of("drover.yaml").toAbsolutePath(), block)
                    .build()) {
                assertThat(drover.locations()).isNotEmpty();
            }
        });
    }
}
