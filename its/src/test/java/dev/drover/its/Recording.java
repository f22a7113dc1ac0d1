package dev.drover.its;

import dev.drover.ClusterHandle;
import dev.drover.Drover;
import dev.drover.JobHandle;
import dev.drover.JobLogs.Source;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.RequestKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs failures on one cluster and keeps their logs. Safe for use by many threads. */
record Recording(
        Drover drover, ClusterHandle cluster, WorkFolders work, Map<String, String> words, Path logs, String suffix) {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** All that Drover reads, however short its lines. */
    private static final int LINES = 10_000;

    /** How the job ended. */
    JobState of(Failure failure) throws InterruptedException, IOException {
        work.make(failure.name());
        JobHandle job = drover.jobs(cluster.id()).submit(failure.job(), RequestKey.random());
        JobStatus end = job.await(PATIENCE);
        work.remove(failure.name());
        FailureLog log =
                new FailureLog(end, read(failure, job, Source.STDERR), read(failure, job, Source.STDOUT), words);
        log.write(logs.resolve(failure.name() + suffix));
        return end.state();
    }

    private static List<String> read(Failure failure, JobHandle job, Source source) {
        return failure.endsCluster() ? List.of() : job.logs().tail(source, LINES);
    }
}
