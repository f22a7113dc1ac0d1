package dev.drover.cli.command;

import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.JobQuery;
import dev.drover.JobStatus;
import dev.drover.PartialResult;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Table;
import dev.drover.task.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists jobs. */
@Command(
        name = "list",
        description = "Lists the jobs that Drover submitted to a cluster or to those of a pool, the newest first.",
        footer = {
            "",
            "Examples:",
            "  drover job list --on emr://eu-west-1/j-3KLM",
            "  drover job list --pool etl --active"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class JobList extends Verb {
    @ArgGroup(multiplicity = "1")
    private Target target;

    @Option(names = "--active", description = "Only those that have not ended.")
    private boolean active;

    @Option(names = "--since", paramLabel = "TIME", description = "Only those submitted within this time, such as 1d.")
    private Optional<Duration> since = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", description = "How many at most; by default 100.")
    private int limit = 100;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait for each cluster; by default 30s.")
    private Duration timeout = Duration.ofSeconds(30);

    @Override
    Answer run(Session session) {
        JobQuery.Builder query = JobQuery.builder().limit(limit);
        since.ifPresent(age -> query.since(session.clock().instant().minus(age)));
        PartialResult<ClusterId, List<JobStatus>> jobs =
                list(session.drover(), (active ? query.activeOnly() : query).build());
        Table table = new Table("JOB", "STATE", "NAME", "SUBMITTED", "ENDED");
        jobs.found().forEach(job -> table.row(job.id(), job.state(), job.name(), job.submittedAt(), job.endedAt()));
        Document document = new Document()
                .with("jobs", jobs.found().stream().map(Documents::of).toList())
                .with("failed", Locations.tell(jobs.failed(), session.screen()));
        return Answer.of(document, screen -> screen.table(table))
                .ending(jobs.complete() ? ExitCode.DONE : ExitCode.PLATFORM);
    }

    private PartialResult<ClusterId, List<JobStatus>> list(Drover drover, JobQuery query) throws DroverException {
        Optional<ClusterId> cluster = target.cluster(drover);
        return cluster.isPresent()
                ? new PartialResult<>(drover.jobs(cluster.get()).list(query), Map.of())
                : drover.pool(target.pool().orElseThrow()).list(query, timeout);
    }
}
