package dev.drover.cli.command;

import dev.drover.ClusterStatus;
import dev.drover.Drover;
import dev.drover.DroverException;
import dev.drover.JobQuery;
import dev.drover.JobStatus;
import dev.drover.Location;
import dev.drover.PartialResult;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.cli.output.Table;
import dev.drover.task.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for clusters that nobody needs. */
@Command(
        name = "reap",
        description = {
            "Lists the living clusters that Drover made and what they are busy with; ends them with --end.",
            "With --idle only those without jobs: none runs, and none ended within that time."
        },
        footer = {
            "",
            "Examples:",
            "  drover cluster reap emr://eu-west-1",
            "  drover cluster reap --idle 2h --end emr://eu-west-1"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class ClusterReap extends Verb {
    @Mixin
    private Locations locations;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            description = "Only clusters without jobs for this time, such as 2h.")
    private Optional<Duration> idle = Optional.empty();

    @Option(names = "--end", description = "End those that are listed.")
    private boolean end;

    /**
     * What a cluster is busy with.
     *
     * @param active how many jobs have not ended; empty if the cluster cannot tell
     * @param last when the last one ended
     */
    private record Activity(ClusterStatus cluster, Optional<Long> active, Optional<Instant> last) {

        boolean idleSince(Instant limit) {
            return active.isPresent()
                    && active.get() == 0
                    && !last.orElse(Instant.MIN).isAfter(limit);
        }
    }

    @Override
    Answer run(Session session) {
        Drover drover = session.drover();
        PartialResult<Location, List<ClusterStatus>> clusters = locations.list(drover);
        List<Activity> found = new ArrayList<>();
        for (ClusterStatus cluster : clusters.found()) {
            Activity activity = activity(drover, cluster);
            if (idle.isEmpty() || activity.idleSince(session.clock().instant().minus(idle.get()))) {
                found.add(activity);
            }
        }
        if (end) {
            found.forEach(each -> drover.cluster(each.cluster().id()).terminate());
        }
        Table table = new Table("CLUSTER", "STATE", "ACTIVE JOBS", "LAST ENDED", "");
        found.forEach(each -> table.row(
                each.cluster().id(),
                each.cluster().state(),
                each.active(),
                each.last(),
                end ? "ending" : "left alone"));
        Document document = new Document()
                .with("clusters", found.stream().map(this::document).toList())
                .with("failed", Locations.tell(clusters.failed(), session.screen()));
        return Answer.of(document, screen -> screen.table(table))
                .ending(clusters.complete() ? ExitCode.DONE : ExitCode.PLATFORM);
    }

    private static Activity activity(Drover drover, ClusterStatus cluster) {
        try {
            List<JobStatus> jobs = drover.jobs(cluster.id()).list(JobQuery.RECENT);
            return new Activity(
                    cluster,
                    Optional.of(
                            jobs.stream().filter(job -> !job.state().terminal()).count()),
                    jobs.stream()
                            .flatMap(job -> job.endedAt().or(job::submittedAt).stream())
                            .max(Comparator.naturalOrder()));
        } catch (DroverException e) {
            return new Activity(cluster, Optional.empty(), Optional.empty());
        }
    }

    private Document document(Activity each) {
        return Documents.of(each.cluster())
                .with("activeJobs", each.active())
                .with("lastEndedAt", each.last())
                .with("ending", end);
    }
}
