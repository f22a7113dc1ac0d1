package dev.drover.internal.pipeline;

import dev.drover.Capability;
import dev.drover.ClusterId;
import dev.drover.Drover;
import dev.drover.DroverClock;
import dev.drover.DroverException;
import dev.drover.DroverListener.PipelineChanged;
import dev.drover.Effect;
import dev.drover.ErrorCode;
import dev.drover.JobId;
import dev.drover.RequestKey;
import dev.drover.internal.job.SpecDigest;
import dev.drover.internal.ledger.AppendLog;
import dev.drover.internal.pipeline.Entry.Outline;
import dev.drover.internal.provider.Capabilities;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.Pipeline;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineRun;
import dev.drover.pipeline.PipelineRunner;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.PipelineTarget;
import dev.drover.pipeline.Step;
import dev.drover.pipeline.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** {@link PipelineRunner} over the ledger. */
public final class PipelineClient implements PipelineRunner, AutoCloseable {
    private static final int MOST_PARTS = 15;
    /** How often a lease is looked at while it runs. */
    private static final int LOOKS = 12;

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final Surroundings around;
    private final DroverClock clock;
    private final Set<PipelineDriver> driven = ConcurrentHashMap.newKeySet();

    public PipelineClient(Surroundings around) {
        this.around = around;
        this.clock = around.clock();
    }

    @Override
    public PipelineRun run(Pipeline pipeline, RequestKey key) {
        return begin(pipeline, key, false);
    }

    @Override
    public PipelineRun resume(Pipeline pipeline, RequestKey key) {
        return begin(pipeline, key, true);
    }

    private PipelineRun begin(Pipeline pipeline, RequestKey key, boolean begunBefore) {
        if (key.parts().size() > MOST_PARTS) {
            throw DroverException.invalid("The key of a pipeline has at most " + MOST_PARTS + " parts, not "
                    + key.parts().size() + ".");
        }
        PipelineTarget target = pipeline.target()
                .orElseThrow(() -> DroverException.invalid("Pipeline " + pipeline.name()
                        + " does not say where it runs: give it a cluster, a pool, or a cluster to be made."));
        Optional<Place> place = place(pipeline, target);
        Journal journal = new Journal(key, around.ledgers().pipeline(key));
        while (true) {
            RunState state = free(journal, key);
            if (state.isEmpty() && begunBefore) {
                throw new DroverException(
                        ErrorCode.NOT_FOUND,
                        "There is no run of pipeline " + pipeline.name() + " under key " + key + " in the ledger"
                                + (around.drover().ledger().durable() ? "." : ", which is kept in memory only."));
            }
            Map<String, StepState> done = done(pipeline, state);
            if (state.state() == PipelineState.SUCCEEDED
                    && done.size() == pipeline.steps().size()
                    && state.openLocations().isEmpty()) {
                return new EndedRun(state.report(clock.instant(), false));
            }
            requireNothingLeftRunning(pipeline, state, key);
            Entry.Began began = began(pipeline, target, key, state, done);
            if (journal.append(began)) {
                return drive(new PipelineDriver(pipeline, target, place, began, state, journal, done.keySet(), around));
            }
        }
    }

    private PipelineRun drive(PipelineDriver driver) {
        driven.add(driver);
        var unused = driver.done().whenComplete((end, error) -> driven.remove(driver));
        try {
            around.executor().execute(driver::drive);
        } catch (RejectedExecutionException e) {
            driven.remove(driver);
            throw new DroverException(
                    ErrorCode.CANCELLED,
                    Effect.NONE,
                    false,
                    "This Drover is closed, or its executor takes no more.",
                    e);
        }
        return driver;
    }

    // Before a run is taken

    /** Where the steps run, as far as it is there; what cannot run there is refused before anything is made. */
    private Optional<Place> place(Pipeline pipeline, PipelineTarget target) {
        Drover drover = around.drover();
        if (target instanceof PipelineTarget.Pool pool) {
            // Each of its clusters says for each step whether it can run it.
            return Optional.of(Place.of(drover.pool(pool.name())));
        }
        if (target instanceof PipelineTarget.NewCluster wanted) {
            requireCapable(pipeline, wanted.where().scheme());
            return Optional.empty();
        }
        ClusterId cluster = target instanceof PipelineTarget.Existing existing
                ? existing.cluster()
                : drover.declaredCluster(((PipelineTarget.Declared) target).name());
        requireCapable(pipeline, cluster.scheme());
        return Optional.of(Place.of(drover.jobs(cluster)));
    }

    private void requireCapable(Pipeline pipeline, String scheme) {
        Set<Capability> there = around.drover().capabilities(scheme);
        for (Step step : pipeline.steps()) {
            Capabilities.require(
                    Set.of(step.job().capability()),
                    there,
                    "'" + scheme + "', where step " + step.name() + " is to run");
        }
    }

    /** Waits until nobody holds the run; a holder that lives is not waited for. */
    private RunState free(Journal journal, RequestKey key) {
        int first = journal.newest();
        RunState state = new RunState(key, journal.read());
        Duration pause = around.lease().dividedBy(LOOKS);
        boolean told = false;
        while (true) {
            Optional<Instant> free = state.heldUntil().map(until -> until.plus(around.skew()));
            if (free.isEmpty() || !clock.instant().isBefore(free.get())) {
                return state;
            }
            if (state.holder().equals(around.holder())) {
                throw held(key, "this Drover carries it on already");
            }
            if (!told) {
                told = true;
                String message = "waits for the process that carries it on: until " + free.get()
                        + ", or until it is seen" + " to live";
                around.listeners()
                        .tell(l -> l.pipelineChanged(new PipelineChanged(key, PipelineState.RUNNING, message)));
            }
            pause(pause, key);
            if (journal.newest() != first) {
                RunState now = new RunState(key, journal.read());
                if (now.heldUntil().isPresent()) {
                    throw held(
                            key,
                            "another process (" + now.holder() + ") carries it on and has just given a sign of life");
                }
                return now;
            }
        }
    }

    private static DroverException held(RequestKey key, String why) {
        return new DroverException(
                ErrorCode.CONFLICT,
                "Pipeline " + key + " is being run: " + why + ". Wait for it, cancel it there, or use another key.");
    }

    private void pause(Duration pause, RequestKey key) {
        try {
            clock.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DroverException(
                    ErrorCode.CANCELLED,
                    Effect.NONE,
                    false,
                    "Interrupted while waiting for the process that carries pipeline " + key + " on.",
                    e);
        }
    }

    /** The steps that need not run again, by what their exit codes mean now. */
    private static Map<String, StepState> done(Pipeline pipeline, RunState state) {
        Map<String, StepState> done = new LinkedHashMap<>();
        for (Step step : pipeline.steps()) {
            List<AttemptReport> attempts = state.attempts(step.name());
            if (!attempts.isEmpty()) {
                Verdict verdict = Verdict.of(pipeline, step, attempts.get(attempts.size() - 1));
                if (verdict.done()) {
                    done.put(step.name(), verdict.state());
                }
            }
        }
        return done;
    }

    private void requireNothingLeftRunning(Pipeline pipeline, RunState state, RequestKey key) {
        InFlight jobs = new InFlight(key, around);
        Set<String> names = Set.copyOf(pipeline.steps().stream().map(Step::name).toList());
        for (Outline step : state.outline()) {
            Optional<JobId> running = names.contains(step.name()) ? Optional.empty() : jobs.running(step.name());
            if (running.isPresent()) {
                throw new DroverException(
                        ErrorCode.CONFLICT,
                        "Step '" + step.name() + "' was removed from pipeline " + pipeline.name() + ", but its job "
                                + running.get()
                                + " still runs. Cancel the job or wait for its end, or put the step back.");
            }
        }
    }

    private Entry.Began began(
            Pipeline pipeline, PipelineTarget target, RequestKey key, RunState before, Map<String, StepState> done) {
        List<Outline> outline = new ArrayList<>();
        for (Step step : pipeline.steps()) {
            outline.add(new Outline(
                    step.name(),
                    pipeline.before(step),
                    SpecDigest.of(step.job()),
                    Optional.ofNullable(done.get(step.name()))));
        }
        return new Entry.Began(
                clock.instant(),
                around.holder(),
                around.lease(),
                key,
                pipeline.name(),
                target.summary(),
                target instanceof PipelineTarget.NewCluster made
                        ? Optional.of(made.where().toString())
                        : Optional.empty(),
                outline,
                before.isEmpty() ? pipeline.notices() : changes(before.outline(), outline));
    }

    /** What has changed since the run was taken the last time. */
    private static List<String> changes(List<Outline> before, List<Outline> now) {
        Map<String, Outline> old = new LinkedHashMap<>();
        before.forEach(step -> old.put(step.name(), step));
        List<String> changes = new ArrayList<>();
        for (Outline step : now) {
            @Nullable Outline was = old.remove(step.name());
            if (was == null) {
                changes.add("Step " + step.name() + " was added.");
            } else if (!was.digest().equals(step.digest())) {
                changes.add("Step " + step.name() + " was changed"
                        + (step.done().isPresent() ? "; it had been done before and is not run again." : "."));
            }
        }
        old.keySet().forEach(name -> changes.add("Step " + name + " was removed."));
        return changes;
    }

    // Looking

    @Override
    public Optional<PipelineReport> find(RequestKey key) {
        RunState state = new RunState(key, new Journal(key, around.ledgers().pipeline(key)).read());
        if (state.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        boolean held = state.heldUntil()
                .filter(until -> now.isBefore(until.plus(around.skew())))
                .isPresent();
        if (held || state.state() == PipelineState.RUNNING || state.state() == PipelineState.INTERRUPTED) {
            new InFlight(key, around).lookInto(state);
        }
        return Optional.of(state.report(now, held));
    }

    /** Forgets the runs that ended before a moment; gives how many. */
    public int expire(Instant before) {
        int forgotten = 0;
        for (AppendLog log : around.ledgers().pipelines()) {
            if (Journal.endedBefore(log, before)) {
                List<Integer> indexes = log.indexes();
                log.delete(indexes.subList(1, indexes.size()));
                log.delete(indexes.subList(0, 1));
                forgotten++;
            }
        }
        return forgotten;
    }

    /** Lets go of all runs. */
    @Override
    public void close() {
        List<PipelineDriver> open = List.copyOf(driven);
        open.forEach(PipelineDriver::close);
        Instant deadline = clock.instant().plus(FAREWELL);
        try {
            for (PipelineDriver driver : open) {
                var unused = clock.await(driver.done(), Duration.between(clock.instant(), deadline));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
