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
import dev.drover.internal.guard.Guard;
import dev.drover.internal.guard.Subject;
import dev.drover.internal.tracker.Absence;
import dev.drover.internal.tracker.Tracker;
import dev.drover.internal.tracker.Watch;
import dev.drover.spi.JobDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** {@link JobHandle} over a driver. */
final class Run implements JobHandle {
    private static final Duration FOR_EVER = Duration.ofDays(100 * 365);
    private static final Duration DIAGNOSIS = Duration.ofSeconds(15);
    private static final int DIAGNOSED_LINES = 2_000;

    private final JobId id;
    private final Optional<Attempt> attempt;
    private final boolean started;
    private final JobDriver driver;
    private final Guard guard;
    private final Tracker tracker;

    Run(JobId id, Optional<Attempt> attempt, boolean started, JobDriver driver, Guard guard, Tracker tracker) {
        this.id = id;
        this.attempt = attempt;
        this.started = started;
        this.driver = driver;
        this.guard = guard;
        this.tracker = tracker;
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
        return look().orElseThrow(() -> Absence.unknown(id));
    }

    private Optional<JobStatus> look() {
        return Optional.ofNullable(
                driver.describe(id.cluster(), Set.of(id), guard.begin("describe job " + id, Subject.of(id)))
                        .get(id));
    }

    @Override
    public JobStatus await(Duration timeout) throws InterruptedException {
        if (timeout.compareTo(Duration.ZERO) <= 0) {
            Optional<JobStatus> now = look();
            return now.filter(status -> status.state().terminal())
                    .orElseThrow(() -> notEnded(timeout, now, Optional.empty()));
        }
        try (Watch watch = tracker.watch(id, attempt)) {
            if (!guard.clock().await(watch.result(), timeout.compareTo(FOR_EVER) < 0 ? timeout : FOR_EVER)) {
                throw notEnded(timeout, watch.seen(), watch.trouble());
            }
            return watch.result().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DroverException failure ? failure : e;
        }
    }

    @Override
    public CompletionStage<JobStatus> completion() {
        return tracker.completion(id, attempt);
    }

    private DroverException notEnded(Duration timeout, Optional<JobStatus> seen, Optional<String> trouble) {
        String stands = seen.map(status -> "it is " + status.state()
                        + status.detail().map(detail -> ": " + detail).orElse("") + ".")
                .orElse("its state could not be read.");
        return new DroverException(
                ErrorCode.DEADLINE_EXCEEDED,
                Effect.APPLIED,
                true,
                "Job " + id + " has not ended after " + timeout + ": " + stands
                        + trouble.map(why -> " The last look failed: " + why).orElse("")
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
        driver.cancel(id, guard.begin("cancel job " + id, Subject.of(id)));
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
        return driver.metrics(id, guard.begin("find the metrics of job " + id, Subject.of(id)));
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
