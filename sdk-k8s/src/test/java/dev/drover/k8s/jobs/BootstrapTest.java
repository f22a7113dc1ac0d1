package dev.drover.k8s.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.drover.Command;
import dev.drover.Content;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobLogs.Source;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.StorageUri;
import dev.drover.bootstrap.BootstrapAction;
import dev.drover.k8s.KubeJobOptions;
import dev.drover.k8s.SparkOperator;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that run before a job, as real processes. */
@Timeout(180)
class BootstrapTest {
    private static final Command JOB =
            Command.of("printf").args("%s", "the job itself").build();

    @TempDir
    Path folder;

    private static JobHandle submit(Drover drover) {
        return drover.jobs(JobsWorld.CLUSTER).submit(JOB, RequestKey.of("bootstrap"));
    }

    @Test
    void scriptsRunOneAfterTheOtherBeforeTheJob() throws Exception {
        try (JobsWorld world = JobsWorld.running(folder)) {
            StorageUri uri = StorageUri.parse("mem://bucket/second.sh");
            Drover writer = world.open(KubeJobOptions.standard());
            writer.storage(uri).put(uri, Content.of("echo second $# \"$1\" $LEVEL >> \"$FILE\"\n"));
            Path file = folder.resolve("written");
            Drover drover = world.open(JobsWorld.options(SparkOperator.APACHE)
                    .bootstrap(BootstrapAction.script("first", "#!/bin/sh\necho first > \"$FILE\"\necho done\n")
                            .env("FILE", file.toString())
                            .build())
                    .bootstrap(BootstrapAction.uri("second", uri)
                            .args("a $(b) c")
                            .env("FILE", file.toString())
                            .env("LEVEL", "$$7")
                            .build())
                    .build());

            JobHandle run = submit(drover);

            assertThat(run.await(Duration.ofMinutes(2)).state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(file).hasContent("first\nsecond 1 a $(b) c $$7");
            assertThat(run.logs().tail(Source.STDOUT, 5)).containsExactly("the job itself");
            assertThat(run.logs().tail(new Source("bootstrap-first"), 5)).containsExactly("done");
            assertThat(run.logs().sources()).contains(new Source("bootstrap-first"), new Source("bootstrap-second"));
        }
    }

    @Test
    void aScriptThatFailsSaysSo() throws Exception {
        try (JobsWorld world = JobsWorld.running(folder)) {
            JobHandle run = submit(world.open(JobsWorld.options(SparkOperator.APACHE)
                    .bootstrap(BootstrapAction.script("fonts", "echo no fonts here >&2\nexit 4\n")
                            .build())
                    .build()));

            JobStatus end = run.await(Duration.ofMinutes(2));

            assertThat(end.state()).isEqualTo(JobState.FAILED);
            assertThat(end.detail().orElse("")).contains("bootstrap-fonts ended with exit code 4");
            assertThat(run.logs().tail(new Source("bootstrap-fonts"), 5)).containsExactly("no fonts here");
        }
    }
}
