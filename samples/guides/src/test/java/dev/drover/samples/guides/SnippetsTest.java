package dev.drover.samples.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The short pieces of Java on the pages of single subjects compile. */
class SnippetsTest {
    /** Whose code other tests compare with what is compiled and run. */
    private static final Set<String> COMPARED = Set.of(
            "airflow.md",
            "at-scale.md",
            "coming-from.md",
            "getting-started.md",
            "security.md",
            "testing.md",
            "troubleshooting.md",
            "writing-a-provider.md");

    /** Shows how a deprecation is written, with three points for the text. */
    private static final String NO_CODE = "versioning.md";

    /** Names that the code of a page takes from its text. */
    private static final Map<String, String> NAMES = Map.of(
            "aws-ec2-spark.md", "Ec2SparkOptions.Builder builder;",
            "exactly-once.md", "ClusterId cluster;",
            "gcp-dataproc-serverless.md", "Drover.Builder builder;",
            "gcp.md", "String provider;",
            "packages.md", "PackageBundle.Builder bundle;",
            "pools.md", "ClusterPool pool; JobId one, two; List<Location> locations;",
            "waiting.md", "JobHandle job; ClusterId cluster; Instant yesterday;",
            "../README.md", "String target; String[] arguments;");

    @Test
    void theJavaOfEveryPageCompiles() throws IOException {
        Map<Page, String> pages = new LinkedHashMap<>();
        pages().filter(page -> !COMPARED.contains(page) && !NO_CODE.equals(page))
                .forEach(page -> pages.put(new Page(page), NAMES.getOrDefault(page, "")));

        assertThat(pages).hasSizeGreaterThan(20);
        assertThat(Snippets.problems(pages)).isEmpty();
    }

    private static Stream<String> pages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../../docs"))) {
            List<String> pages = files.map(page -> page.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .toList();
            return Stream.concat(pages.stream(), Stream.of("../README.md"));
        }
    }
}
