package dev.drover.task;

import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobRequest;
import dev.drover.JobSpec;
import dev.drover.JobTarget;
import dev.drover.RequestKey;
import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job as one task of a scheduler that runs a JVM for each try, and ends it with SIGTERM. Immutable; may be run any number of
 * times, from any process: the job's key sees to it that there is one run.
 *
 * <pre>{@code
 * TaskResult result = SparkTask.builder(drover, RequestKey.ofAirflow(dagId, runId, taskId, mapIndex), job)
 *         .deadline(Duration.ofHours(2))
 *         .onTermination(OnTermination.DETACH)
 *         .build()
 *         .run();
 * }</pre>
 */
public final class SparkTask {
    private static final Logger log = LoggerFactory.getLogger(SparkTask.class);

    /** A task that is tried again should do its work again, unless it has been done or may have been. */
    private static final SubmitOptions NEXT_TRY = SubmitOptions.builder()
            .onFailed(OnEnded.RERUN)
            .onCancelled(OnEnded.RERUN)
            .build();

    final Drover drover;
    final JobRequest request;
    final Duration deadline;
    final OnTermination onTermination;
    final Optional<TaskStateStore> store;
    final DroverClock clock;

    private SparkTask(Builder builder) {
        drover = builder.drover;
        request = builder.request;
        deadline = builder.deadline;
        onTermination = builder.onTermination;
        store = builder.store;
        clock = builder.clock;
    }

    /**
     * A task that runs its job again if it failed or was cancelled when it was tried the last time, and gives the result of a run
     * that succeeded, or that is LOST and so may have done its work. Another choice: {@link Builder#options}.
     */
    public static Builder builder(Drover drover, RequestKey key, JobSpec job) {
        return new Builder(drover, JobRequest.of(key, job).options(NEXT_TRY));
    }

    /** A task whose request, from a template for example, says itself what happens if its key has been used before. */
    public static Builder builder(Drover drover, JobRequest request) {
        return new Builder(drover, request);
    }

    /**
     * Submits the job, or attaches to the run that there is for its key, and waits for its end. A submission whose outcome is
     * unknown is settled, for as long as the deadline allows. The end of a run that failed comes with its root cause.
     *
     * <p>When the JVM is told to end (SIGTERM, SIGINT, {@code System.exit}), a shutdown hook does what {@link OnTermination}
     * says within 3 seconds; the process then ends as it would have.
     *
     * @return however the run ended; with {@link OnTermination#CANCEL} also when that was by the deadline
     * @throws DroverException as {@link Drover#submit(JobRequest)} and {@link dev.drover.JobHandle#await}; DEADLINE_EXCEEDED if
     *     the run was left alone at the deadline, or had not ended half a minute after it was cancelled; CANCELLED, with nothing
     *     submitted, if the JVM is ending already
     * @throws InterruptedException if this thread is interrupted; the run is left alone
     */
    public TaskResult run() throws InterruptedException {
        TaskRun run = new TaskRun(this);
        Thread hook =
                new Thread(() -> log.info("Told to end: {}", run.terminate().toJson()), "drover-task-terminated");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new DroverException(
                    ErrorCode.CANCELLED, Effect.NONE, true, "The process is ending; nothing was submitted.", e);
        }
        try {
            return run.toEnd();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                log.debug("The process is ending");
            }
        }
    }

    /** Builds a {@link SparkTask}; every method returns this builder. */
    public static final class Builder {
        private final Drover drover;
        private JobRequest request;
        private Duration deadline = Duration.ofDays(1);
        private OnTermination onTermination = OnTermination.CANCEL;
        private Optional<TaskStateStore> store = Optional.empty();
        private DroverClock clock = DroverClock.system();

        private Builder(Drover drover, JobRequest request) {
            this.drover = drover;
            this.request = request;
        }

        /** Where the job is to run; by default the only pool, or else the only cluster, that was declared. */
        public Builder on(JobTarget target) {
            request = request.on(target);
            return this;
        }

        /** What happens if the key has been used before. */
        public Builder options(SubmitOptions options) {
            request = request.options(options);
            return this;
        }

        /**
         * How long one try may take, submission included; a day by default. Then the job is cancelled or left, as on termination.
         * Make it shorter than the scheduler's own limit, which ends the process.
         *
         * @throws DroverException INVALID_ARGUMENT if it is not above zero
         */
        public Builder deadline(Duration most) {
            if (most.isNegative() || most.isZero()) {
                throw DroverException.invalid("The deadline of a task must be above zero, not " + most + ".");
            }
            deadline = most;
            return this;
        }

        /** What becomes of the job when the task is ended before it; {@link OnTermination#CANCEL} by default. */
        public Builder onTermination(OnTermination then) {
            onTermination = then;
            return this;
        }

        /** Where the scheduler keeps the run's id for the next try; by default nowhere, and the key is all that there is. */
        public Builder stateStore(TaskStateStore kept) {
            store = Optional.of(kept);
            return this;
        }

        /** The time to wait by; by default the machine's. Give it the clock that the Drover has. */
        public Builder clock(DroverClock source) {
            clock = source;
            return this;
        }

        public SparkTask build() {
            return new SparkTask(this);
        }
    }
}
