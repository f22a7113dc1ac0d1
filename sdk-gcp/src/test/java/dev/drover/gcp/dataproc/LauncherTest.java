package dev.drover.gcp.dataproc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.drover.Command;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobLogs.Source;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.Secret;
import dev.drover.testkit.spark.FastClock;
import dev.drover.testkit.spark.SparkMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The launcher, run by the bash of this machine. */
@TestInstance(Lifecycle.PER_CLASS)
class LauncherTest {
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final DroverClock clock = new FastClock(10);

    @AutoClose
    private final JobWorld world = JobWorld.running(clock);

    @AutoClose
    private final Drover drover =
            world.builder(options -> options.staging(JobWorld.STAGING)).build();

    private JobHandle submit(JobSpec job) {
        return drover.jobs(JobWorld.ETL).submit(job, RequestKey.random());
    }

    private static Command.Builder bash(String script) {
        return Command.of("bash").args("-c", script);
    }

    private static Path folder(JobId job) {
        try (Stream<Path> all = Files.list(Path.of("/tmp"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("drover-" + job.nativeId()))
                    .findFirst()
                    .orElse(Path.of("/tmp/drover-" + job.nativeId() + "-none"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> staged(JobId job) {
        return world.gcs.names("staging").stream()
                .filter(name -> name.startsWith("drover/runs/" + job.nativeId() + "/"))
                .map(name -> name.replaceFirst(".*\\.", ""))
                .toList();
    }

    private static boolean alive(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip()))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    /** What a job has written into its folder. */
    private static String written(JobId job, String file) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Files.exists(folder(job).resolve(file)));
        try {
            return Files.readString(folder(job).resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aJobLeavesNothingWhenItHasEndedWell() throws InterruptedException {
        JobHandle job = submit(bash("ls -a; stat -c %a .; [ \"$TOKEN\" = s3cr3t ]")
                .secret("TOKEN", Secret.of("s3cr3t"))
                .build());

        assertThat(job.awaitSuccess(PATIENCE).exitCode()).hasValue(0);

        List<String> lines = job.logs().tail(Source.STDOUT, 100);
        // Its script is gone before it begins, and the folder is its own.
        assertThat(lines).contains("700").doesNotContain("job.sh");
        assertThat(staged(job.id())).isEmpty();
        assertThat(folder(job.id())).doesNotExist();
    }

    @Test
    void theExitCodeOfAFailureIsLeftAndTheScriptIsNot() throws InterruptedException {
        JobHandle job = submit(bash("exit 42").build());

        JobStatus end = job.await(PATIENCE);

        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.exitCode()).hasValue(42);
        assertThat(staged(job.id())).containsExactly("exit");
    }

    @Test
    void hostileArgumentsAndVariablesArriveAsTheyAre() throws InterruptedException {
        String hostile = "'; exit 9; ' \"$(exit 9)\" `exit 9` \\ \n} \nEOF\n#ä€😀 %s\t\r -- /* ; sh rm";
        JobHandle job = submit(Command.of("bash")
                .args("-c", "printf %s \"$1$X\" | od -An -tx1 | tr -d ' \\n'; echo", hostile, hostile)
                .env("X", hostile)
                .build());

        job.awaitSuccess(PATIENCE);

        assertThat(job.logs().tail(Source.STDOUT, 100))
                .contains(HexFormat.of().formatHex((hostile + hostile).getBytes(UTF_8)));
    }

    @Test
    void aRunThatFindsNoScriptRunsNothing() throws InterruptedException {
        JobHandle first = submit(bash("echo once").build());
        first.awaitSuccess(PATIENCE);
        SparkMachine.Run again = world.jobs.startAgain(first.id().nativeId());

        assertThat(again.ended().join()).isNotZero();
        assertThat(new String(again.stdout(), UTF_8))
                .contains("No such file or directory")
                .doesNotContain("once");
        delete(folder(first.id()));
    }

    @Test
    void whatACancelledJobHasStartedEndsWithIt() throws InterruptedException {
        JobHandle job = submit(bash("sleep 600 & echo $! > child.tmp; mv child.tmp child; wait")
                .build());
        String child = written(job.id(), "child");
        assertThat(alive(child)).isTrue();

        job.cancel();

        assertThat(job.await(PATIENCE).state()).isEqualTo(JobState.CANCELLED);
        await().atMost(Duration.ofMinutes(1)).until(() -> !alive(child));
        await().atMost(Duration.ofMinutes(1)).until(() -> !Files.exists(folder(job.id())));
        assertThat(staged(job.id())).isEmpty();
    }

    @Test
    void aLauncherThatIsKilledTakesItsChildrenAlong() throws InterruptedException {
        JobHandle job = submit(bash("echo $PPID > parent; sleep 600 & echo $! > child.tmp; mv child.tmp child; wait")
                .build());
        String child = written(job.id(), "child");
        String launcher = written(job.id(), "parent");

        ProcessHandle.of(Long.parseLong(launcher.strip())).orElseThrow().destroyForcibly();

        JobStatus end = job.await(PATIENCE);
        assertThat(end.state()).isEqualTo(JobState.FAILED);
        assertThat(end.exitCode()).isEmpty();
        await().atMost(Duration.ofMinutes(1)).until(() -> !alive(child));
        delete(folder(job.id()));
    }

    @Test
    void aJobThatDoesNotHeedASignalIsKilled() throws InterruptedException {
        JobHandle job =
                submit(bash("trap 'echo no' TERM; echo $$ > pid.tmp; mv pid.tmp pid; while :; do sleep 0.1; done")
                        .build());
        String pid = written(job.id(), "pid");

        job.cancel();

        await().atMost(Duration.ofMinutes(1)).until(() -> !alive(pid));
        assertThat(job.await(PATIENCE).state()).isEqualTo(JobState.CANCELLED);
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
