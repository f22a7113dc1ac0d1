package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.testkit.mem.JobScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of packages and pipelines. */
class PackageAndPipelineVerbsTest {
    private static final String PIPELINE = """
            {"general_config_path": "general.ini", "pipeline": [
              {"component_id": "First", "component_config_path": "first.ini"},
              {"component_id": "Second", "component_config_path": "second.ini"}]}
            """;

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aShell() throws IOException {
        shell = new Shell(folder)
                .withLedger(
                        "pools: {etl: {members: [{cluster: 'mem://eu/etl'}]}}",
                        "packages: {'mem://': 'mem://code/packages/'}");
        shell.platform.cluster("mem://eu/etl");
        Files.createDirectories(folder.resolve("app"));
        shell.withFile("app/main.py", "print(1)\n").withFile("pipeline.json", PIPELINE);
    }

    private Shell.Result push(String... more) {
        java.util.List<String> args = new java.util.ArrayList<>(java.util.List.of(
                "package", "push", "etl", folder.resolve("app").toString()));
        args.addAll(java.util.List.of(more));
        return shell.run(args.toArray(String[]::new));
    }

    @Test
    void pushListAndPrune() {
        assertThat(push("--to", "mem://code/packages/", "--as-version", "1.0").out())
                .isEqualTo("package://etl@1.0/" + System.lineSeparator());
        shell.clock.advance(Duration.ofHours(1));
        shell.withFile("app/main.py", "print(2)\n");
        JsonNode second = push("--pool", "etl", "--as-version", "2.0", "--json").json();

        assertThat(second.path("repositories")).hasToString("[\"mem://code/packages/\"]");
        assertThat(second.path("files").asInt()).isEqualTo(1);
        Shell.Result list = shell.run("package", "list", "mem://code/packages/", "etl");
        assertThat(list.lines()).hasSize(3);
        assertThat(list.lines().get(1)).startsWith("etl").contains("2.0").endsWith("latest");
        assertThat(shell.run("--json", "package", "list", "mem://code/packages/")
                        .json()
                        .path("versions"))
                .hasSize(2);

        String[] prune = {"package", "prune", "mem://code/packages/", "etl", "--keep-last", "1", "--dry-run"};
        assertThat(shell.run(prune).out()).contains("1.0").doesNotContain("2.0");
        assertThat(shell.run("package", "list", "mem://code/packages/").lines()).hasSize(3);
        assertThat(shell.run("package", "prune", "mem://code/packages/", "etl", "--keep-last", "1", "--keep", "1.0")
                        .lines())
                .hasSize(1);
        assertThat(shell.run("package", "prune", "mem://code/packages/", "etl", "--keep-last", "1")
                        .out())
                .contains("1.0");
        assertThat(shell.run("package", "list", "mem://code/packages/").lines()).hasSize(2);
    }

    @Test
    void pushSaysWhereOrIsRefused() {
        assertThat(push().exit()).isEqualTo(2);
        assertThat(push("--to", "mem://code/p/", "--pool", "etl").exit()).isEqualTo(2);
        assertThat(shell.run("package", "push", "etl", folder.resolve("none").toString(), "--to", "mem://code/p/")
                        .exit())
                .isNotZero();
    }

    private Shell.Result pipeline(String verb, String... more) {
        java.util.List<String> args = new java.util.ArrayList<>(java.util.List.of(
                "pipeline",
                verb,
                folder.resolve("pipeline.json").toString(),
                "--key",
                "p/1",
                "--main",
                "mem://code/main.py",
                "--pool",
                "etl"));
        args.addAll(java.util.List.of(more));
        return shell.run(args.toArray(String[]::new));
    }

    @Test
    void aPipelineFailsIsLookedAtAndResumed() throws IOException {
        shell.platform.onJob(
                job -> job.options().args().contains("Second"),
                JobScript.fail(Duration.ofMinutes(1), 1, "Exception in thread \"main\" java.lang.Error: broken"),
                JobScript.succeed(Duration.ofMinutes(1)));

        Shell.Result failed = pipeline("run");
        assertThat(failed.exit()).as(failed.err()).isEqualTo(1);
        assertThat(failed.out()).contains("First", "SUCCEEDED", "Second", "FAILED");
        JsonNode status =
                shell.run("--json", "pipeline", "status", "--key", "p/1").json();
        assertThat(status.path("state").asText()).isEqualTo("FAILED");
        assertThat(status.path("steps")).hasSize(2);

        Shell.Result resumed = pipeline("resume");
        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(shell.platform.runs()).hasSize(3);

        Path page = folder.resolve("report.html");
        assertThat(shell.run("pipeline", "report", "--key", "p/1", "--html", page.toString())
                        .exit())
                .isZero();
        assertThat(page).exists();
        assertThat(shell.run("pipeline", "report", "--key", "p/1")
                        .json()
                        .path("state")
                        .asText())
                .isEqualToIgnoringCase("succeeded");
    }

    @Test
    void aTemplateIsFilled() {
        shell.withFile("nightly.pipeline.yaml", """
                inputs:
                  day: {type: text}
                name: nightly
                pool: etl
                steps:
                  - name: load
                    job: {command: {program: load, args: ["${inputs.day}"]}}
                """);
        String file = folder.resolve("nightly.pipeline.yaml").toString();

        Shell.Result result = shell.run("pipeline", "run", file, "--key", "n/1", "--input", "day=today");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(shell.platform.runs().get(0).job().options().args()).containsExactly("today");
        assertThat(shell.run("pipeline", "run", file, "--key", "n/2", "--main", "mem://a/b.py")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void whatWasNeverRunIsNotFound() {
        assertThat(shell.run("pipeline", "status", "--key", "p/2").exit()).isEqualTo(3);
        assertThat(pipeline("resume").exit()).isEqualTo(3);
        assertThat(shell.run("pipeline", "run", folder.resolve("pipeline.json").toString(), "--key", "p/1")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void anInterruptLetsGoAndSaysHowToGoOn() {
        shell.platform.onJob(job -> true, JobScript.hang());
        shell.interrupts = new Shell.InterruptedAtOnce();

        Shell.Result result = pipeline("run");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("drover pipeline resume", "--key p/1");
    }
}
