package dev.drover.internal.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.drover.ClusterSpec;
import dev.drover.Command;
import dev.drover.Disk;
import dev.drover.DynamicAllocation;
import dev.drover.JobSpec;
import dev.drover.Machine;
import dev.drover.NodeGroup;
import dev.drover.Purchase;
import dev.drover.PySpark;
import dev.drover.Resources;
import dev.drover.Scaling;
import dev.drover.SchedulerMode;
import dev.drover.SparkJar;
import dev.drover.SparkSql;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.internal.yaml.YamlFile;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Problem;
import dev.drover.spi.settings.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecKeysTest {

    @TempDir
    private Path folder;

    private <T> T read(Kind<T> kind, String yaml) {
        Problems problems = new Problems();
        Optional<T> read =
                YamlFile.parse(folder.resolve("a.yaml"), yaml, problems).flatMap(value -> kind.read(value, problems));
        assertThat(problems.all()).isEmpty();
        return read.orElseThrow();
    }

    private List<String> problems(Kind<?> kind, String yaml) {
        Problems problems = new Problems();
        Path file = Path.of("a.yaml");
        assertThat(YamlFile.parse(file, yaml, problems).flatMap(value -> kind.read(value, problems)))
                .isEmpty();
        return problems.all().stream().map(Problem::toString).toList();
    }

    @Test
    void allOptionsOfAJobArrive() {
        JobSpec job = read(JobKeys.kind(), """
                pySpark:
                  script: s3://code/main.py
                  pyFiles: [s3://code/etl.whl]
                  name: nightly
                  args: [--day, '', '2026-11-21']
                  conf: {spark.ui.enabled: 'false'}
                  env: {STAGE: test}
                  secrets: {TOKEN: {env: MY_TOKEN}, KEY: {file: key.txt}}
                  driver: {cores: 2, memory: 4GiB}
                  executor: {cores: 4, memory: 1536MiB}
                  dynamicAllocation: {min: 0, max: 9, idleTimeout: 2m}
                  scheduler: fair
                  labels: {team: blue}
                  queue: root.etl
                """);

        PySpark python = (PySpark) job;
        assertThat(python.script()).isEqualTo(StorageUri.parse("s3://code/main.py"));
        assertThat(python.pyFiles()).containsExactly(StorageUri.parse("s3://code/etl.whl"));
        assertThat(job.options().name()).contains("nightly");
        assertThat(job.options().args()).containsExactly("--day", "", "2026-11-21");
        assertThat(job.options().conf()).containsExactly(entry("spark.ui.enabled", "false"));
        assertThat(job.options().env()).containsExactly(entry("STAGE", "test"));
        assertThat(job.options().secrets().get("TOKEN")).hasToString("Secret[env:MY_TOKEN]");
        assertThat(job.options().secrets().get("KEY")).hasToString("Secret[file:" + folder.resolve("key.txt") + "]");
        assertThat(job.options().driver()).isEqualTo(Resources.of(2, 4096));
        assertThat(job.options().executor()).contains(Resources.of(4, 1536));
        assertThat(job.options().dynamicAllocation()).contains(new DynamicAllocation(0, 9, Duration.ofMinutes(2)));
        assertThat(job.options().scheduler()).contains(SchedulerMode.FAIR);
        assertThat(job.options().labels()).containsExactly(entry("team", "blue"));
        assertThat(job.options().queue()).contains("root.etl");
    }

    @Test
    void everyKindOfJobArrives() {
        SparkJar jar = (SparkJar) read(
                JobKeys.kind(),
                "sparkJar: {jar: 's3://c/a.jar', mainClass: com.acme.Etl, jars: ['s3://c/b.jar'], executors: 3}");
        assertThat(jar.jar()).hasToString("s3://c/a.jar");
        assertThat(jar.mainClass()).isEqualTo("com.acme.Etl");
        assertThat(jar.jars()).extracting(StorageUri::toString).containsExactly("s3://c/b.jar");
        assertThat(jar.options().executors()).isEqualTo(OptionalInt.of(3));

        assertThat(((SparkSql) read(JobKeys.kind(), "sparkSql: {text: SELECT 1}")).text())
                .contains("SELECT 1");
        assertThat(((SparkSql) read(JobKeys.kind(), "sparkSql: {file: 's3://c/a.sql'}")).file())
                .contains(StorageUri.parse("s3://c/a.sql"));

        Command command = (Command) read(JobKeys.kind(), "command: {program: bash, args: ['-c', 'true']}");
        assertThat(command.program()).isEqualTo("bash");
        assertThat(command.options().args()).containsExactly("-c", "true");
    }

    @Test
    void whatIsWrongWithAJobIsSaidWhereItStands() {
        assertThat(problems(JobKeys.kind(), "command: {program: a}\nsparkSql: {text: b, args: [c], file: d}"))
                .containsExactly(
                        "a.yaml:2:1: only one of pySpark, sparkJar, sparkSql, command can be here; 'command' is here"
                                + " already",
                        "a.yaml:2:21: there is no key 'args' here; there are text, file, name, conf, env, secrets,"
                                + " driver, executor, executors, dynamicAllocation, scheduler, labels, queue",
                        "a.yaml:2:32: only one of text, file can be here; 'text' is here already",
                        "a.yaml:2:38: 'd' is not a place in a storage, such as s3://bucket/path");
        assertThat(problems(JobKeys.kind(), "{}"))
                .containsExactly("a.yaml:1:1: one of pySpark, sparkJar, sparkSql, command must be here");
        assertThat(problems(JobKeys.kind(), "pySpark: {script: 's3://c/a.jar'}"))
                .containsExactly("a.yaml:1:10: 's3://c/a.jar' is not a Python script; its name must end in .py.");
        assertThat(problems(JobKeys.kind(), "command: {program: a, executors: 0, driver: {cores: 1, memory: 1KiB}}"))
                .containsExactly(
                        "a.yaml:1:34: 0 is not a whole number from 1 to 1000000",
                        "a.yaml:1:64: 1024 bytes are not a whole number of MiB, or too many");
        assertThat(problems(JobKeys.kind(), "command: {program: a, secrets: {T: hunter2}, env: {T-: a}}"))
                .containsExactly(
                        "a.yaml:1:36: a secret is a reference, {env: NAME} or {file: path}, and never its value",
                        "a.yaml:1:52: 'T-' is not the name of a variable");
    }

    @Test
    void allOfAClusterArrives() throws Exception {
        Files.writeString(folder.resolve("fonts.sh"), "#!/bin/sh\ntrue\n");
        ClusterSpec spec = read(ClusterKeys.kind(), """
                workers: 4
                worker: {cores: 4, memory: 8GiB}
                sparkVersion: '4.2.0'
                conf: {spark.eventLog.enabled: 'true'}
                bootstrap:
                  - {name: here, script: 'true', args: [a, b], env: {A: b}, timeout: 1m}
                  - {name: beside, file: fonts.sh}
                  - {name: there, uri: 's3://c/a.sh'}
                idleTimeout: 1h
                maxAge: 12h
                shuffleService: true
                labels: {team: blue}
                master: {machines: [m7g.xlarge]}
                workerNodes:
                  machines: [m7g.xlarge, {cores: 4, memory: 16GiB}]
                  disks: [{size: 200GiB, type: gp3}, {size: 50GiB}]
                  purchase: spot-else-on-demand
                gateway: {machines: [{cores: 1, memory: 1GiB}], purchase: spot}
                scaling: {min: 2, max: 10}
                logs: s3://logs/spark
                """);

        assertThat(spec.workers()).isEqualTo(4);
        assertThat(spec.worker()).isEqualTo(Resources.of(4, 8192));
        assertThat(spec.sparkVersion()).contains("4.2.0");
        assertThat(spec.conf()).containsExactly(entry("spark.eventLog.enabled", "true"));
        List<BootstrapAction> actions = spec.bootstrapActions();
        assertThat(actions).extracting(BootstrapAction::name).containsExactly("here", "beside", "there");
        assertThat(actions.get(0).script()).contains("true");
        assertThat(actions.get(0).args()).containsExactly("a", "b");
        assertThat(actions.get(0).env()).containsExactly(entry("A", "b"));
        assertThat(actions.get(0).timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(actions.get(1).script()).contains("#!/bin/sh\ntrue\n");
        assertThat(actions.get(1).timeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(actions.get(2).uri()).contains(StorageUri.parse("s3://c/a.sh"));
        assertThat(spec.idleTimeout()).contains(Duration.ofHours(1));
        assertThat(spec.maxAge()).contains(Duration.ofHours(12));
        assertThat(spec.shuffleService()).isTrue();
        assertThat(spec.labels()).containsExactly(entry("team", "blue"));
        assertThat(spec.master().orElseThrow().machines()).containsExactly(Machine.type("m7g.xlarge"));
        NodeGroup workers = spec.workerNodes().orElseThrow();
        assertThat(workers.machines()).containsExactly(Machine.type("m7g.xlarge"), Machine.atLeast(4, 16384));
        assertThat(workers.disks()).containsExactly(Disk.ofGiB(200, "gp3"), Disk.ofGiB(50));
        assertThat(workers.purchase()).isEqualTo(Purchase.SPOT_ELSE_ON_DEMAND);
        assertThat(spec.gateway().orElseThrow().purchase()).isEqualTo(Purchase.SPOT);
        assertThat(spec.scaling()).contains(Scaling.between(2, 10));
        assertThat(spec.logs()).contains(StorageUri.parse("s3://logs/spark/"));
        assertThat(read(ClusterKeys.kind(), "release: emr-7.2.0").release()).contains("emr-7.2.0");
    }

    @Test
    void anEmptyClusterIsTheDefault() {
        ClusterSpec spec = read(ClusterKeys.kind(), "{}");
        assertThat(spec.workers()).isEqualTo(ClusterSpec.builder().build().workers());
        assertThat(spec.worker()).isEqualTo(ClusterSpec.builder().build().worker());
        assertThat(spec.workerNodes()).isEmpty();
    }

    @Test
    void whatIsWrongWithAClusterIsSaidWhereItStands() {
        assertThat(problems(ClusterKeys.kind(), """
                        worker: 0
                        wrokers: 3
                        sparkVersion: '4'
                        release: emr-7.2.0
                        conf: {ui.enabled: 'true'}
                        bootstrap: [{name: a}, {name: B, script: 'true', uri: 's3://a/b'}, {name: c, file: /nowhere/x}]
                        master: {machines: []}
                        workerNodes: {machines: [A, [b]], disks: [{size: 100MiB}]}
                        scaling: {min: 3, max: 2}
                        """))
                .containsExactly(
                        "a.yaml:1:9: there must be a group of keys here, and there is a whole number",
                        "a.yaml:2:1: there is no key 'wrokers' here; did you mean 'workers'?",
                        "a.yaml:3:15: '4' is not a Spark version, such as '4.2.0'",
                        "a.yaml:4:1: only one of sparkVersion, release can be here; 'sparkVersion' is here already",
                        "a.yaml:5:8: 'ui.enabled' is not a Spark property",
                        "a.yaml:6:13: one of script, file, uri must be here",
                        "a.yaml:6:31: 'B' is not a name of lower-case letters, digits and hyphens",
                        "a.yaml:6:50: only one of script, file, uri can be here; 'script' is here already",
                        "a.yaml:6:68: The script /nowhere/x of bootstrap action c cannot be read.",
                        "a.yaml:7:20: there must be 1 to 30 here, and there are 0",
                        "a.yaml:8:26: 'A' is not a type of machines, such as m7g.xlarge",
                        "a.yaml:8:29: there must be a group of keys here, and there is a list",
                        "a.yaml:8:50: 104857600 bytes are not a whole number of GiB, or too many",
                        "a.yaml:9:10: A cluster scales between 1 and 10,000 workers, the minimum not above the maximum;"
                                + " got 3 to 2.");
    }
}
