package dev.drover.task;

import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobHandle;
import dev.drover.JobRequest;
import dev.drover.JobState;
import dev.drover.JobStatus;
import dev.drover.OutcomeUnknownException;
import dev.drover.RootCause;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try of a task: one thread takes it to its end, another may terminate it. */
final class TaskRun {
    private static final Logger log = LoggerFactory.getLogger(TaskRun.class);

    /** How long a terminated task waits for the answer to its submission. */
    private static final Duration SUBMISSION = Duration.ofSeconds(1);

    /** How long all of it may take, of the 3 s that are promised. */
    private static final Duration TERMINATION = Duration.ofMillis(2_400);

    /** Before an unknown submission is asked for again. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Duration USUAL_SUBMISSION = Duration.ofMinutes(1);
    private static final Duration CANCELLATION = Duration.ofSeconds(30);
    private static final Duration DIAGNOSIS = Duration.ofSeconds(20);

    private final SparkTask task;
    private final AtomicReference<@Nullable TaskResult> ended = new AtomicReference<>();
    private @Nullable CompletableFuture<JobHandle> current;
    private boolean terminated;

    TaskRun(SparkTask task) {
        this.task = task;
    }

    /** Submits or attaches, and waits. */
    TaskResult toEnd() throws InterruptedException {
        Instant end = task.clock.instant().plus(task.deadline);
        JobHandle job = attach(end);
        while (isBeingCancelled(job)) {
            log.info("The last try's run {} is being cancelled; waiting for its end", job.id());
            job.await(until(end));
            job = attach(end);
        }
        TaskResult result = result(job, awaitEnd(job, end));
        ended.set(result);
        return result;
    }

    private Duration until(Instant end) {
        return Duration.between(task.clock.instant(), end);
    }

    private JobHandle attach(Instant end) throws InterruptedException {
        while (true) {
            CompletableFuture<JobHandle> submission = begin();
            try {
                JobHandle job = known().orElseGet(() -> submit(end));
                submission.complete(job);
                log.info(
                        "{} job {} for key {}",
                        job.started() ? "Started" : "Attached to",
                        job.id(),
                        task.request.key());
                remember(job);
                return job;
            } catch (OutcomeUnknownException e) {
                submission.completeExceptionally(e);
                if (until(end).compareTo(PAUSE) <= 0) {
                    throw e;
                }
                log.warn("Asking again: {}", e.getMessage());
            } catch (RuntimeException e) {
                submission.completeExceptionally(e);
                throw e;
            }
            task.clock.sleep(PAUSE);
        }
    }

    /** From now on there may be a run. */
    private synchronized CompletableFuture<JobHandle> begin() {
        if (terminated) {
            throw new DroverException(
                    ErrorCode.CANCELLED,
                    Effect.NONE,
                    true,
                    "The process was told to end; nothing more is submitted.",
                    null);
        }
        current = new CompletableFuture<>();
        return current;
    }

    /** From now on no further submission begins; gives the last one. */
    private synchronized Optional<CompletableFuture<JobHandle>> stop() {
        terminated = true;
        return Optional.ofNullable(current);
    }

    private JobHandle submit(Instant end) {
        JobRequest request = task.request;
        SubmitOptions options = request.options();
        Duration left = until(end);
        boolean hurried = left.compareTo(Duration.ZERO) > 0
                && left.compareTo(options.timeout().orElse(USUAL_SUBMISSION)) < 0;
        return task.drover.submit(hurried ? request.options(options.within(left)) : request);
    }

    /** The run that the store knows, if the key would give the same. */
    private Optional<JobHandle> known() {
        if (task.store.isEmpty()) {
            return Optional.empty();
        }
        try {
            return task.store.get().read().map(task.drover::job).filter(this::counts);
        } catch (RuntimeException e) {
            log.warn("The state store does not help; the key decides: {}", e.toString());
            return Optional.empty();
        }
    }

    private boolean counts(JobHandle job) {
        JobState state = job.status().state();
        return !state.terminal() || task.request.options().on(state) == OnEnded.RETURN;
    }

    private void remember(JobHandle job) {
        try {
            task.store.ifPresent(kept -> kept.write(job.id()));
        } catch (RuntimeException e) {
            log.warn("The state store does not take the run; the key will find it: {}", e.toString());
        }
    }

    /** Whether the last try of the task has cancelled this run: then it is not the one to wait for. */
    private boolean isBeingCancelled(JobHandle job) {
        if (job.started() || task.request.options().on(JobState.CANCELLED) == OnEnded.RETURN) {
            return false;
        }
        try {
            return job.status().state() == JobState.CANCELLING;
        } catch (DroverException e) {
            log.debug("Whether {} is being cancelled cannot be told", job.id(), e);
            return false;
        }
    }

    private JobStatus awaitEnd(JobHandle job, Instant end) throws InterruptedException {
        try {
            return job.await(until(end));
        } catch (DroverException e) {
            if (e.code() != ErrorCode.DEADLINE_EXCEEDED || task.onTermination == OnTermination.DETACH) {
                throw e;
            }
            log.warn("The deadline of {} is over; cancelling job {}", task.deadline, job.id());
            job.cancel();
            return job.await(CANCELLATION);
        }
    }

    private TaskResult result(JobHandle job, JobStatus end) {
        return new TaskResult(
                task.request.key(),
                job.attempt().map(attempt -> OptionalInt.of(attempt.number())).orElse(OptionalInt.empty()),
                job.started(),
                end,
                end.state() == JobState.FAILED ? cause(job) : Optional.empty(),
                task.request.outputs(end));
    }

    private static Optional<RootCause> cause(JobHandle job) {
        try {
            return Optional.of(job.diagnose(DIAGNOSIS));
        } catch (DroverException e) {
            log.warn("Why the job failed cannot be learned: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Does what is to be done when the process ends; from a thread of its own, within 3 seconds. */
    TaskDocument terminate() {
        Optional<CompletableFuture<JobHandle>> submission = stop();
        TaskResult result = ended.get();
        if (result != null) {
            return TaskDocument.of(result);
        }
        if (submission.isEmpty()) {
            return TaskDocument.ofNothing();
        }
        Instant end = task.clock.instant().plus(TERMINATION);
        try {
            if (!task.clock.await(submission.get(), SUBMISSION)) {
                return TaskDocument.ofUnknown(task.request.key());
            }
            JobHandle job = submission.get().join();
            return task.onTermination == OnTermination.DETACH
                    ? TaskDocument.ofDetached(task.request.key(), job)
                    : cancel(job, end);
        } catch (CompletionException e) {
            return TaskDocument.of(cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return TaskDocument.ofUnknown(task.request.key());
        }
    }

    private TaskDocument cancel(JobHandle job, Instant end) throws InterruptedException {
        CompletableFuture<JobStatus> cancelled = new CompletableFuture<>();
        Thread canceller = new Thread(
                () -> {
                    try {
                        job.cancel();
                        cancelled.complete(job.status());
                    } catch (RuntimeException e) {
                        cancelled.completeExceptionally(e);
                    }
                },
                "drover-task-cancel");
        canceller.setDaemon(true);
        canceller.start();
        if (!task.clock.await(cancelled, until(end))) {
            return uncancelled(job, "its platform did not answer in time.");
        }
        try {
            return TaskDocument.ofCancelled(task.request.key(), job, cancelled.join());
        } catch (CompletionException e) {
            return uncancelled(job, String.valueOf(cause(e).getMessage()));
        }
    }

    private TaskDocument uncancelled(JobHandle job, String why) {
        TaskResult meanwhile = ended.get();
        return meanwhile == null
                ? TaskDocument.ofUncancelled(task.request.key(), job, why)
                : TaskDocument.of(meanwhile);
    }

    private static Throwable cause(CompletionException e) {
        return Optional.ofNullable(e.getCause()).orElse(e);
    }
}
