package dev.drover.gcp.dataproc;

import com.google.cloud.dataproc.v1.Job;
import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.Content;
import dev.drover.DroverException;
import dev.drover.JobSpec;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A job of Pig's that fetches a script from the staging place and runs it. The script holds what Dataproc's own kinds of jobs
 * cannot carry; it leaves the exit code of a job that has failed in the staging place.
 */
final class LaunchedJob implements JobForm {
    private static final int LONGEST_CODE = 3;

    private final StorageUri staging;
    private final Function<StorageUri, Storage> storages;
    private final RandomGenerator random;

    LaunchedJob(StorageUri staging, Function<StorageUri, Storage> storages, RandomGenerator random) {
        this.staging = staging;
        this.storages = storages;
        this.random = random;
    }

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.of(
                Capability.SPARK_JAR,
                Capability.PYSPARK,
                Capability.SPARK_SQL,
                Capability.COMMAND,
                Capability.QUEUES,
                Capability.SECRETS,
                Capability.EXIT_CODE,
                Capability.DRIVER_LOGS);
    }

    @Override
    public void check(JobSpec job) {}

    @Override
    public Job.Builder prepare(JobSpec job, Attempt attempt) {
        String nonce = HexFormat.of().toHexDigits(random.nextLong());
        return Job.newBuilder().setPigJob(new LaunchedRun(staging, attempt.name(), nonce).job());
    }

    @Override
    public void stage(JobSpec job, Attempt attempt, Job prepared) {
        LaunchedRun.of(prepared, staging)
                .ifPresent(run -> storage().put(run.script(), Content.of(JobScript.of(job, attempt, run.exitCode()))));
    }

    @Override
    public void withdraw(Job prepared) {
        LaunchedRun.of(prepared, staging).ifPresent(run -> storage().delete(run.script()));
    }

    /** Whoever has sent a request that was lost, or has died before, has left a script that nobody runs. */
    @Override
    public void tidy(Job accepted) {
        Set<StorageUri> own = LaunchedRun.of(accepted, staging)
                .map(run -> Set.of(run.script(), run.exitCode()))
                .orElse(Set.of());
        StorageUri folder = LaunchedRun.folder(staging, accepted.getReference().getJobId());
        try (Stream<StoredObject> all = storage().list(folder)) {
            List<StorageUri> others =
                    all.map(StoredObject::uri).filter(uri -> !own.contains(uri)).toList();
            if (!others.isEmpty()) {
                storage().deleteAll(others);
            }
        }
    }

    @Override
    public JobStatus complete(JobStatus status, Job job) {
        Optional<LaunchedRun> run = LaunchedRun.of(job, staging);
        if (run.isEmpty() || !status.state().terminal() || status.state() == JobState.SUCCEEDED) {
            return status;
        }
        return status.state() == JobState.FAILED ? failed(status, run.get()) : withdrawn(status, run.get());
    }

    private JobStatus failed(JobStatus status, LaunchedRun run) {
        try {
            if (storage().stat(run.exitCode()).isEmpty()) {
                // It was killed, or never started.
                return withdrawn(status, run);
            }
            try (InputStream in = storage().get(run.exitCode())) {
                return status.withExitCode(
                        Integer.parseInt(new String(in.readNBytes(LONGEST_CODE), StandardCharsets.UTF_8)));
            }
        } catch (DroverException | IOException | NumberFormatException e) {
            return detailed(status, "its exit code could not be read: " + e.getMessage());
        }
    }

    private JobStatus withdrawn(JobStatus status, LaunchedRun run) {
        try {
            storage().delete(run.script());
            return status;
        } catch (DroverException e) {
            return detailed(status, "its script could not be deleted: " + e.getMessage());
        }
    }

    /** The state stands without what staging could not give. */
    private static JobStatus detailed(JobStatus status, String more) {
        return status.withDetail(status.detail().map(said -> said + "; " + more).orElse(more));
    }

    private Storage storage() {
        return storages.apply(staging);
    }
}
