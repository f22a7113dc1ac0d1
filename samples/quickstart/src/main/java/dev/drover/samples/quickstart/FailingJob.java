package dev.drover.samples.quickstart;

import dev.drover.Drover;
import dev.drover.EphemeralCluster;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.RootCause;
import dev.drover.SparkJar;
import dev.drover.StorageUri;
import dev.drover.bundle.Uploaded;
import java.time.Duration;

/**
 * Submits a job whose input does not exist, and shows what the API says of it: not "FAILED", but why. Exit codes: 0 the
 * job failed as it should, 1 anything else.
 */
public final class FailingJob {

    private FailingJob() {}

    public static void main(String[] args) throws Exception {
        System.exit(run(Terminal.of(System.out)));
    }

    static int run(Terminal terminal) throws Exception {
        RequestKey key = RequestKey.random();
        try (Sample sample = Sample.open();
                Drover drover = Drover.builder().listener(terminal).build();
                EphemeralCluster cluster = drover.ephemeralCluster(
                        "local://localhost", Sample.twoWorkers().build(), key, Duration.ofMinutes(5))) {
            StorageUri home = StorageUri.of(sample.work()).asPrefix();
            Uploaded app = drover.upload(Sample.application(), home.resolve("app/"));
            SparkJar job = SparkJar.of(app.uri("word-count.jar"), Sample.WORD_COUNT)
                    .args("/no/such/stop-words.txt", home.resolve("result").toString(), "/no/such/input.txt")
                    .driver(Resources.of(1, 512))
                    .build();
            JobHandle run = cluster.submit(job, key.child("fails"));
            try {
                run.awaitSuccess(Duration.ofMinutes(5));
                terminal.line("The job succeeded, which it should not.");
                return 1;
            } catch (JobFailedException e) {
                show(terminal, e);
                return 0;
            }
        }
    }

    private static void show(Terminal terminal, JobFailedException failure) {
        RootCause cause = failure.rootCause();
        terminal.line("");
        terminal.line("The job failed, as it should. What the API reports:");
        terminal.line("  state      " + failure.status().state());
        terminal.line("  exit code  "
                + (failure.status().exitCode().isPresent()
                        ? failure.status().exitCode().getAsInt()
                        : "unknown"));
        terminal.line("  category   " + cause.category());
        terminal.line("  exception  " + cause.exception().orElse("none"));
        terminal.line("  message    " + cause.message());
        terminal.line("  log");
        cause.lines().stream().limit(12).forEach(line -> terminal.line("  | " + line));
    }
}
