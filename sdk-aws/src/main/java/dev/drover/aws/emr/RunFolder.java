package dev.drover.aws.emr;

import dev.drover.JobLogs;
import dev.drover.StorageUri;
import java.util.List;
import java.util.Optional;

/**
 * Where the launcher of one step finds its job and leaves what came of it.
 *
 * @param uri ends with a slash
 */
record RunFolder(StorageUri uri) {
    private static final String RUNS = "runs/";

    static RunFolder of(StorageUri staging, String stepName) {
        return new RunFolder(staging.resolve(RUNS + stepName + "/"));
    }

    /** The folder that a step's arguments name, if it is one of this staging place: others are not read. */
    static Optional<RunFolder> in(StorageUri staging, String stepName, List<String> arguments) {
        RunFolder own = of(staging, stepName);
        return arguments.contains(own.uri.toString()) ? Optional.of(own) : Optional.empty();
    }

    StorageUri job() {
        return uri.resolve("job.sh");
    }

    StorageUri exitCode() {
        return uri.resolve("exit");
    }

    StorageUri log(JobLogs.Source source) {
        return uri.resolve(source.name());
    }
}
