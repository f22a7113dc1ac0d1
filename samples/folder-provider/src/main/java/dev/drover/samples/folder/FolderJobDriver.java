package dev.drover.samples.folder;

import dev.drover.Attempt;
import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobQuery;
import dev.drover.JobSpec;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.spi.CallContext;
import dev.drover.spi.Failure;
import dev.drover.spi.JobDriver;
import dev.drover.spi.Lookup;
import dev.drover.spi.NativeException;
import dev.drover.spi.NewestJobs;
import dev.drover.spi.Safety;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs as folders with a process. The attempt's name is the folder's, so the file system itself keeps runs single. */
final class FolderJobDriver implements JobDriver {
    private final Folders folders;

    FolderJobDriver(Folders folders) {
        this.folders = folders;
    }

    @Override
    public Duration settle() {
        return Folders.TIMEOUT;
    }

    @Override
    public Safety submitSafety() {
        return Safety.KEYED;
    }

    @Override
    public Set<Capability> capabilities(ClusterId cluster, CallContext context) {
        return FolderProviderFactory.CAPABILITIES;
    }

    @Override
    public void check(ClusterId cluster, JobSpec job) {
        JobCommand.of(job);
    }

    @Override
    public JobId submit(ClusterId cluster, JobSpec job, Attempt attempt, CallContext context) {
        JobCommand command = JobCommand.of(job);
        JobId id = cluster.job(attempt.name());
        return context.call(folders.call("StartRun", Safety.KEYED), timeout -> {
            RunFolder run = new RunFolder(id, folders.get(cluster).resolve(id.nativeId()));
            if (!command.missing().isEmpty()) {
                throw Folders.missing("The job needs files that are not there: " + command.missing());
            }
            Folders.claim(run.path());
            start(run, command);
            return id;
        });
    }

    /** Undoes what was begun if it goes wrong, and only then says that nothing has happened. */
    private static void start(RunFolder run, JobCommand command) throws IOException, NativeException {
        try {
            run.start(command);
        } catch (IOException e) {
            run.kill();
            Folders.delete(run.path());
            throw new NativeException(Failure.unreachable("No process could be started: " + e.getMessage()), e);
        }
    }

    @Override
    public Lookup<JobStatus> find(ClusterId cluster, Attempt attempt, Optional<JobSpec> job, CallContext context) {
        Map<JobId, JobStatus> found = describe(cluster, Set.of(cluster.job(attempt.name())), context);
        return found.isEmpty() ? new Lookup.NotSeen<>() : new Lookup.Found<>(List.copyOf(found.values()));
    }

    @Override
    public Map<JobId, JobStatus> describe(ClusterId cluster, Set<JobId> jobs, CallContext context) {
        return context.call(folders.call("DescribeRuns", Safety.READ), timeout -> {
            Instant now = context.now();
            Map<JobId, JobStatus> known = new LinkedHashMap<>();
            for (JobId job : jobs) {
                Optional<RunFolder> run = folders.find(job);
                if (run.isPresent()) {
                    known.put(job, run.get().status(now));
                }
            }
            return known;
        });
    }

    @Override
    public List<JobStatus> list(ClusterId cluster, JobQuery query, CallContext context) {
        return context.call(folders.call("ListRuns", Safety.READ), timeout -> {
            NewestJobs newest = new NewestJobs(query);
            for (Path path : Folders.content(folders.get(cluster))) {
                String name = path.getFileName().toString();
                if (Attempt.isName(name)) { // what others put there is none of Drover's
                    newest.add(new RunFolder(cluster.job(name), path).status(context.now()));
                }
            }
            return newest.list();
        });
    }

    @Override
    public void cancel(JobId job, CallContext context) {
        context.call(folders.call("CancelRun", Safety.KEYED), timeout -> {
            folders.get(job).cancel();
            return job;
        });
    }

    @Override
    public List<JobLogs.Source> logSources(JobId job, CallContext context) {
        return FolderLog.SOURCES;
    }

    @Override
    public JobLogs.Page readLog(JobId job, JobLogs.Source source, long offset, int maxBytes, CallContext context) {
        return context.call(
                folders.call("ReadLog", Safety.READ),
                timeout -> log(job, source, context).page(offset, maxBytes));
    }

    @Override
    public long logLength(JobId job, JobLogs.Source source, CallContext context) {
        return context.call(
                folders.call("StatLog", Safety.READ),
                timeout -> log(job, source, context).length());
    }

    private FolderLog log(JobId job, JobLogs.Source source, CallContext context) throws IOException, NativeException {
        RunFolder run = folders.get(job);
        return FolderLog.of(run, source, run.status(context.now()).state().terminal());
    }

    @Override
    public List<MetricsTarget> metrics(JobId job, CallContext context) {
        return List.of();
    }
}
