package dev.drover.internal.job;

import dev.drover.Attempt;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobFailedException;
import dev.drover.JobHandle;
import dev.drover.JobId;
import dev.drover.JobLogs;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.MetricsTarget;
import dev.drover.RootCause;
import dev.drover.internal.diagnosis.Diagnosis;
import dev.drover.internal.guard.Backoff;
import dev.drover.internal.guard.Guard;
import dev.drover.spi.JobDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** {@link JobHandle} over a driver. */
final class Run implements JobHandle {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final Duration DIAGNOSIS = Duration.ofSeconds(15);
    private static final int DIAGNOSED_LINES = 2_000;

    private final JobId id;
    private final Optional<Attempt> attempt;
    private final boolean started;
    private final JobDriver driver;
    private final Guard guard;
    private final RandomGenerator random;

    Run(JobId id, Optional<Attempt> attempt, boolean started, JobDriver driver, Guard guard, RandomGenerator random) {
        this.id = id;
        this.attempt = attempt;
        this.started = started;
        this.driver = driver;
        this.guard = guard;
        this.random = random;
    }

    @Override
    public JobId id() {
        return id;
    }

    @Override
    public Optional<Attempt> attempt() {
        return attempt;
    }

    @Override
    public boolean started() {
        return started;
    }

    @Override
    public JobStatus status() {
        return look().orElseThrow(this::unknown);
    }

    private Optional<JobStatus> look() {
        return Optional.ofNullable(driver.describe(id.cluster(), Set.of(id), guard.begin("describe job " + id))
                .get(id));
    }

    private DroverException unknown() {
        return new DroverException(
                ErrorCode.NOT_FOUND,
                "Cluster " + id.cluster() + " does not know job " + id
                        + "; the id is wrong, or the run is so old that the platform has forgotten it.");
    }

    @Override
    public JobStatus await(Duration timeout) throws InterruptedException {
        Instant deadline = guard.clock().instant().plus(timeout);
        Backoff backoff = new Backoff(guard.clock(), random, deadline, SHORTEST_PAUSE, LONGEST_PAUSE);
        @Nullable JobStatus seen = null;
        @Nullable Instant missingSince = null;
        String trouble = "";
        while (true) {
            try {
                Optional<JobStatus> now = look();
                trouble = "";
                if (now.isPresent()) {
                    missingSince = null;
                    seen = changed(seen, now.get());
                    if (seen.state().terminal()) {
                        return seen;
                    }
                } else {
                    // A restarted platform knows its runs again only after a while.
                    missingSince = missingSince == null ? guard.clock().instant() : missingSince;
                    if (!guard.clock().instant().isBefore(missingSince.plus(driver.settle()))) {
                        return changed(seen, lost(seen));
                    }
                }
            } catch (DroverException e) {
                if (!e.retryable()) {
                    throw e;
                }
                trouble = " The last look failed: " + e.getMessage();
            }
            if (backoff.expired()) {
                throw notEnded(timeout, seen, trouble);
            }
            backoff.pause();
        }
    }

    private JobStatus changed(@Nullable JobStatus before, JobStatus now) {
        if (before == null || before.state() != now.state()) {
            guard.listeners().tell(l -> l.jobChanged(now));
        }
        return now;
    }

    private JobStatus lost(@Nullable JobStatus seen) {
        if (seen == null && attempt.isEmpty()) {
            throw unknown();
        }
        return JobStatus.of(id, JobState.LOST, "", guard.clock().instant())
                .withDetail("the platform accepted the run and no longer knows it; how it ended is on no record");
    }

    private DroverException notEnded(Duration timeout, @Nullable JobStatus seen, String trouble) {
        String stands = seen == null
                ? "its state could not be read."
                : "it is " + seen.state()
                        + seen.detail().map(detail -> ": " + detail).orElse("") + ".";
        return new DroverException(
                ErrorCode.DEADLINE_EXCEEDED,
                Effect.APPLIED,
                true,
                "Job " + id + " has not ended after " + timeout + ": " + stands + trouble
                        + " The job goes on; wait again, or cancel it.",
                null);
    }

    @Override
    public JobStatus awaitSuccess(Duration timeout) throws InterruptedException {
        JobStatus end = await(timeout);
        if (end.state() != JobState.SUCCEEDED) {
            throw new JobFailedException(end, diagnose(end, DIAGNOSIS));
        }
        return end;
    }

    @Override
    public void cancel() {
        driver.cancel(id, guard.begin("cancel job " + id));
    }

    @Override
    public JobLogs logs() {
        return new RunLogs(id, driver, guard);
    }

    @Override
    public RootCause diagnose(Duration bound) {
        return diagnose(status(), bound);
    }

    private RootCause diagnose(JobStatus status, Duration bound) {
        if (status.state() == JobState.LOST) {
            return Diagnosis.of(status, List.of(), List.of());
        }
        try {
            RunLogs logs = new RunLogs(id, driver, guard);
            Instant deadline = guard.clock().instant().plus(bound);
            List<String> stderr = logs.tail(JobLogs.Source.STDERR, DIAGNOSED_LINES, bound);
            Duration left = Duration.between(guard.clock().instant(), deadline);
            return Diagnosis.of(status, stderr, logs.tail(JobLogs.Source.STDOUT, DIAGNOSED_LINES, left));
        } catch (DroverException e) {
            String state = status.detail().map(detail -> detail + "; ").orElse("");
            return Diagnosis.of(
                    status.withDetail(state + "its log could not be read: " + e.getMessage()), List.of(), List.of());
        }
    }

    @Override
    public List<MetricsTarget> metrics() {
        return driver.metrics(id, guard.begin("find the metrics of job " + id));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
