package dev.drover.cli.command;

import dev.drover.Drover;
import dev.drover.EphemeralCluster;
import dev.drover.JobHandle;
import dev.drover.JobSpec;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Submits a job. */
@Command(
        name = "submit",
        description = {
            "Submits a job and prints its id.",
            "With a key nothing runs twice: who submits with the same key is given the run that is there."
        },
        footer = {
            "",
            "Examples:",
            "  drover job submit --on emr://eu-west-1/j-3KLM --key etl/2026-11-21 \\",
            "    --jar s3://acme/etl.jar --class com.acme.Etl -- --day 2026-11-21",
            "  drover job submit --pool etl --key report/7 --on-failed rerun --wait \\",
            "    --script s3://acme/report.py",
            "  drover job submit --new-cluster local://localhost --script count.py"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class JobSubmit extends Verb {
    @ArgGroup(multiplicity = "1")
    private Destination destination;

    @Mixin
    private JobFlags flags;

    @Option(names = "--key", paramLabel = "KEY", description = "Your name for the work, such as etl/2026-11-21.")
    private Optional<RequestKey> key = Optional.empty();

    @Option(
            names = "--on-failed",
            paramLabel = "WHAT",
            description = "If the key's last run failed, was cancelled or lost: return it (default) or rerun.")
    private OnEnded onFailed = OnEnded.RETURN;

    @Mixin
    private WaitFlags waiting;

    @Option(names = "--wait", description = "Wait for the end; Ctrl-C detaches and leaves the job alone.")
    private boolean wait;

    /** Where the job goes: one of these. */
    private static final class Destination {
        @ArgGroup(multiplicity = "1")
        private @Nullable Target target;

        @Option(
                names = "--new-cluster",
                paramLabel = "WHERE",
                description = "Make a cluster for this job, wait, and end it.")
        private Optional<Location> fresh = Optional.empty();
    }

    @Override
    Answer run(Session session) throws Exception {
        JobSpec job = flags.spec()
                .orElseThrow(() -> wrong("Say what to run: --jar, --script, --sql, --sql-file or --command."));
        RequestKey name = key.orElseGet(RequestKey::random);
        if (destination.fresh.isPresent()) {
            return onNewCluster(session, job, name, destination.fresh.get());
        }
        JobHandle handle = submit(session.drover(), job, name);
        announce(handle, session);
        return wait ? new Waiting(session, waiting).untilEnded(handle) : accepted(handle, name);
    }

    private JobHandle submit(Drover drover, JobSpec job, RequestKey name) {
        SubmitOptions options = SubmitOptions.builder()
                .onFailed(onFailed)
                .onCancelled(onFailed)
                .onLost(onFailed)
                .build();
        Target target = java.util.Objects.requireNonNull(destination.target);
        return target.cluster()
                .map(cluster -> drover.jobs(cluster).submit(job, name, options))
                .or(() -> target.pool().map(pool -> key.isEmpty()
                        ? drover.pool(pool).submit(job)
                        : drover.pool(pool).submit(job, name, options)))
                .orElseThrow();
    }

    private static void announce(JobHandle handle, Session session) {
        session.screen().line(handle.id().toString());
        if (!handle.started()) {
            session.screen().note("This key has been used before; the job is the one that was accepted then.");
        }
    }

    private static Answer accepted(JobHandle handle, RequestKey name) {
        return Answer.of(
                new Document()
                        .with("id", handle.id())
                        .with("key", name)
                        .with("attempt", handle.attempt().map(attempt -> attempt.number()))
                        .with("started", handle.started()),
                screen -> {});
    }

    private Answer onNewCluster(Session session, JobSpec job, RequestKey name, Location where) throws Exception {
        try (EphemeralCluster cluster = session.drover()
                .ephemeralCluster(where.toString(), new ClusterFlags().spec(), name, Duration.ofMinutes(30))) {
            JobHandle handle = cluster.submit(job, name);
            announce(handle, session);
            return new Waiting(session, waiting).untilEnded(handle);
        }
    }
}
