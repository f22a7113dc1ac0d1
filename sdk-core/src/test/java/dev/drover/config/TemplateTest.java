package dev.drover.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.drover.ClusterId;
import dev.drover.ClusterNode;
import dev.drover.ClusterNode.Role;
import dev.drover.ClusterRequest;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.ErrorCode;
import dev.drover.JobRequest;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.JobTarget;
import dev.drover.Location;
import dev.drover.PySpark;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.Secret;
import dev.drover.SubmitOptions.OnEnded;
import dev.drover.internal.yaml.YamlFile;
import dev.drover.spi.settings.Problem;
import dev.drover.spi.settings.Problems;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateTest {
    private static final String CLUSTER = """
            description: The nightly cluster.
            inputs:
              workers: {type: integer, min: 1, max: 20, default: 4, description: How many.}
              memory: {type: size, default: 8GiB, min: 1GiB, max: 64GiB}
              idle: {type: duration, max: 2h, default: 1h}
              spot: {type: choice, choices: [spot, on-demand], default: on-demand}
              share: {type: number, min: 0, max: 1, default: 0.5}
              shuffle: {type: boolean, default: false}
              tags: {type: list, pattern: '[a-z]+', default: [a, b]}
              team: {type: text, pattern: '[a-z]+'}
            location: mem://cloud
            key: [etl, "${inputs.team}"]
            spec:
              workers: ${inputs.workers}
              worker: {cores: 4, memory: "${inputs.memory}"}
              idleTimeout: ${inputs.idle}
              shuffleService: ${inputs.shuffle}
              workerNodes: {machines: ["m${inputs.workers}.large"], purchase: "${inputs.spot}"}
              conf: {spark.memory.fraction: "${inputs.share}", spark.x: "${inputs.workers}"}
              labels: {team: "${inputs.team}", cost: "$${inputs.team}"}
              bootstrap: [{name: a, script: 'true', args: "${inputs.tags}"}]
            outputs:
              master: spark://${cluster.master}
              all: "${cluster.id} ${cluster.state} ${cluster.workerCount} ${inputs.team} ${cluster.gateway}."
            """;

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private ClusterTemplate cluster(String text) throws Exception {
        return ClusterTemplate.read(file("etl.cluster.yaml", text));
    }

    private List<String> problems(ThrowingCallable what) {
        ConfigException refused = catchThrowableOfType(ConfigException.class, what);
        assertThat(refused).isNotNull();
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        return refused.problems().stream()
                .map(Problem::toString)
                .map(text -> text.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void inputsKeepTheirTypesAndMayBeTextsToo() throws Exception {
        ClusterRequest request = cluster(CLUSTER)
                .with(Map.of(
                        "workers", "7", "memory", "2GiB", "idle", "90s", "spot", "spot", "share", "0.25", "shuffle",
                        "true", "tags", "[x, y]", "team", "blue"));

        assertThat(request.location()).isEqualTo(Location.parse("mem://cloud"));
        assertThat(request.key()).isEqualTo(RequestKey.of("etl", "blue"));
        assertThat(request.spec().workers()).isEqualTo(7);
        assertThat(request.spec().worker()).isEqualTo(Resources.of(4, 2048));
        assertThat(request.spec().idleTimeout()).contains(Duration.ofSeconds(90));
        assertThat(request.spec().shuffleService()).isTrue();
        assertThat(request.spec().workerNodes().orElseThrow().machine()).hasToString("m7.large");
        assertThat(request.spec().workerNodes().orElseThrow().purchase()).hasToString("SPOT");
        assertThat(request.spec().conf()).containsOnly(entry("spark.memory.fraction", "0.25"), entry("spark.x", "7"));
        assertThat(request.spec().labels()).containsOnly(entry("team", "blue"), entry("cost", "${inputs.team}"));
        assertThat(request.spec().bootstrapActions().get(0).args()).containsExactly("x", "y");
    }

    @Test
    void defaultsHoldWhereNothingIsGiven() throws Exception {
        ClusterRequest request = cluster(CLUSTER).with(Map.of("team", "red"));
        assertThat(request.spec().workers()).isEqualTo(4);
        assertThat(request.spec().worker()).isEqualTo(Resources.of(4, 8192));
        assertThat(request.spec().bootstrapActions().get(0).args()).containsExactly("a", "b");
        assertThat(request.spec().conf()).containsEntry("spark.memory.fraction", "0.5");
    }

    @Test
    void inputsAreTold() throws Exception {
        assertThat(cluster(CLUSTER).inputs())
                .extracting(Input::name, Input::type, Input::what, Input::required)
                .containsExactly(
                        tuple("workers", Input.Type.INTEGER, "a whole number from 1 up to 20", false),
                        tuple("memory", Input.Type.SIZE, "a size, such as 8GiB, from 1GiB up to 64GiB", false),
                        tuple("idle", Input.Type.DURATION, "a time, such as 90s, 5m or 1h30m, up to 2h", false),
                        tuple("spot", Input.Type.CHOICE, "one of spot, on-demand", false),
                        tuple("share", Input.Type.NUMBER, "a number from 0 up to 1", false),
                        tuple("shuffle", Input.Type.BOOLEAN, "true or false", false),
                        tuple("tags", Input.Type.LIST, "a list; each is a text that matches [a-z]+", false),
                        tuple("team", Input.Type.TEXT, "a text that matches [a-z]+", true));
        assertThat(cluster(CLUSTER).inputs().get(0).description()).contains("How many.");
    }

    @Test
    void allThatIsWrongWithWhatIsGivenIsToldAtOnce() throws Exception {
        ClusterTemplate template = cluster(CLUSTER);
        assertThat(problems(() -> template.with(Map.of(
                        "workers", "21", "memory", "65GiB", "idle", "soon", "spot", "sopt", "share", "-1", "shuffle",
                        "yes", "tags", "[A, b]", "wokers", "3"))))
                .containsExactly(
                        "etl.cluster.yaml:3:3: there is no input 'wokers'; did you mean 'workers'?",
                        "etl.cluster.yaml:3:3: what is given for the input 'workers': 21 is not a whole number from 1"
                                + " up to 20",
                        "etl.cluster.yaml:4:3: what is given for the input 'memory': 65GiB is not a size, such as"
                                + " 8GiB, from 1GiB up to 64GiB",
                        "etl.cluster.yaml:5:3: what is given for the input 'idle': 'soon' is not a time, such as 90s,"
                                + " 5m or 1h30m",
                        "etl.cluster.yaml:6:3: what is given for the input 'spot': 'sopt' is not one of spot,"
                                + " on-demand; did you mean 'spot'?",
                        "etl.cluster.yaml:7:3: what is given for the input 'share': -1 is not a number from 0 up to 1",
                        "etl.cluster.yaml:8:3: what is given for the input 'shuffle': there must be true or false"
                                + " here, and there is a text",
                        "etl.cluster.yaml:9:3: what is given for the input 'tags': 'A' is not a text that matches"
                                + " [a-z]+",
                        "etl.cluster.yaml:10:3: nothing is given for the input 'team': a text that matches [a-z]+");
    }

    @Test
    void allThatIsWrongWithAFileIsToldBeforeAnythingIsGiven() throws Exception {
        assertThat(problems(() -> cluster("""
                        environment: [NO_SUCH_VARIABLE_HERE]
                        inputs:
                          n: {type: integer, min: 5, max: 3}
                          m: {type: integr}
                          day: {type: text, pattern: '('}
                          size: {type: size, default: 3 GB}
                          c: {type: choice, choices: [a], default: b}
                          x-y: {type: text}
                          d: {default: 4}
                          t: {type: text, min: 3}
                          ok: {type: integer}
                        locaton: mem://cloud
                        key: "${inputs.dya}"
                        spec:
                          workers: ${inputs.n}
                          wokers: ${inputs.ok}
                          idleTimeout: "${cluster.id}"
                          labels: {a: "${env.HOME}", b: "${env.NO_SUCH_VARIABLE_HERE}", c: "${inputs.ok"}
                          master: {machines: ["${inputs.ok}", "A"]}
                        outputs:
                          a: ${cluster.idd}
                          b: [x]
                          c: ${inputs.nn}
                        """)))
                .containsExactly(
                        "etl.cluster.yaml:1:1: the key 'location' is missing: a location, such as emr://eu-west-1",
                        "etl.cluster.yaml:1:15: the variable NO_SUCH_VARIABLE_HERE is not set",
                        "etl.cluster.yaml:3:6: the least, 5, is above the most, 3",
                        "etl.cluster.yaml:4:13: 'integr' is not one of text, integer, number, boolean, duration, size,"
                                + " choice, list, secret; did you mean 'integer'?",
                        "etl.cluster.yaml:5:30: '(' is not a regular expression: Unclosed group",
                        "etl.cluster.yaml:6:31: '3 GB' is not a size, such as 8MiB",
                        "etl.cluster.yaml:7:44: 'b' is not one of a; did you mean 'a'?",
                        "etl.cluster.yaml:8:3: 'x-y' is not the name of an input",
                        "etl.cluster.yaml:9:6: the key 'type' is missing: one of text, integer, number, boolean,"
                                + " duration, size, choice, list, secret",
                        "etl.cluster.yaml:10:19: there is no key 'min' here; there are type, description, default,"
                                + " pattern",
                        "etl.cluster.yaml:12:1: there is no key 'locaton' here; did you mean 'location'?",
                        "etl.cluster.yaml:13:6: there is no input 'dya'; did you mean 'day'?",
                        "etl.cluster.yaml:16:3: there is no key 'wokers' here; did you mean 'workers'?",
                        "etl.cluster.yaml:17:16: ${cluster.id} is known to outputs only",
                        "etl.cluster.yaml:18:15: the variable HOME is not listed under 'environment'",
                        "etl.cluster.yaml:18:68: '${inputs.ok' is not closed; write $${ for the two characters"
                                + " themselves",
                        "etl.cluster.yaml:19:39: 'A' is not a type of machines, such as m7g.xlarge",
                        "etl.cluster.yaml:21:6: ${cluster.idd} means nothing here; did you mean 'cluster.id'?",
                        "etl.cluster.yaml:22:6: there must be a text here, and there is a list",
                        "etl.cluster.yaml:23:6: there is no input 'nn'; did you mean 'n'?");
    }

    @Test
    void fileAndInputsAreCheckedTogether() throws Exception {
        Path file = file("a.cluster.yaml", "inputs: {n: {type: integer}}\nlocation: x\nkey: a\nspec: {wokers: 3}\n");
        assertThat(problems(() -> ClusterTemplate.fill(file, Map.of("n", "many"))))
                .containsExactly(
                        "a.cluster.yaml:1:10: what is given for the input 'n': there must be a whole number here, and"
                                + " there is a text",
                        "a.cluster.yaml:2:11: 'x' is not a location, such as emr://eu-west-1",
                        "a.cluster.yaml:4:8: there is no key 'wokers' here; did you mean 'workers'?");
    }

    @Test
    void whatDoesNotFitWhereItIsPutIsSaidThere() throws Exception {
        ClusterTemplate template = cluster("""
                inputs: {a: {type: text}}
                location: mem://x
                key: k
                spec: {workers: '${inputs.a}', sparkVersion: '${inputs.a}'}
                """);
        assertThat(problems(() -> template.with(Map.of("a", "x y"))))
                .containsExactly(
                        "etl.cluster.yaml:4:17: there must be a whole number from 1 to 10000 here, and there is a text",
                        "etl.cluster.yaml:4:46: 'x y' is not a Spark version, such as '4.2.0'");
        assertThat(problems(() -> cluster("""
                                inputs: {l: {type: list, default: []}}
                                location: mem://x
                                key: 'a${inputs.l}'
                                spec: {}
                                """)))
                .containsExactly("etl.cluster.yaml:3:6: ${inputs.l} is a list and cannot be a part of a text");
    }

    @Test
    void whatIsPutInIsNotReadAgain() throws Exception {
        ClusterRequest request = cluster("""
                        inputs: {a: {type: text}, b: {type: text}}
                        location: mem://x
                        key: k
                        spec: {labels: {x: '${inputs.a}', y: '-${inputs.a}', z: '$${inputs.a}', v: '$$${inputs.b}'}}
                        outputs: {o: '${inputs.a}/${inputs.b}'}
                        """).with(Map.of("a", "${inputs.b}${cluster.id}$${x}", "b", "${inputs.a}"));
        assertThat(request.spec().labels())
                .containsOnly(
                        entry("x", "${inputs.b}${cluster.id}$${x}"),
                        entry("y", "-${inputs.b}${cluster.id}$${x}"),
                        entry("z", "${inputs.a}"),
                        entry("v", "$${inputs.b}"));
        assertThat(request.outputs(status())).containsOnly(entry("o", "${inputs.b}${cluster.id}$${x}/${inputs.a}"));
    }

    private static ClusterStatus status() {
        ClusterNode master = new ClusterNode(
                "m",
                Role.MASTER,
                "10.0.0.1:7077",
                "ALIVE",
                0,
                0,
                0,
                0,
                Optional.of(URI.create("http://10.0.0.1:8080")));
        ClusterNode worker = new ClusterNode("w", Role.WORKER, "10.0.0.2:1", "ALIVE", 0, 0, 0, 0, Optional.empty());
        return new ClusterStatus(
                ClusterId.parse("mem://cloud/etl"),
                ClusterState.READY,
                "READY",
                Optional.of("4.2.0"),
                List.of(master, worker, worker),
                List.of(),
                Optional.empty(),
                Instant.EPOCH);
    }

    @Test
    void outputsTellWhatTheClusterIs() throws Exception {
        assertThat(cluster(CLUSTER).with(Map.of("team", "blue")).outputs(status()))
                .containsExactly(
                        entry("master", "spark://10.0.0.1:7077"), entry("all", "mem://cloud/etl READY 2 blue ."));
        assertThat(cluster("""
                                location: mem://x
                                key: k
                                spec: {}
                                outputs:
                                  a: ${cluster.name}
                                  b: ${cluster.location}
                                  c: ${cluster.sparkVersion}
                                  d: ${cluster.masterUi}
                                  e: ${cluster.workers}
                                  f: ${cluster.prometheusTargets}
                                """).with(Map.of()).outputs(status()))
                .containsExactly(
                        entry("a", "etl"),
                        entry("b", "mem://cloud"),
                        entry("c", "4.2.0"),
                        entry("d", "http://10.0.0.1:8080"),
                        entry("e", "10.0.0.2:1,10.0.0.2:1"),
                        entry("f", "[ ]\n"));
    }

    @Test
    void aJobHasItsTargetKeyAndOptions() throws Exception {
        Path file = file("count.job.yaml", """
                inputs:
                  day: {type: text, pattern: '\\d{4}-\\d{2}-\\d{2}'}
                  token: {type: secret, default: {env: MY_TOKEN}}
                pool: etl
                key: etl/${inputs.day}
                spec:
                  pySpark:
                    script: s3://code/main.py
                    args: [--day, "${inputs.day}"]
                    secrets: {TOKEN: "${inputs.token}", OTHER: {file: other.txt}}
                submit: {onFailed: rerun, onLost: rerun, attempts: 3, timeout: 1m}
                outputs: {run: "${job.id} ${job.cluster} ${job.state} ${job.exitCode} ${job.nativeState}${job.detail}"}
                """);
        JobRequest job = JobTemplate.read(file).with(Map.of("day", "2026-11-21"));
        assertThat(job.target()).contains(new JobTarget.Pool("etl"));
        assertThat(job.key()).isEqualTo(RequestKey.of("etl", "2026-11-21"));
        assertThat(job.spec()).isInstanceOf(PySpark.class);
        assertThat(job.spec().options().args()).containsExactly("--day", "2026-11-21");
        assertThat(job.options().on(JobState.FAILED)).isEqualTo(OnEnded.RERUN);
        assertThat(job.options().on(JobState.LOST)).isEqualTo(OnEnded.RERUN);
        assertThat(job.options().on(JobState.CANCELLED)).isEqualTo(OnEnded.RETURN);
        assertThat(job.options().maxAttempts()).isEqualTo(3);
        assertThat(job.options().timeout()).contains(Duration.ofMinutes(1));
        Map<String, Secret> secrets = job.spec().options().secrets();
        assertThat(secrets.get("TOKEN")).hasToString("Secret[env:MY_TOKEN]");
        assertThat(secrets.get("OTHER")).hasToString("Secret[file:" + folder.resolve("other.txt") + "]");
        ClusterId on = ClusterId.parse("mem://cloud/etl");
        JobStatus end = JobStatus.of(on.job("7"), JobState.FAILED, "DEAD", Instant.EPOCH)
                .withExitCode(2);
        assertThat(job.outputs(end)).containsOnly(entry("run", "mem://cloud/etl#7 mem://cloud/etl FAILED 2 DEAD"));

        assertThat(JobTemplate.fill(file, Map.of("day", "2026-11-21", "token", "file:a/b"))
                        .spec()
                        .options()
                        .secrets()
                        .get("TOKEN"))
                .hasToString("Secret[file:" + new File("a/b").getAbsolutePath() + "]");
    }

    @Test
    void aJobMayNameAClusterOrNothing() throws Exception {
        String rest = "key: k\nspec: {command: {program: 'true'}}\n";
        assertThat(JobTemplate.fill(file("a", "cluster: emr://eu/j-1\n" + rest), Map.of())
                        .target())
                .contains(new JobTarget.Cluster(ClusterId.parse("emr://eu/j-1")));
        assertThat(JobTemplate.fill(file("a", "cluster: etl\n" + rest), Map.of())
                        .target())
                .contains(new JobTarget.Declared("etl"));
        assertThat(JobTemplate.fill(file("a", rest), Map.of()).target()).isEmpty();
        assertThat(problems(() -> JobTemplate.fill(file("a", "cluster: etl\npool: b\n" + rest), Map.of())))
                .containsExactly("a:2:1: only one of pool, cluster can be here; 'pool' is here already"
                        .replace("'pool'", "'cluster'"));
    }

    /** Nothing that may be a secret is said again: not by problems, nor by what is built. */
    @Test
    void secretsAreNeverShown() throws Exception {
        String secret = "hunter2: [";
        Path file = file(
                "a.job.yaml",
                "inputs: {t: {type: secret}}\nkey: k\nspec: {command: {program: 'true', secrets: {T: '${inputs.t}'},"
                        + " args: ['x']}}\n");
        assertThat(problems(() -> JobTemplate.fill(file, Map.of("t", secret))))
                .containsExactly(
                        "a.job.yaml:1:10: what is given for the input 't': a secret is a reference, {env: NAME}"
                                + " or {file: path}, and never its value");
        assertThat(problems(() -> JobTemplate.fill(file, Map.of("t", "env:" + secret))))
                .noneMatch(each -> each.contains("hunter2"));
        for (String use : List.of("args: ['${inputs.t}']", "args: ['a${inputs.t}']", "name: '${inputs.t}'")) {
            Path wrong = file(
                    "b.job.yaml",
                    "inputs: {t: {type: secret, default: {env: PATH}}}\nkey: k\nspec: {command: {program: 'true', "
                            + use + "}}\n");
            assertThat(problems(() -> JobTemplate.read(wrong)))
                    .singleElement()
                    .asString()
                    .doesNotContain(System.getenv("PATH"));
        }
        Path inline = file(
                "c.job.yaml", "inputs: {t: {type: secret, default: hunter2}}\nkey: k\nspec: {command: {program: a}}\n");
        assertThat(problems(() -> JobTemplate.read(inline)))
                .singleElement()
                .asString()
                .doesNotContain("hunter2");
        JobRequest job = JobTemplate.fill(file, Map.of("t", "env:PATH"));
        assertThat(job + " " + job.spec() + job.spec().options().secrets()
                        + JobTemplate.read(file).inputs())
                .doesNotContain(System.getenv("PATH"));
    }

    @Test
    void anEnvironmentVariableHasTheTypeThatItsTextHas() {
        Problems problems = new Problems();
        ClusterRequest request = YamlFile.parse(Path.of("a.yaml"), """
                        environment: [N, TEAM]
                        inputs:
                          workers: {type: integer, default: "${env.N}"}
                        location: mem://x
                        key: ${env.TEAM}
                        spec: {workers: "${inputs.workers}", labels: {n: "${env.N}"}, scaling: {min: 1, max: "${env.N}"}}
                        """, problems)
                .flatMap(document -> ClusterTemplate.of(
                        document,
                        name -> Optional.ofNullable(
                                Map.of("N", "3", "TEAM", "blue").get(name)),
                        problems))
                .orElseThrow()
                .with(Map.of());
        assertThat(problems.all()).isEmpty();
        assertThat(request.spec().workers()).isEqualTo(3);
        assertThat(request.spec().labels()).containsEntry("n", "3");
        assertThat(request.spec().scaling()).contains(Scaling.between(1, 3));
        assertThat(request.key()).isEqualTo(RequestKey.of("blue"));
    }

    @Test
    void hostileFilesAreRefusedSoon() throws Exception {
        StringBuilder bomb = new StringBuilder("inputs:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("  a").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9))
                    .append("*a")
                    .append(i - 1)
                    .append("]\n");
        }
        assertThat(problems(() -> cluster(bomb.toString())))
                .singleElement()
                .asString()
                .contains("this is too much");
        assertThat(problems(() -> cluster("spec: " + "[".repeat(20_000))))
                .singleElement()
                .asString()
                .contains("this is too deep");
        assertThat(problems(() -> cluster("x".repeat(9_000_000))))
                .singleElement()
                .asString()
                .contains("too large");
        assertThat(problems(() -> cluster("inputs: &a {b: *a}"))).isNotEmpty();
        for (String text : List.of("", "[]", "3", "inputs: []", "inputs: 3\noutputs: 3\nenvironment: 3", "spec: []")) {
            assertThat(problems(() -> cluster(text))).as(text).isNotEmpty();
        }
        assertThat(problems(() -> cluster("a: &x 1\nb: *x\n"))).isNotEmpty();
        ClusterTemplate list = cluster("inputs: {l: {type: list}}\nlocation: mem://x\nkey: k\nspec: {}\n");
        assertThat(problems(() -> list.with(Map.of("l", "[".repeat(20_000)))))
                .singleElement()
                .asString()
                .contains("this is too deep");
        assertThat(problems(() -> list.with(Map.of("l", "[{a: b}]")))).isNotEmpty();
    }

    /** A value put in many times is small in memory; one document cannot grow beyond what its texts allow. */
    @Test
    void referencesDoNotMultiply() throws Exception {
        String many = "${inputs.a}".repeat(100);
        ClusterTemplate template =
                cluster("inputs: {a: {type: text}}\nlocation: mem://x\nkey: k\nspec: {labels: {x: '" + many + "'}}\n");
        assertThat(template.with(Map.of("a", "${inputs.a}".repeat(10)))
                        .spec()
                        .labels()
                        .get("x"))
                .hasSize(11 * 10 * 100);
    }
}
