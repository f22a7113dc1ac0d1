package dev.drover.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.drover.internal.yaml.YamlFile;
import dev.drover.spi.settings.Problem;
import dev.drover.spi.settings.Problems;
import dev.drover.spi.settings.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Schema and parser say the same of thousands of documents, made from good ones by small changes. What a schema cannot say is
 * listed: rules between values, numbers inside texts, what names refer to.
 */
class SchemaAgreementTest {
    private static final int DOCUMENTS = 500;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Messages of rules that no schema of single values can hold. */
    private static final Pattern BEYOND_SCHEMA = Pattern.compile(String.join(
            "|",
            "which is not within",
            "must be 1 s to 1 h",
            "must be at least a second",
            "of executors must be",
            "must be above zero",
            "must not be below their base",
            "the (minimum|maximum)",
            "not a whole number of",
            "Memory must be",
            "A disk has",
            "is set both as env and as secret",
            "keep one of the two",
            "there is no input",
            "means nothing here",
            "is not closed",
            "cannot be a part of a text",
            "is above the most",
            "is not a regular expression",
            "is not a (whole )?number (from|up to)",
            "is not a size.* (from|up to)",
            "is not a time.* (from|up to)",
            "is not a text that matches",
            "must contain '\\.'",
            "there is no template",
            "what is given for the input",
            "nothing is given for the input",
            "is not an address",
            "is not a location",
            "twice",
            "is not a Python script",
            // Between the steps of a pipeline.
            "comes after",
            "There are two steps",
            "Steps come after themselves",
            "A pipeline has 1 to",
            "A pipeline's name",
            // A default that is none of the choices beside it.
            "is not one of (?!on-demand, spot, spot-else).*(spot|on-demand)"));

    /** A text with references: what they stand for is not known to the schema. */
    private static final Pattern REFERENCE = Pattern.compile("^\"[^\"]*\\$\\{");

    @TempDir
    private Path folder;

    private interface Parser {
        void read(Value document, Problems problems);
    }

    private void agree(Map<String, Object> schema, Parser parser, String... seeds) throws Exception {
        SchemaCheck check = new SchemaCheck(schema);
        Map<String, String> disagreements = new TreeMap<>();
        int refused = 0;
        int beyond = 0;
        for (int seed = 0; seed < DOCUMENTS; seed++) {
            Random random = new Random(seed);
            Object document =
                    new Load(LoadSettings.builder().build()).loadFromString(seeds[random.nextInt(seeds.length)]);
            Mutations mutations = new Mutations(random);
            for (int i = random.nextInt(3); i > 0; i--) {
                document = mutations.change(document);
            }
            String text = JSON.writeValueAsString(document);
            Problems problems = new Problems();
            YamlFile.parse(folder.resolve("a.yaml"), text, problems).ifPresent(value -> parser.read(value, problems));
            List<Problem> found = problems.all();
            boolean valid = check.accepts(text);
            refused += found.isEmpty() ? 0 : 1;
            if (found.isEmpty() && !valid) {
                disagreements.put("the schema refuses what is good", "seed " + seed + ": " + text);
            } else if (!found.isEmpty() && valid) {
                beyond++;
                if (found.stream().noneMatch(each -> beyondSchema(each, text))) {
                    disagreements.put(found.get(0).message(), "seed " + seed + ": " + text);
                }
            }
        }
        assertThat(disagreements).isEmpty();
        assertThat(refused).as("refused").isBetween(DOCUMENTS / 4, DOCUMENTS * 9 / 10);
        assertThat(beyond).as("beyond the schema").isLessThan(DOCUMENTS / 10);
    }

    private static boolean beyondSchema(Problem problem, String text) {
        String there = text.substring(problem.at().column() - 1);
        return BEYOND_SCHEMA.matcher(problem.message()).find()
                || REFERENCE.matcher(there).find();
    }

    @Test
    void ofClusters() throws Exception {
        agree(
                ClusterTemplate.schema(),
                (document, problems) -> ClusterTemplate.of(document, name -> Optional.of("blue"), problems)
                        .ifPresent(template -> template.with(Map.of(), problems)),
                TemplateSeeds.CLUSTER,
                TemplateSeeds.CLUSTER_WITH_INPUTS);
    }

    @Test
    void ofJobs() throws Exception {
        agree(
                JobTemplate.schema(),
                (document, problems) -> JobTemplate.of(document, name -> Optional.of("blue"), problems)
                        .ifPresent(template -> template.with(Map.of(), problems)),
                TemplateSeeds.PY_SPARK,
                TemplateSeeds.SPARK_JAR,
                TemplateSeeds.SQL,
                TemplateSeeds.COMMAND);
    }

    @Test
    void ofPipelines() throws Exception {
        agree(
                PipelineTemplate.schema(),
                (document, problems) -> PipelineTemplate.of(document, name -> Optional.of("blue"), problems)
                        .ifPresent(template -> template.with(Map.of(), problems)),
                TemplateSeeds.PIPELINE);
    }

    @Test
    void ofDroverYaml() throws Exception {
        Files.writeString(folder.resolve("etl.cluster.yaml"), TemplateSeeds.CLUSTER_WITH_INPUTS);
        DroverConfig config = DroverConfig.standard()
                .factories(List.of(new DroverConfigTest.Farm()))
                .environment(name -> Optional.of("blue"));
        agree(config.schema(), config::read, TemplateSeeds.DROVER);
    }
}
