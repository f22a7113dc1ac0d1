package dev.drover.samples.quickstart;

import dev.drover.ClusterSpec;
import dev.drover.Drover;
import dev.drover.EphemeralCluster;
import dev.drover.JobHandle;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import dev.drover.Resources;
import dev.drover.SparkJar;
import dev.drover.bundle.PackageBundle;
import dev.drover.bundle.Uploaded;
import java.nio.file.Path;
import java.time.Duration;

/** The example of the README, between the two marks; a test compares the two and runs it. */
final class ReadmeExample {

    private ReadmeExample() {}

    static JobStatus run(Path folder, String target, String... arguments) throws InterruptedException {
        // README: begin
        ClusterSpec twoWorkers = ClusterSpec.builder()
                .workers(2, Resources.of(1, 1024)) // 1 core and 1024 MiB each
                .build();
        RequestKey key = RequestKey.of("etl", "2026-11-21"); // the same key never runs twice

        try (Drover drover = Drover.builder().build();
                EphemeralCluster cluster =
                        drover.ephemeralCluster("local://localhost", twoWorkers, key, Duration.ofMinutes(5))) {

            Uploaded app = drover.upload(PackageBundle.directory(folder), target); // skips what is there already

            SparkJar job = SparkJar.of(app.uri("word-count.jar"), "dev.drover.samples.wordcount.WordCount")
                    .args(arguments)
                    .build();

            JobHandle run = cluster.submit(job, key);
            return run.awaitSuccess(Duration.ofHours(1)); // throws with the root cause if the job fails
        }
        // README: end
    }
}
