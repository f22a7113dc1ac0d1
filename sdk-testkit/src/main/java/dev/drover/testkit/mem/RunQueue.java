package dev.drover.testkit.mem;

import dev.drover.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one cluster that have not ended: each starts as soon as there is room for it, in the order in which they
 * came; one that is too big for now is passed by smaller ones. Guarded by {@link World}.
 */
final class RunQueue {
    private final Agenda agenda;
    private final LongSupplier cores;
    private final Runnable onIdle;
    private final Set<PretendedRun> waiting = new LinkedHashSet<>();
    private final Set<PretendedRun> running = new LinkedHashSet<>();
    private long coresUsed;

    /**
     * An empty queue.
     *
     * @param cores how many there are now; 0 while the cluster takes no jobs
     * @param onIdle called when the last run has ended
     */
    RunQueue(Agenda agenda, LongSupplier cores, Runnable onIdle) {
        this.agenda = agenda;
        this.cores = cores;
        this.onIdle = onIdle;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && running.isEmpty();
    }

    long coresUsed() {
        return coresUsed;
    }

    void add(PretendedRun run) {
        waiting.add(run);
        startWhatFits();
    }

    void startWhatFits() {
        for (PretendedRun run : List.copyOf(waiting)) {
            if (run.script().end() != JobScript.End.NEVER_START && run.cores() <= cores.getAsLong() - coresUsed) {
                start(run);
            }
        }
    }

    private void start(PretendedRun run) {
        waiting.remove(run);
        running.add(run);
        coresUsed += run.cores();
        run.start(agenda.now());
        @Nullable
        JobState end = switch (run.script().end()) {
            case SUCCEED -> JobState.SUCCEEDED;
            case FAIL -> JobState.FAILED;
            case VANISH -> JobState.LOST;
            case HANG, NEVER_START -> null;
        };
        if (end != null) {
            agenda.at(agenda.now().plus(run.script().after()), () -> end(run, end, Optional.empty()));
        }
    }

    /** Asks a run to end, which takes a while once it runs. */
    void cancel(PretendedRun run, String client, Duration takes) {
        if (run.ended()) {
            return;
        }
        Instant now = agenda.now();
        run.askToEnd(client, now);
        if (!run.started() || takes.isZero()) {
            end(run, JobState.CANCELLED, Optional.empty());
        } else {
            agenda.at(now.plus(takes), () -> end(run, JobState.CANCELLED, Optional.empty()));
        }
    }

    /** Ends all, since their cluster ends. */
    void endAll(JobState state, String why) {
        List<PretendedRun> all = new ArrayList<>(running);
        all.addAll(waiting);
        waiting.clear();
        all.forEach(run -> end(run, state, Optional.of(why)));
    }

    private void end(PretendedRun run, JobState state, Optional<String> why) {
        if (run.ended()) {
            return;
        }
        waiting.remove(run);
        if (running.remove(run)) {
            coresUsed -= run.cores();
        }
        run.end(state, why, agenda.now());
        startWhatFits();
        if (isEmpty()) {
            onIdle.run();
        }
    }
}
