package dev.drover.aws.emr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.Attempt;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.Secret;
import dev.drover.SparkJar;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import dev.drover.aws.AwsOptions;
import dev.drover.aws.emr.EmrOptions.DeployMode;
import dev.drover.aws.fake.AwsMachine;
import dev.drover.aws.fake.TestS3;
import dev.drover.testkit.spark.SparkMachine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, run by the bash of this machine. */
@TestInstance(Lifecycle.PER_CLASS)
class LauncherTest {
    private final TestS3 s3 = new TestS3("staging");
    private final Drover drover = Drover.builder()
            .configure(
                    "s3://",
                    AwsOptions.builder()
                            .region("eu-west-1")
                            .endpoint(s3.endpoint())
                            .build())
            .build();
    private final Storage storage = drover.storage(EmrWorld.STAGING);
    private SparkMachine machine;
    private Path programs;

    @BeforeAll
    void start(@TempDir Path folder) {
        machine = AwsMachine.at(folder, s3.endpoint());
        programs = folder.resolve("bin");
    }

    @AfterAll
    void stop() {
        machine.close();
        drover.close();
        s3.close();
    }

    private List<String> prepared(JobSpec job, Attempt attempt, DeployMode mode) {
        return new LaunchedStep(EmrWorld.STAGING, mode, uri -> storage).prepare(job, attempt);
    }

    private static Attempt attempt() {
        return new Attempt(Attempt.Kind.JOB, RequestKey.random(), 1);
    }

    private static Command.Builder bash(String script) {
        return Command.of("bash").args("-c", script);
    }

    private String left(Attempt attempt, String name) throws IOException {
        StorageUri uri = RunFolder.of(EmrWorld.STAGING, attempt.name()).uri().resolve(name);
        try (InputStream in = storage.get(uri)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private List<String> left(Attempt attempt) {
        try (Stream<StoredObject> objects =
                storage.list(RunFolder.of(EmrWorld.STAGING, attempt.name()).uri())) {
            return objects.map(object -> object.uri().fileName()).toList();
        }
    }

    @Test
    void outputAndExitCodeAreLeftAndTheJobIsNot() throws IOException {
        Attempt attempt = attempt();
        List<String> command = prepared(
                bash("echo out; echo err >&2; [ \"$TOKEN\" = s3cr3t ] && exit 7")
                        .secret("TOKEN", Secret.of("s3cr3t"))
                        .build(),
                attempt,
                DeployMode.CLIENT);
        assertThat(command).noneMatch(word -> word.contains("s3cr3t"));
        assertThat(left(attempt)).containsExactly("job.sh");

        SparkMachine.Run run = machine.start(command, Map.of());

        assertThat(run.ended().join()).isEqualTo(7);
        assertThat(left(attempt)).containsExactlyInAnyOrder("exit", "stderr", "stdout");
        assertThat(left(attempt, "exit")).isEqualTo("7");
        assertThat(left(attempt, "stdout")).isEqualTo("out\n").isEqualTo(new String(run.stdout(), UTF_8));
        assertThat(left(attempt, "stderr")).isEqualTo("err\n").isEqualTo(new String(run.stderr(), UTF_8));
    }

    @Test
    void aSecondStepForTheSameAttemptRunsNothingAndTouchesNothing() throws IOException {
        Attempt attempt = attempt();
        List<String> command = prepared(bash("echo once").build(), attempt, DeployMode.CLIENT);
        assertThat(machine.start(command, Map.of()).ended().join()).isZero();

        SparkMachine.Run second = machine.start(command, Map.of());

        assertThat(second.ended().join()).isEqualTo(125);
        assertThat(new String(second.stderr(), UTF_8)).contains("this run was started before");
        assertThat(left(attempt, "stdout")).isEqualTo("once\n");
        assertThat(left(attempt, "exit")).isEqualTo("0");
    }

    @Test
    void aSignalReachesTheJobWhichMayTidyUp() throws IOException {
        Attempt attempt = attempt();
        SparkMachine.Run run = machine.start(
                prepared(
                        bash("trap 'echo tidied; exit 9' TERM; echo ready; while :; do sleep 0.05; done")
                                .build(),
                        attempt,
                        DeployMode.CLIENT),
                Map.of());
        awaitOutput(run, "ready");

        run.terminate();

        assertThat(run.ended().join()).isIn(9, 143);
        assertThat(left(attempt, "stdout")).isEqualTo("ready\ntidied\n");
    }

    @Test
    void aJobEndsWhenWhoeverStartedTheLauncherIsGone() throws IOException {
        Attempt attempt = attempt();
        List<String> launcher = prepared(bash("echo ready; sleep 600").build(), attempt, DeployMode.CLIENT);
        List<String> command = new ArrayList<>(List.of("bash", "-c", "\"$@\" & wait", "parent"));
        command.addAll(launcher);
        SparkMachine.Run parent = machine.start(command, Map.of());
        awaitOutput(parent, "ready");
        List<ProcessHandle> children = parent.children();

        parent.killAlone();

        children.forEach(child -> child.onExit().join());
        assertThat(left(attempt, "exit")).isEqualTo("143");
    }

    @Test
    void aDriverInYarnIsEndedByItsTagAndItsExitCodeIsNotPretended() throws IOException {
        program("yarn", """
                echo "$@" >> yarn.log
                case $* in
                  *-list*) echo 'application_1700000000000_0042 etl SPARK RUNNING' ;;
                  *-kill*) touch killed ;;
                esac
                """);
        program("spark-submit", "echo \"$@\"; touch started; while [ ! -e killed ]; do sleep 0.05; done; exit 1");
        try {
            Attempt attempt = attempt();
            SparkMachine.Run run = machine.start(
                    prepared(SparkJar.of(EmrWorld.CODE.resolve("a.jar"), "A").build(), attempt, DeployMode.CLUSTER),
                    Map.of());
            awaitOutput(run, "--deploy-mode cluster");

            run.terminate();

            assertThat(run.ended().join()).isNotZero();
            assertThat(left(attempt)).containsExactlyInAnyOrder("stderr", "stdout");
            assertThat(left(attempt, "stdout")).contains("spark.yarn.tags=" + attempt.name());
        } finally {
            Files.delete(programs.resolve("yarn"));
            Files.move(programs.resolve("spark-submit.kept"), programs.resolve("spark-submit"), REPLACE_EXISTING);
        }
    }

    private void program(String name, String script) throws IOException {
        Path file = programs.resolve(name);
        if (Files.exists(file)) {
            Files.move(file, programs.resolve(name + ".kept"));
        }
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void whatAnotherFolderHoldsIsNotRead() {
        StorageUri elsewhere = StorageUri.parse("s3://elsewhere/runs/etl-1/");

        assertThat(RunFolder.in(EmrWorld.STAGING, "etl-1", List.of("bash", elsewhere.toString())))
                .isEmpty();
        assertThat(RunFolder.in(
                        EmrWorld.STAGING,
                        "etl-1",
                        List.of("bash", EmrWorld.STAGING.resolve("runs/etl-2/").toString())))
                .isEmpty();
    }

    private static void awaitOutput(SparkMachine.Run run, String text) {
        await().atMost(Duration.ofMinutes(1)).until(() -> new String(run.stdout(), UTF_8).contains(text));
    }
}
