package dev.drover.cli.command;

import dev.drover.DroverException;
import dev.drover.JobRequest;
import dev.drover.JobSpec;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import dev.drover.config.JobTemplate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A job that is to be run: by options or by a template. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class JobWish {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A template (*.job.yaml) in place of options.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--input", paramLabel = "NAME=VALUE", description = "An input of the template; may be repeated.")
    private Map<String, String> inputs = new LinkedHashMap<>();

    @Option(names = "--key", paramLabel = "KEY", description = "Your name for the work, such as etl/2026-11-21.")
    private Optional<RequestKey> key = Optional.empty();

    @Option(
            names = "--on-failed",
            paramLabel = "WHAT",
            description = "If the key's last run failed, was cancelled or lost: return it (default) or rerun.")
    private Optional<OnEnded> onFailed = Optional.empty();

    @Mixin
    private JobFlags flags;

    /** Whether nobody has named the work, so that it may be done again. */
    boolean keyless() {
        return key.isEmpty() && file.isEmpty();
    }

    /**
     * What was asked for.
     *
     * @throws DroverException INVALID_ARGUMENT if it is asked for in two ways, or none
     */
    JobRequest request() {
        Optional<JobSpec> spec = flags.spec();
        if (spec.isPresent() == file.isPresent() || (!inputs.isEmpty() && file.isEmpty())) {
            throw DroverException.invalid(
                    "Say what to run in one way: --file with a template and its --input, or one of"
                            + " --jar, --script, --sql, --sql-file and --command.");
        }
        JobRequest request = spec.map(job -> JobRequest.of(key.orElseGet(RequestKey::random), job))
                .orElseGet(() -> rekeyed(JobTemplate.fill(file.orElseThrow(), inputs)));
        return onFailed.map(then -> request.options(SubmitOptions.builder()
                        .onFailed(then)
                        .onCancelled(then)
                        .onLost(then)
                        .build()))
                .orElse(request);
    }

    private JobRequest rekeyed(JobRequest filled) {
        if (key.isEmpty()) {
            return filled;
        }
        JobRequest other = JobRequest.of(key.get(), filled.spec())
                .options(filled.options())
                .telling(filled::outputs);
        return filled.target().map(other::on).orElse(other);
    }
}
