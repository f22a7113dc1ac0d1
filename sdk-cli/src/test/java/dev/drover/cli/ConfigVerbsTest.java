package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations: which is read, and what is said of them. */
class ConfigVerbsTest {
    private static final String WRONG = "nmaespace: x\nclockSkew: soon\n";

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aShell() {
        shell = new Shell(folder);
        shell.platform.cluster("mem://eu/etl");
    }

    @Test
    void checkTellsAllThatIsWrong() {
        shell.withConfig(WRONG);

        Shell.Result text = shell.run("config", "check");
        JsonNode json = shell.run("--json", "config", "check").json();

        assertThat(text.exit()).isEqualTo(2);
        assertThat(text.out()).isEmpty();
        assertThat(text.err()).contains("drover.yaml:1:1: ", "did you mean 'namespace'", "drover.yaml:2:12: ");
        assertThat(json.path("problems")).hasSize(2);
        assertThat(json.at("/problems/1/line").asInt()).isEqualTo(2);
        shell.withConfig("namespace: x\n");
        assertThat(shell.run("config", "check").out()).endsWith("drover.yaml: good" + System.lineSeparator());
    }

    @Test
    void aWrongConfigurationIsTwoForOtherVerbsToo() {
        shell.withConfig(WRONG);

        Shell.Result result = shell.run("job", "list", "--on", "mem://eu/etl");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("did you mean 'namespace'");
    }

    @Test
    void theFileIsThatOfTheOptionElseOfTheEnvironmentElseTheOneHere() {
        shell.withConfig("pools: {here: {members: [{cluster: 'mem://eu/etl'}]}}\n");
        shell.withFile("env.yaml", "pools: {env: {members: [{cluster: 'mem://eu/etl'}]}}\n");
        shell.withFile("option.yaml", "pools: {option: {members: [{cluster: 'mem://eu/etl'}]}}\n");

        assertThat(shell.run("pool", "status").out()).contains("here ");
        shell.environment.put("DROVER_CONFIG", folder.resolve("env.yaml").toString());
        assertThat(shell.run("pool", "status").out()).contains("env ").doesNotContain("here ");
        String option = folder.resolve("option.yaml").toString();
        assertThat(shell.run("--config", option, "pool", "status").out())
                .contains("option ")
                .doesNotContain("env ");
        assertThat(shell.run("pool", "status", "--config", option).out()).contains("option ");
    }

    @Test
    void aFileThatIsNamedAndNotThereIsWrong() {
        assertThat(shell.run("--config", folder.resolve("none.yaml").toString(), "pool", "status")
                        .exit())
                .isEqualTo(2);
        assertThat(shell.run("config", "check").exit()).isEqualTo(2);
        assertThat(shell.run("job", "submit", "--on", "mem://eu/etl", "--command", "x")
                        .exit())
                .isZero();
    }

    @Test
    void schemaIsJsonWithAndWithoutTheOption() {
        JsonNode schema = shell.run("config", "schema").json();

        assertThat(schema.path("$schema").asText()).isEqualTo("https://json-schema.org/draft/2020-12/schema");
        assertThat(schema.at("/properties/pools").isObject()).isTrue();
        assertThat(shell.run("--json", "config", "schema").json()).isEqualTo(schema);
        assertThat(shell.run("config", "schema", "job")
                        .json()
                        .at("/properties/spec")
                        .isObject())
                .isTrue();
        assertThat(shell.run("config", "schema", "cluster")
                        .json()
                        .at("/properties/spec")
                        .isObject())
                .isTrue();
        assertThat(shell.run("config", "schema", "pipeline")
                        .json()
                        .at("/properties/steps")
                        .isObject())
                .isTrue();
        assertThat(shell.run("config", "schema", "nothing").exit()).isEqualTo(2);
    }
}
