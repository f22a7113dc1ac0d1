package dev.drover.aws.emr;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.Content;
import dev.drover.JobSpec;
import dev.drover.Storage;
import dev.drover.StorageUri;
import dev.drover.aws.emr.EmrOptions.DeployMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A step that runs Drover's launcher: a script that is the same for all jobs and finds the job in the staging place. It
 * deletes the job once it has read it, so that secrets do not stay and a second step for the same attempt finds nothing
 * to run; and it leaves output and exit code there.
 */
final class LaunchedStep implements StepForm {
    private static final String LAUNCHER = read("launcher.sh");

    private final StorageUri staging;
    private final DeployMode mode;
    private final Function<StorageUri, Storage> storages;

    LaunchedStep(StorageUri staging, DeployMode mode, Function<StorageUri, Storage> storages) {
        this.staging = staging;
        this.mode = mode;
        this.storages = storages;
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> all = EnumSet.of(
                Capability.SPARK_JAR, Capability.PYSPARK, Capability.SPARK_SQL, Capability.COMMAND, Capability.QUEUES);
        if (mode == DeployMode.CLIENT) {
            all.addAll(EnumSet.of(Capability.SECRETS, Capability.EXIT_CODE, Capability.DRIVER_LOGS));
        }
        return all;
    }

    @Override
    public void check(JobSpec job) {
        JobRules.check(job);
    }

    @Override
    public List<String> prepare(JobSpec job, Attempt attempt) {
        RunFolder folder = RunFolder.of(staging, attempt.name());
        storages.apply(staging).put(folder.job(), Content.of(JobScript.of(job, attempt, mode)));
        return List.of("bash", "-c", LAUNCHER, "drover", folder.uri().toString());
    }

    @Override
    public void withdraw(String stepName) {
        storages.apply(staging).delete(RunFolder.of(staging, stepName).job());
    }

    private static String read(String resource) {
        try (InputStream in = LaunchedStep.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " of the class path cannot be read", e);
        }
    }
}
