package dev.drover.standalone.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.drover.ClusterNode.Role;
import dev.drover.ClusterState;
import dev.drover.ClusterStatus;
import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masters that somebody else started, and starts again. */
class HandStartedMasterTest {

    @TempDir
    private Path folder;

    /** @param patience for each call; one that fails takes all of it */
    private Drover user(HandStartedSpark spark, Duration patience) {
        return Drover.builder()
                .configure(
                        spark.id().location(),
                        spark.options()
                                .staging(StorageUri.of(folder.resolve("staging")))
                                .build())
                .operationTimeout(patience)
                .build();
    }

    @Test
    void aWaitOutlivesARestartOfTheMaster() throws Exception {
        Path go = folder.resolve("go");
        try (HandStartedSpark spark =
                        new HandStartedSpark(folder, true).startMaster().startWorker();
                Drover drover = user(spark, Duration.ofSeconds(10));
                Drover impatient = user(spark, Duration.ofSeconds(2))) {
            ClusterStatus status = drover.cluster(spark.id()).describe();
            assertThat(status.state()).isEqualTo(ClusterState.READY);
            assertThat(status.nodes(Role.WORKER)).hasSize(1);
            JobHandle job = drover.jobs(spark.id())
                    .submit(
                            Command.of("bash")
                                    .args("-c", "while [ ! -e \"$1\" ]; do sleep 0.1; done", "bash", go.toString())
                                    .driver(Resources.of(1, 512))
                                    .build(),
                            RequestKey.random());
            Awaitility.await().atMost(Sandbox.PATIENCE).until(() -> job.status().state() == JobState.RUNNING);
            CompletableFuture<JobStatus> end = CompletableFuture.supplyAsync(() -> await(job));

            spark.killMaster();
            assertThat(catchThrowableOfType(DroverException.class, impatient.job(job.id())::status)
                            .code())
                    .isEqualTo(ErrorCode.UNAVAILABLE);
            spark.startMaster();
            Files.createFile(go);

            JobStatus ended = end.join();
            assertThat(ended.state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(drover.job(JobId.parse(job.id().toString())).status().state())
                    .isEqualTo(JobState.SUCCEEDED);
        }
    }

    private static JobStatus await(JobHandle job) {
        try {
            return job.await(Sandbox.PATIENCE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDriverWhoseWorkerIsKilledWhileItStartsDoesNothing() throws Exception {
        Path paused = folder.resolve("paused");
        Path begun = folder.resolve("begun");
        try (HandStartedSpark spark =
                        new HandStartedSpark(folder, true).startMaster().startWorker();
                Drover drover = user(spark, Duration.ofMinutes(1))) {
            JobHandle job = drover.jobs(spark.id())
                    .submit(
                            Command.of("bash")
                                    .args("-c", "echo begun >>\"$1\"", "bash", begun.toString())
                                    .driver(Resources.of(1, 512))
                                    // The JVM makes the file and goes on when it is gone.
                                    .conf(
                                            "spark.driver.extraJavaOptions",
                                            "-XX:+UnlockDiagnosticVMOptions -XX:+PauseAtStartup"
                                                    + " -XX:PauseAtStartupFile=" + paused)
                                    .build(),
                            RequestKey.random());
            Awaitility.await().atMost(Sandbox.PATIENCE).until(() -> Files.exists(paused));
            ProcessHandle driver = process(paused.toString());

            spark.killWorker();
            assertThat(await(job).state()).isEqualTo(JobState.FAILED);
            assertThat(driver.isAlive()).isTrue();
            Files.delete(paused);

            driver.onExit().get(Sandbox.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(begun).doesNotExist();
        }
    }

    private static ProcessHandle process(String word) {
        return ProcessHandle.allProcesses()
                .filter(process -> Sandbox.commandLine(process).contains(word))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMasterWithoutSubmissionServerSaysWhatToSwitchOn() throws Exception {
        try (HandStartedSpark spark = new HandStartedSpark(folder, false).startMaster();
                Drover drover = user(spark, Duration.ofSeconds(3))) {
            DroverException refused = catchThrowableOfType(
                    DroverException.class,
                    () -> drover.jobs(spark.id())
                            .submit(
                                    SparkJar.of(StorageUri.parse("file:///x.jar"), "X")
                                            .build(),
                                    RequestKey.random()));

            assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(refused.effect()).isEqualTo(Effect.NONE);
            assertThat(refused).hasMessageContaining("spark.master.rest.enabled");
        }
    }
}
