package dev.drover.internal.pipeline;

import dev.drover.ClusterId;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.DroverListener.PipelineChanged;
import dev.drover.DroverListener.PipelineStepChanged;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobSubmitter;
import dev.drover.Location;
import dev.drover.RequestKey;
import dev.drover.internal.pipeline.Stop.Reason;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineFailedException;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineRun;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.Step;
import dev.drover.pipeline.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a run on that this process holds. One thread decides and writes the record; each step that runs has a thread of
 * its own, and so has the making of the cluster: what they learn goes through the inbox.
 */
final class PipelineDriver implements PipelineRun {
    private static final Logger log = LoggerFactory.getLogger(PipelineDriver.class);
    private static final Duration FOR_EVER = Duration.ofDays(36_500);
    /** A holder gives this many signs of life while its lease runs. */
    private static final int SIGNS = 3;

    private final Pipeline pipeline;
    private final RequestKey key;
    private final PipelineTarget target;
    private final Surroundings around;
    private final DroverClock clock;
    private final Journal journal;
    private final RunState state;
    private final Course course;
    private final RunCluster cluster;
    private final Set<String> clustersBefore;
    private final Stop stop = new Stop();
    private final Inbox inbox = new Inbox();
    private final CompletableFuture<PipelineReport> done = new CompletableFuture<>();

    // Of the thread that decides.
    private Instant writtenAt;
    private Optional<Place> place;
    private boolean making;
    private Optional<String> clusterFailure = Optional.empty();

    /**
     * A run that was just taken.
     *
     * @param place where its steps run; empty if that is a cluster to be made
     * @param began how it was taken; the last entry of the journal
     * @param before what was on record before
     */
    PipelineDriver(
            Pipeline pipeline,
            PipelineTarget target,
            Optional<Place> place,
            Entry.Began began,
            RunState before,
            Journal journal,
            Set<String> done,
            Surroundings around) {
        this.pipeline = pipeline;
        this.key = began.key();
        this.target = target;
        this.around = around;
        this.clock = around.clock();
        this.journal = journal;
        this.clustersBefore = before.openLocations();
        this.state = before;
        this.course = new Course(pipeline, done);
        this.cluster = new RunCluster(around.drover(), clock, key, stop);
        this.writtenAt = began.at();
        this.place = place;
        state.add(began);
    }

    // The user's view

    @Override
    public RequestKey key() {
        return key;
    }

    @Override
    public PipelineReport report() {
        return done.isDone() && !done.isCompletedExceptionally() ? done.join() : state.report(clock.instant(), true);
    }

    @Override
    public PipelineReport await(Duration timeout) throws InterruptedException {
        if (!clock.await(done, timeout.compareTo(FOR_EVER) < 0 ? timeout : FOR_EVER)) {
            throw new DroverException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    Effect.APPLIED,
                    true,
                    "Pipeline " + pipeline.name() + " (" + key + ") has not ended after " + timeout
                            + ". It goes on; wait again, cancel it, or close it and resume it later.",
                    null);
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DroverException failure ? failure : e;
        }
    }

    @Override
    public PipelineReport awaitSuccess(Duration timeout) throws InterruptedException {
        return successful(await(timeout));
    }

    static PipelineReport successful(PipelineReport end) {
        if (end.state() != PipelineState.SUCCEEDED) {
            throw new PipelineFailedException(end);
        }
        return end;
    }

    @Override
    public void cancel() {
        ask(Reason.CANCELLED);
    }

    @Override
    public void close() {
        ask(Reason.LET_GO);
    }

    private void ask(Reason why) {
        stop.ask(why);
        inbox.put(course::halt);
    }

    /** Completes when this process has nothing more to do with the run. */
    CompletableFuture<PipelineReport> done() {
        return done;
    }

    // The thread that decides

    /** Carries the run on to its end, or until this process is to let go of it. */
    void drive() {
        tell(PipelineState.RUNNING, "began");
        try {
            loop();
            done.complete(stop.is(Reason.LET_GO) ? released() : ended());
        } catch (InterruptedException e) {
            stop.ask(Reason.LET_GO);
            done.complete(state.report(clock.instant(), false));
            Thread.currentThread().interrupt();
        } catch (DroverException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(bug(e));
            throw e;
        }
    }

    /** Jobs go on, and are found by their keys. */
    private void fail(DroverException e) {
        stop.ask(Reason.LET_GO);
        tell(PipelineState.INTERRUPTED, e.getMessage());
        done.completeExceptionally(e);
    }

    private DroverException bug(Throwable e) {
        return new DroverException(
                ErrorCode.INTERNAL,
                Effect.UNKNOWN,
                false,
                "Pipeline " + key + " cannot be carried on because of " + e + ", which is a bug to report. Jobs go on;"
                        + " run it again with the same key.",
                e);
    }

    private void loop() throws InterruptedException {
        Optional<Instant> deadline =
                pipeline.timeout().map(most -> clock.instant().plus(most));
        while (true) {
            inbox.open();
            if (stop.is(Reason.LET_GO)) {
                return;
            }
            begin();
            if (course.isOver() && !making) {
                return;
            }
            Instant now = clock.instant();
            if (deadline.isPresent() && !now.isBefore(deadline.get())) {
                deadline = Optional.empty();
                ask(Reason.DEADLINE);
                continue;
            }
            Instant signAt = writtenAt.plus(around.lease().dividedBy(SIGNS));
            if (!now.isBefore(signAt)) {
                write(new Entry.Renewed(now));
                continue;
            }
            Instant next = deadline.filter(signAt::isAfter).orElse(signAt);
            var unused = clock.await(inbox.news(), Duration.between(now, next));
        }
    }

    private void begin() {
        if (place.isEmpty()) {
            if (!making && !course.ready().isEmpty()) {
                makeCluster();
            }
            return;
        }
        for (Step step : course.ready()) {
            course.begun(step);
            around.executor()
                    .execute(new StepDriver(
                            pipeline, step, key.child(step.name()), place.get(), state, stop, new FromSteps(), around));
        }
    }

    private void makeCluster() {
        making = true;
        PipelineTarget.NewCluster wanted = (PipelineTarget.NewCluster) target;
        tell(PipelineState.RUNNING, "makes a cluster at " + wanted.where());
        around.executor().execute(() -> cluster.make(wanted, new FromCluster()));
    }

    private final class FromCluster implements RunCluster.Told {
        @Override
        public void made(ClusterId id, Instant askedAt) {
            inbox.put(() -> {
                write(new Entry.ClusterMade(clock.instant(), id, askedAt));
                tell(PipelineState.RUNNING, "waits for cluster " + id);
            });
        }

        @Override
        public void ready(ClusterId id, JobSubmitter jobs) {
            inbox.put(() -> {
                making = false;
                place = Optional.of(Place.of(jobs));
                write(new Entry.ClusterReady(clock.instant(), id));
                tell(PipelineState.RUNNING, "cluster " + id + " is ready");
            });
        }

        @Override
        public void failed(String why) {
            inbox.put(() -> {
                making = false;
                clusterFailure = Optional.of(why);
                course.halt();
            });
        }
    }

    private final class FromSteps implements StepDriver.Told {
        @Override
        public void changed(Step step) {
            tellOf(step);
        }

        @Override
        public void ended(Step step, StepDriver.End end, boolean last) {
            inbox.put(() -> {
                write(new Entry.Attempted(clock.instant(), step.name(), end.attempt()));
                tellOf(step);
                if (last) {
                    course.ended(step, end.verdict())
                            .forEach(skipped -> skip(skipped, "Not begun, because " + step.name() + " has failed."));
                }
            });
        }

        @Override
        public void unknown(Step step, String why) {
            inbox.put(() -> {
                state.mark(step.name(), StepState.UNKNOWN, Optional.of(why));
                course.unknown(step);
                tellOf(step);
            });
        }

        @Override
        public void left(Step step) {
            ask(Reason.LET_GO);
        }
    }

    private void skip(Step step, String why) {
        state.mark(step.name(), StepState.SKIPPED, Optional.of(why));
        tellOf(step);
    }

    private PipelineReport released() throws InterruptedException {
        write(new Entry.Released(clock.instant()));
        tell(PipelineState.INTERRUPTED, "let go of; jobs that run go on");
        return state.report(clock.instant(), false);
    }

    private PipelineReport ended() throws InterruptedException {
        List<String> notices = new ArrayList<>();
        for (String where : state.openLocations()) {
            endCluster(where, notices);
        }
        Optional<String> why = why();
        write(new Entry.Ended(clock.instant(), outcome(), why, notices, state.marks()));
        tell(state.state(), "ended" + why.map(text -> ": " + text).orElse(""));
        return state.report(clock.instant(), false);
    }

    private void endCluster(String where, List<String> notices) throws InterruptedException {
        boolean mayLive = clustersBefore.contains(where) || place.isPresent() || clusterFailure.isPresent();
        try {
            Optional<ClusterId> ended = mayLive ? cluster.end(Location.parse(where)) : Optional.empty();
            write(new Entry.ClusterEnded(clock.instant(), where, ended));
        } catch (DroverException e) {
            log.error("The cluster of pipeline {} at {} may live on: {}", key, where, e.getMessage());
            notices.add(
                    "The cluster at " + where + " that was made for this run may live on, and cost: " + e.getMessage()
                            + " Run the pipeline again with the same key, which tries again to end it, or end it by hand.");
        }
    }

    private PipelineState outcome() {
        if (course.allPassed()) {
            return PipelineState.SUCCEEDED;
        }
        if (stop.is(Reason.CANCELLED)) {
            return PipelineState.CANCELLED;
        }
        if (stop.is(Reason.DEADLINE)) {
            return PipelineState.TIMED_OUT;
        }
        return clusterFailure.isPresent() ? PipelineState.FAILED : course.outcome();
    }

    private Optional<String> why() {
        if (!course.allPassed() && stop.is(Reason.DEADLINE)) {
            return Optional.of("It took longer than " + pipeline.timeout().orElseThrow() + ".");
        }
        return stop.reason().isPresent() ? Optional.empty() : clusterFailure;
    }

    /** Writes to the record, for as long as nobody else can have taken the run. */
    private void write(Entry entry) throws InterruptedException {
        Instant giveUp = writtenAt.plus(around.lease());
        Duration pause = around.lease().dividedBy(4L * SIGNS);
        while (true) {
            try {
                if (!journal.append(entry)) {
                    throw new DroverException(
                            ErrorCode.CONFLICT,
                            Effect.APPLIED,
                            false,
                            "Pipeline " + key
                                    + " was taken over by another process, since this one gave no sign of life for "
                                    + around.lease() + ". Jobs go on; the other process has them.",
                            null);
                }
                writtenAt = entry.at();
                state.add(entry);
                return;
            } catch (DroverException e) {
                if (!e.retryable() || !clock.instant().plus(pause).isBefore(giveUp)) {
                    throw e;
                }
                log.warn("The record of pipeline {} cannot be written yet: {}", key, e.getMessage());
                clock.sleep(pause);
            }
        }
    }

    private void tell(PipelineState stands, String message) {
        around.listeners().tell(l -> l.pipelineChanged(new PipelineChanged(key, stands, message)));
    }

    private void tellOf(Step step) {
        PipelineStepChanged changed = new PipelineStepChanged(key, state.step(step.name()));
        around.listeners().tell(l -> l.pipelineStepChanged(changed));
    }
}
