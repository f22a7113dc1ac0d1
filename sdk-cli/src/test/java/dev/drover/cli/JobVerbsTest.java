package dev.drover.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.drover.ClusterSpec;
import dev.drover.Command;
import dev.drover.JobOptions;
import dev.drover.JobState;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.testkit.mem.JobScript;
import dev.drover.testkit.mem.MemRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs of jobs. */
class JobVerbsTest {
    private static final String ON = "mem://eu/etl";

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aShell() {
        shell = new Shell(folder).withLedger();
        shell.platform.cluster(ON);
    }

    private Shell.Result submit(String... more) {
        List<String> args = new java.util.ArrayList<>(List.of("job", "submit", "--on", ON, "--key", "etl/1"));
        args.addAll(List.of(more));
        return shell.run(args.toArray(String[]::new));
    }

    private MemRun onlyRun() {
        assertThat(shell.platform.runs()).hasSize(1);
        return shell.platform.runs().get(0);
    }

    private JobState state() {
        return JobState.valueOf(
                shell.run("--json", "job", "status", onlyRun().id().toString())
                        .json()
                        .at("/jobs/0/state")
                        .asText());
    }

    // Submitting

    @Test
    void submitPrintsTheIdAndNothingElse() {
        Shell.Result result = submit("--command", "sync");

        assertThat(result.exit()).isZero();
        assertThat(result.lines()).containsExactly(onlyRun().id().toString());
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theSameKeyIsTheSameRun() {
        String first = submit("--command", "sync").out();
        Shell.Result second = submit("--command", "sync");

        assertThat(second.out()).isEqualTo(first);
        assertThat(second.err()).contains("has been used before");
        assertThat(shell.platform.runs()).hasSize(1);
    }

    @Test
    void withoutAKeyEachIsNew() {
        shell.run("job", "submit", "--on", ON, "--command", "sync");
        shell.run("job", "submit", "--on", ON, "--command", "sync");

        assertThat(shell.platform.runs()).hasSize(2);
    }

    @Test
    void whatFailedIsReturnedOrRunAgain() {
        shell.platform.onJob(
                job -> true,
                JobScript.fail(Duration.ofMinutes(1), 3, "no such day"),
                JobScript.succeed(Duration.ofMinutes(1)));
        assertThat(submit("--wait", "--command", "sync").exit()).isEqualTo(1);

        assertThat(submit("--wait", "--on-failed", "return", "--command", "sync")
                        .exit())
                .isEqualTo(1);
        assertThat(shell.platform.runs()).hasSize(1);
        assertThat(submit("--wait", "--on-failed", "RERUN", "--command", "sync").exit())
                .isZero();
        assertThat(shell.platform.runs()).hasSize(2);
        assertThat(submit("--wait", "--on-failed", "rerun", "--command", "sync").exit())
                .isZero();
        assertThat(shell.platform.runs()).hasSize(2);
    }

    @Test
    void aKeyStandsForItsLatestRunAndLostOnesRunAgainToo() {
        shell.platform.onJob(
                job -> true, JobScript.loseCapacity(Duration.ofMinutes(1)), JobScript.succeed(Duration.ofMinutes(1)));
        String first = submit("--wait", "--command", "sync").out().strip();
        String second = submit("--wait", "--on-failed", "rerun", "--command", "sync")
                .out()
                .strip();

        assertThat(second).isNotEqualTo(first);
        assertThat(shell.run("job", "status", "--key", "etl/1").out())
                .contains(second)
                .doesNotContain(first);
    }

    @Test
    void allOptionsReachTheJob() {
        shell.withFile("token", "t0ps3cret");
        Shell.Result result = submit(
                "--jar",
                "mem://code/a.jar",
                "--class",
                "com.acme.Etl",
                "--jars",
                "mem://code/b.jar",
                "--jars",
                "mem://code/c.jar",
                "--name",
                "nightly",
                "--conf",
                "spark.a=b=c",
                "--env",
                "DAY=today",
                "--secret",
                "TOKEN=file:" + folder.resolve("token"),
                "--driver",
                "1x2GiB",
                "--executor",
                "2x512MiB",
                "--executors",
                "3",
                "--queue",
                "root.etl",
                "--label",
                "team=x",
                "--",
                "--day",
                "a b",
                "",
                "*",
                "'\"$(x)\n");

        assertThat(result.exit()).as(result.err()).isZero();
        SparkJar job = (SparkJar) onlyRun().job();
        JobOptions options = job.options();
        assertThat(job.mainClass()).isEqualTo("com.acme.Etl");
        assertThat(job.jars()).hasSize(2);
        assertThat(options.name()).contains("nightly");
        assertThat(options.conf()).containsEntry("spark.a", "b=c");
        assertThat(options.env()).containsEntry("DAY", "today");
        assertThat(options.secrets().get("TOKEN").reveal()).isEqualTo("t0ps3cret");
        assertThat(options.driver()).isEqualTo(Resources.of(1, 2048));
        assertThat(options.executor()).contains(Resources.of(2, 512));
        assertThat(options.executors()).hasValue(3);
        assertThat(options.queue()).contains("root.etl");
        assertThat(options.labels()).containsEntry("team", "x");
        assertThat(options.args()).containsExactly("--day", "a b", "", "*", "'\"$(x)\n");
    }

    @Test
    void argumentsThatBeginWithAnAtAreNoFiles() {
        shell.withFile("args", "--oops");

        assertThat(submit("--command", "sync", "--", "@" + folder.resolve("args"))
                        .exit())
                .isZero();
        assertThat(onlyRun().job().options().args()).containsExactly("@" + folder.resolve("args"));
    }

    @Test
    void programsOfThisMachineAreFiles() {
        assertThat(submit("--script", "some dir/count.py", "--py-files", "mem://code/a.whl")
                        .exit())
                .isZero();

        PySpark job = (PySpark) onlyRun().job();
        assertThat(job.script().scheme()).isEqualTo("file");
        assertThat(job.script().path()).endsWith("/some dir/count.py");
        assertThat(job.pyFiles()).hasToString("[mem://code/a.whl]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "hunter2:x", "ENV:hunter2", ""})
    void valuesOfSecretsAreRefusedAndNotRepeated(String reference) {
        Shell.Result result = submit("--command", "sync", "--secret", "PASSWORD=" + reference);

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err() + result.out()).doesNotContain("hunter2");
        assertThat(shell.platform.runs()).isEmpty();
    }

    @Test
    void aTemplateIsFilled() {
        shell.withFile("daily.job.yaml", """
                inputs:
                  day: {type: text}
                key: [daily, "${inputs.day}"]
                cluster: mem://eu/etl
                spec:
                  command: {program: sync, args: ["${inputs.day}"]}
                """);
        String file = folder.resolve("daily.job.yaml").toString();

        Shell.Result result = shell.run("--json", "job", "submit", "-f", file, "--input", "day=2026-11-21");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.json().path("key").asText()).isEqualTo("daily/2026-11-21");
        assertThat(onlyRun().job().options().args()).containsExactly("2026-11-21");
        assertThat(shell.run("--json", "job", "submit", "-f", file, "--input", "day=x", "--key", "mine")
                        .json()
                        .path("key")
                        .asText())
                .isEqualTo("mine");
        Shell.Result wrong = shell.run("job", "submit", "-f", file, "--input", "dya=x");
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.err()).contains("dya");
    }

    @Test
    void oneWayToSayItIsEnough() {
        assertThat(submit().exit()).isEqualTo(2);
        assertThat(submit("--command", "a", "--sql", "b").exit()).isEqualTo(2);
        assertThat(submit("--command", "a", "--input", "b=c").exit()).isEqualTo(2);
        assertThat(submit("--command", "a", "--pool", "p").exit()).isEqualTo(2);
        assertThat(submit("--jar", "mem://a/b.jar").err()).contains("--class");
        assertThat(shell.platform.runs()).isEmpty();
    }

    @Test
    void theOnlyPoolIsTheTargetOfThoseThatNameNone() {
        shell.withLedger("pools: {etl: {members: [{cluster: 'mem://eu/etl'}]}}");

        assertThat(shell.run("job", "submit", "--command", "sync").exit()).isZero();
        assertThat(shell.run("job", "submit", "--pool", "etl", "--command", "sync")
                        .exit())
                .isZero();
        assertThat(shell.run("job", "submit", "--pool", "etc", "--command", "sync")
                        .exit())
                .isEqualTo(3);
        assertThat(shell.platform.runs()).hasSize(2);
    }

    @Test
    void aPoolTakesNamelessWorkWithoutALedger() {
        shell.withConfig("pools: {etl: {members: [{cluster: 'mem://eu/etl'}, {cluster: 'mem://eu/b'}]}}");
        shell.platform.cluster("mem://eu/b");

        assertThat(shell.run("job", "submit", "--pool", "etl", "--command", "sync")
                        .exit())
                .isZero();
        assertThat(shell.run("job", "submit", "--pool", "etl", "--key", "k", "--command", "sync")
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void aClusterForOneJobEndsWithIt() {
        shell.platform.onJob(job -> true, JobScript.fail(Duration.ofMinutes(1), 3, "no such day"));

        Shell.Result result = shell.run("job", "submit", "--new-cluster", "mem://us", "--command", "sync");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(onlyRun().id().cluster().location()).hasToString("mem://us");
        assertThat(shell.platform.livingClusters()).isEmpty();
    }

    @Test
    void aClusterForOneJobIsAsATemplateOrADeclarationSays() {
        shell.withFile("large.cluster.yaml", "{location: 'mem://us', key: large, spec: {workers: 7}}");
        shell.withLedger("clusters: {wide: {location: 'mem://eu', spec: {workers: 9}}}");
        String template = folder.resolve("large.cluster.yaml").toString();

        Shell.Result filled = shell.run("job", "submit", "--new-cluster", template, "--command", "a");
        Shell.Result declared = shell.run("job", "submit", "--new-cluster", "wide", "--command", "b");
        Shell.Result unknown = shell.run("job", "submit", "--new-cluster", "narrow", "--command", "c");

        assertThat(filled.exit()).as(filled.err()).isZero();
        assertThat(declared.exit()).as(declared.err()).isZero();
        assertThat(shell.platform.runs())
                .extracting(run -> shell.platform
                        .spec(run.id().cluster())
                        .map(ClusterSpec::workers)
                        .orElse(0))
                .containsExactly(7, 9);
        assertThat(shell.platform.livingClusters()).isEmpty();
        assertThat(unknown.exit()).isEqualTo(3);
        assertThat(unknown.err()).contains("NOT_FOUND", "'narrow'", "[wide]");
    }

    // Waiting

    @Test
    void waitingTellsWhyAJobFailed() {
        shell.platform.onJob(
                job -> true,
                JobScript.fail(
                        Duration.ofMinutes(1),
                        3,
                        "Exception in thread \"main\" java.lang.IllegalStateException: no such day"));

        Shell.Result text = submit("--wait", "--command", "sync");
        Shell.Result json = shell.run("--json", "job", "wait", "--key", "etl/1");

        assertThat(text.exit()).isEqualTo(1);
        assertThat(text.err())
                .contains("The job ended: FAILED, exit code 3")
                .contains("Why: USER_CODE: java.lang.IllegalStateException: no such day")
                .contains("drover job logs '" + onlyRun().id() + "'");
        assertThat(text.lines()).containsExactly(onlyRun().id().toString());
        assertThat(json.exit()).isEqualTo(1);
        assertThat(json.json().path("state").asText()).isEqualTo("FAILED");
        assertThat(json.json().path("exitCode").asInt()).isEqualTo(3);
        assertThat(json.json().at("/rootCause/category").asText()).isEqualTo("USER_CODE");
    }

    @Test
    void aWaitThatTakesTooLongLeavesTheJobAlone() {
        shell.platform.onJob(job -> true, JobScript.hang());

        Shell.Result result = submit("--wait", "--timeout", "90s", "--command", "sync");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.err()).contains("DEADLINE_EXCEEDED");
        assertThat(state()).isEqualTo(JobState.RUNNING);
    }

    @Test
    void aLostJobIsAnUnknownOutcome() {
        shell.platform.onJob(job -> true, JobScript.loseCapacity(Duration.ofMinutes(1)));

        assertThat(submit("--wait", "--command", "sync").exit()).isEqualTo(4);
    }

    @Test
    void anInterruptDetachesAndSaysHowToWaitAgain() {
        shell.platform.onJob(job -> true, JobScript.hang());
        shell.interrupts = new Shell.InterruptedAtOnce();

        Shell.Result text = submit("--wait", "--command", "sync");
        Shell.Result json = shell.run("--json", "job", "wait", "--key", "etl/1");

        assertThat(text.exit()).isEqualTo(4);
        assertThat(text.err())
                .contains("the job goes on")
                .contains("drover job wait '" + onlyRun().id() + "'");
        assertThat(state().terminal()).isFalse();
        assertThat(json.exit()).isEqualTo(4);
        assertThat(json.json().path("detached").asBoolean()).isTrue();
    }

    @Test
    void anInterruptCancelsIfThatIsAskedFor() {
        shell.platform.onJob(job -> true, JobScript.hang());
        shell.interrupts = new Shell.InterruptedAtOnce();

        Shell.Result result = submit("--wait", "--cancel-on-interrupt", "--command", "sync");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("The job ended: CANCELLED");
        assertThat(state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void theHintNamesTheConfigurationToo() {
        shell.platform.onJob(job -> true, JobScript.hang());
        shell.interrupts = new Shell.InterruptedAtOnce();
        shell.withFile("other file.yaml", "{}\n");
        String file = folder.resolve("other file.yaml").toString();

        assertThat(shell.run("job", "submit", "--config", file, "--on", ON, "--wait", "--command", "sync")
                        .err())
                .contains("drover job wait --config '" + file + "' 'mem://eu/etl#");
    }

    // Looking

    @Test
    void statusOfSeveral() {
        String one = submit("--command", "sync").out().strip();
        String two = shell.run("job", "submit", "--on", ON, "--command", "sync")
                .out()
                .strip();

        Shell.Result table = shell.run("job", "status", one, two);
        JsonNode jobs = shell.run("job", "status", "--json", one, two).json().path("jobs");

        assertThat(table.exit()).isZero();
        assertThat(table.lines()).hasSize(3);
        assertThat(table.lines().get(0)).matches("JOB +STATE +NATIVE +EXIT +DETAIL");
        assertThat(table.lines().get(1)).startsWith(one);
        assertThat(table.lines().get(2)).startsWith(two);
        assertThat(jobs).hasSize(2);
        assertThat(jobs.at("/0/id").asText()).isEqualTo(one);
        assertThat(jobs.at("/0/state").asText()).isIn("QUEUED", "RUNNING");
        assertThat(jobs.at("/0/observedAt").asText()).endsWith("Z");
    }

    @Test
    void aFailedJobIsNoFailureOfStatus() {
        shell.platform.onJob(job -> true, JobScript.fail(Duration.ofMinutes(1), 3, ""));
        submit("--wait", "--command", "sync");

        assertThat(shell.run("job", "status", "--key", "etl/1").exit()).isZero();
    }

    @Test
    void keysAreFoundByTheLedgerOrByTheCluster() {
        String id = submit("--command", "sync").out().strip();

        assertThat(shell.run("job", "status", "--key", "etl/1").out()).contains(id);
        assertThat(shell.run("job", "status", "--key", "etl/1", "--on", ON).out())
                .contains(id);
        assertThat(shell.run("job", "status", "--key", "etl/2").exit()).isEqualTo(3);
        shell.withConfig("{}");
        assertThat(shell.run("job", "status", "--key", "etl/1", "--on", ON).out())
                .contains(id);
        Shell.Result without = shell.run("job", "status", "--key", "etl/1");
        assertThat(without.exit()).isEqualTo(2);
        assertThat(without.err()).contains("ledger", "--on");
    }

    @Test
    void whatIsNoIdIsSaidToBeNone() {
        assertThat(shell.run("job", "status", "nonsense").err()).contains("'nonsense' is not a job id");
        assertThat(shell.run("job", "status").exit()).isEqualTo(2);
        assertThat(shell.run("job", "cancel", "mem://eu/etl").exit()).isEqualTo(2);
    }

    @Test
    void logsShowTheEndOfEach() {
        shell.platform.onJob(
                job -> true,
                JobScript.succeed(Duration.ofMinutes(1))
                        .printing("one\ntwo\nthree\n")
                        .logging("warn\n"));
        submit("--wait", "--command", "sync");

        Shell.Result both = shell.run("job", "logs", "--key", "etl/1", "--tail", "2");
        JsonNode json = shell.run("--json", "job", "logs", "--key", "etl/1").json();

        assertThat(both.lines())
                .contains("== stdout", "two", "three", "== stderr", "warn")
                .doesNotContain("one");
        assertThat(json.findValuesAsText("source")).contains("stdout", "stderr");
        assertThat(shell.run("job", "logs", "--key", "etl/1", "--source", "stdout")
                        .lines())
                .containsExactly("one", "two", "three");
        assertThat(shell.run("job", "logs", "--key", "etl/1", "--all").exit()).isEqualTo(2);
    }

    @Test
    void logsAreFollowedToTheirEnd() {
        shell.platform.onJob(
                job -> true, JobScript.succeed(Duration.ofMinutes(10)).printing("one\ntwo\n"));
        submit("--command", "sync");

        Shell.Result followed = shell.run("job", "logs", "--key", "etl/1", "--source", "stdout", "--follow");

        assertThat(followed.exit()).isZero();
        assertThat(followed.lines()).containsExactly("one", "two");
        assertThat(state()).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void cancelAsksTheJobToEnd() {
        shell.platform.onJob(job -> true, JobScript.hang());
        submit("--command", "sync");

        Shell.Result result = shell.run("job", "cancel", "--key", "etl/1");

        assertThat(result.out()).contains(onlyRun().id() + " was asked to end");
        assertThat(shell.run("job", "wait", "--key", "etl/1").exit()).isEqualTo(1);
        assertThat(state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void listShowsTheNewestFirstAndTheOnesThatAreActive() {
        submit("--wait", "--command", "sync");
        shell.platform.onJob(job -> true, JobScript.hang());
        String newest = shell.run("job", "submit", "--on", ON, "--command", "sync")
                .out()
                .strip();

        assertThat(shell.run("--json", "job", "list", "--on", ON)
                        .json()
                        .at("/jobs/0/id")
                        .asText())
                .isEqualTo(newest);
        assertThat(shell.run("--json", "job", "list", "--on", ON).json().path("jobs"))
                .hasSize(2);
        assertThat(shell.run("--json", "job", "list", "--on", ON, "--active")
                        .json()
                        .path("jobs"))
                .hasSize(1);
        assertThat(shell.run("--json", "job", "list", "--on", ON, "--limit", "1")
                        .json()
                        .path("jobs"))
                .hasSize(1);
        assertThat(shell.run("job", "list").exit()).isEqualTo(2);
    }

    @Test
    void aClusterThatIsDownTakesNothingFromThePoolsList() {
        shell.withLedger("pools: {etl: {members: [{cluster: 'mem://eu/etl'}, {cluster: 'mem://us/b'}]}}");
        shell.platform.cluster("mem://us/b");
        submit("--command", "sync");
        shell.faults.down("mem://us", Duration.ofHours(1));

        Shell.Result result = shell.run("--json", "job", "list", "--pool", "etl");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.json().path("jobs")).hasSize(1);
        assertThat(result.json().at("/failed/0/where").asText()).isEqualTo("mem://us/b");
        assertThat(result.err()).contains("drover: mem://us/b: ");
    }

    // Outcomes

    @Test
    void aLostAnswerIsAnUnknownOutcomeThatNamesTheKey() {
        shell.faults.next("SubmitJob").always().loseResponse();
        shell.faults.next("FindJobs").always().loseResponse();

        Shell.Result result = shell.run("--json", "job", "submit", "--on", ON, "--key", "etl/1", "--command", "sync");

        assertThat(result.exit()).isEqualTo(4);
        assertThat(result.json().at("/error/key").asText()).isEqualTo("etl/1");
        assertThat(result.json().at("/error/effect").asText()).isEqualTo("UNKNOWN");
    }

    @Test
    void anUnreachablePlatformIsThree() {
        shell.faults.down("mem://eu", Duration.ofHours(1));

        assertThat(submit("--command", "sync").exit()).isEqualTo(3);
        assertThat(shell.run("job", "status", ON + "#1").err()).startsWith("drover: UNAVAILABLE");
    }

    @Test
    void aCommandKeepsItsProgram() {
        submit("--command", "/opt/a b/launch.sh");

        assertThat(((Command) onlyRun().job()).program()).isEqualTo("/opt/a b/launch.sh");
    }
}
