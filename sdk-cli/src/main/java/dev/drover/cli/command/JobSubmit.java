package dev.drover.cli.command;

import dev.drover.ClusterHandle;
import dev.drover.ClusterRequest;
import dev.drover.Drover;
import dev.drover.EphemeralCluster;
import dev.drover.JobHandle;
import dev.drover.JobRequest;
import dev.drover.JobTarget;
import dev.drover.cli.output.Answer;
import dev.drover.cli.output.Document;
import dev.drover.task.ExitCode;
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
            "With a key nothing runs twice: who submits with the same key is given the run that is there.",
            "Without --on and --pool it goes to the only pool, or else the only cluster, of drover.yaml."
        },
        footer = {
            "",
            "Examples:",
            "  drover job submit --on emr://eu-west-1/j-3KLM --key etl/2026-11-21 \\",
            "    --jar s3://acme/etl.jar --class com.acme.Etl -- --day 2026-11-21",
            "  drover job submit --pool etl --key report/7 --on-failed rerun --wait \\",
            "    --script s3://acme/report.py",
            "  drover job submit --file daily.job.yaml --input day=2026-11-21 --wait",
            "  drover job submit --new-cluster local://localhost --script count.py",
            "  drover job submit --new-cluster large.cluster.yaml --file daily.job.yaml --input day=2026-11-21"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
final class JobSubmit extends Verb {
    @ArgGroup
    private @Nullable Destination destination;

    @Mixin
    private JobWish wish;

    @Option(names = "--wait", description = "Wait for the end; Ctrl-C detaches and leaves the job alone.")
    private boolean wait;

    @Mixin
    private WaitFlags waiting;

    @Override
    Answer run(Session session) throws Exception {
        JobRequest job = wish.request();
        Optional<Destination> where = Optional.ofNullable(destination);
        Optional<ClusterRequest> fresh = where.flatMap(named -> named.fresh(session.drover()));
        if (fresh.isPresent()) {
            return onNewCluster(session, job, fresh.get());
        }
        JobHandle handle = submit(
                session.drover(),
                where.flatMap(Destination::target)
                        .map(target -> job.on(target.target()))
                        .orElse(job));
        announce(handle, session);
        return wait ? new Waiting(session, waiting).untilEnded(handle) : accepted(handle, job);
    }

    /** A pool takes work that nobody has named without a ledger, too. */
    private JobHandle submit(Drover drover, JobRequest job) {
        return wish.keyless() && job.target().orElse(null) instanceof JobTarget.Pool pool
                ? drover.pool(pool.name()).submit(job.spec())
                : drover.submit(job);
    }

    private static void announce(JobHandle handle, Session session) {
        session.screen().line(handle.id().toString());
        if (!handle.started()) {
            session.screen().note("This key has been used before: it is the job that was accepted then.");
        }
    }

    private static Answer accepted(JobHandle handle, JobRequest job) {
        return Answer.of(
                new Document()
                        .with("id", handle.id())
                        .with("key", job.key())
                        .with("attempt", handle.attempt().map(attempt -> attempt.number()))
                        .with("started", handle.started()),
                screen -> {});
    }

    private Answer onNewCluster(Session session, JobRequest job, ClusterRequest where) throws Exception {
        return session.interrupts().during(() -> runAndEnd(session, job, where), () -> ended(session, job, where));
    }

    private Answer runAndEnd(Session session, JobRequest job, ClusterRequest where) throws InterruptedException {
        try (EphemeralCluster cluster = session.drover()
                .ephemeralCluster(where.location().toString(), where.spec(), job.key(), Destination.READY)) {
            JobHandle handle = cluster.submit(job.spec(), job.key());
            announce(handle, session);
            return new Waiting(session, waiting).ended(handle, handle.await(waiting.timeout()));
        }
    }

    /** The cluster is for this job alone: nobody else would end it. */
    private static int ended(Session session, JobRequest job, ClusterRequest where) {
        session.screen().note("Ending the cluster, and the job with it");
        session.drover().clusters(where.location()).find(job.key()).ifPresent(ClusterHandle::terminate);
        session.screen().show(Answer.of(new Document().with("key", job.key()).with("cancelled", true), screen -> {}));
        return ExitCode.FAILED.code();
    }
}
