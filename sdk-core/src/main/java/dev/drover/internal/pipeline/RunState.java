package dev.drover.internal.pipeline;

import dev.drover.ClusterId;
import dev.drover.RequestKey;
import dev.drover.internal.pipeline.Entry.Mark;
import dev.drover.internal.pipeline.Entry.Outline;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.ClusterReport;
import dev.drover.pipeline.PipelineReport;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.SessionReport;
import dev.drover.pipeline.StepReport;
import dev.drover.pipeline.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of a run come to, one after the other, and what is known beyond them of steps that run now. Safe for use
 * by many threads; it asks nobody.
 */
final class RunState {
    private final RequestKey key;
    private final Map<String, List<AttemptReport>> attempts = new HashMap<>();
    private final Map<String, AttemptReport> current = new HashMap<>();
    private final Map<String, Mark> marks = new HashMap<>();
    private final Map<ClusterId, ClusterReport> clusters = new LinkedHashMap<>();
    private final List<SessionReport> sessions = new ArrayList<>();
    private final Set<String> openLocations = new LinkedHashSet<>();
    private final List<String> notices = new ArrayList<>();
    private Entry.@Nullable Began began;
    private Instant heardAt = Instant.MIN;
    private PipelineState state = PipelineState.INTERRUPTED;
    private Optional<String> message = Optional.empty();

    RunState(RequestKey key, List<Entry> entries) {
        this.key = key;
        entries.forEach(this::add);
    }

    // What is on record

    synchronized void add(Entry entry) {
        heardAt = entry.at();
        if (entry instanceof Entry.Began begins) {
            begin(begins);
        } else if (entry instanceof Entry.ClusterMade made) {
            clusters.put(made.id(), new ClusterReport(made.id(), made.askedAt(), Optional.empty(), Optional.empty()));
        } else if (entry instanceof Entry.ClusterReady ready) {
            clusters.computeIfPresent(
                    ready.id(), (id, c) -> new ClusterReport(id, c.askedAt(), Optional.of(ready.at()), c.endedAt()));
        } else if (entry instanceof Entry.ClusterEnded ended) {
            openLocations.remove(ended.location());
            ended.id()
                    .ifPresent(which -> clusters.computeIfPresent(
                            which,
                            (id, c) -> new ClusterReport(id, c.askedAt(), c.readyAt(), Optional.of(ended.at()))));
        } else if (entry instanceof Entry.Attempted attempted) {
            current.remove(attempted.step());
            marks.remove(attempted.step());
            attempts.computeIfAbsent(attempted.step(), s -> new ArrayList<>()).add(attempted.attempt());
        } else if (entry instanceof Entry.Ended ended) {
            marks.putAll(ended.marks());
            notices.addAll(ended.notices());
            message = ended.message();
            end(ended.state(), ended.at());
        } else if (entry instanceof Entry.Released released) {
            end(PipelineState.INTERRUPTED, released.at());
        }
    }

    private void begin(Entry.Began begins) {
        if (!sessions.isEmpty() && last().endedAt().isEmpty()) {
            end(PipelineState.INTERRUPTED, last().startedAt());
        }
        began = begins;
        sessions.add(new SessionReport(begins.holder(), begins.at(), Optional.empty(), PipelineState.RUNNING));
        state = PipelineState.RUNNING;
        message = Optional.empty();
        current.clear();
        marks.clear();
        // A step that ended badly is yet to be run again; one that ended well stands as whoever took the run judged it.
        begins.steps()
                .forEach(step ->
                        marks.put(step.name(), new Mark(step.done().orElse(StepState.WAITING), Optional.empty())));
        begins.location().ifPresent(openLocations::add);
        notices.addAll(begins.notices());
    }

    private void end(PipelineState how, Instant at) {
        state = how;
        current.clear();
        sessions.set(sessions.size() - 1, new SessionReport(last().holder(), last().startedAt(), Optional.of(at), how));
    }

    private SessionReport last() {
        return sessions.get(sessions.size() - 1);
    }

    /** Whether nothing is on record. */
    synchronized boolean isEmpty() {
        return began == null;
    }

    /** Who holds the run or held it last. */
    synchronized String holder() {
        return sessions.isEmpty() ? "" : last().holder();
    }

    /** Until when nobody else goes on with it; empty if anybody may. */
    synchronized Optional<Instant> heldUntil() {
        return began == null || state != PipelineState.RUNNING ? Optional.empty() : Optional.of(heardAt.plus(lease()));
    }

    private Duration lease() {
        return began == null ? Duration.ZERO : began.lease();
    }

    synchronized PipelineState state() {
        return state;
    }

    /** The steps as they were defined last. */
    synchronized List<Outline> outline() {
        return began == null ? List.of() : began.steps();
    }

    /** The locations where a cluster may live that was made for the run. */
    synchronized Set<String> openLocations() {
        return Set.copyOf(openLocations);
    }

    /** The attempts at a step that have ended, oldest first. */
    synchronized List<AttemptReport> attempts(String step) {
        return List.copyOf(attempts.getOrDefault(step, List.of()));
    }

    // What is known beyond it

    /** An attempt goes on. */
    synchronized void now(String step, AttemptReport attempt) {
        current.put(step, attempt);
    }

    /** An attempt that goes on has come to run. */
    synchronized void started(String step, Instant at) {
        current.computeIfPresent(
                step,
                (s, a) -> a.startedAt().isPresent()
                        ? a
                        : new AttemptReport(
                                a.number(),
                                a.job(),
                                StepState.RUNNING,
                                a.exitCode(),
                                a.submittedAt(),
                                Optional.of(at),
                                a.endedAt(),
                                a.message(),
                                a.cause()));
    }

    /** What the attempts at a step do not say. */
    synchronized void mark(String step, StepState as, Optional<String> why) {
        current.remove(step);
        marks.put(step, new Mark(as, why));
    }

    /** The steps whose state the attempts on record do not say. */
    synchronized Map<String, Mark> marks() {
        Map<String, Mark> saying = new LinkedHashMap<>(marks);
        saying.values().removeIf(mark -> mark.state() != StepState.SKIPPED && mark.state() != StepState.UNKNOWN);
        return saying;
    }

    // All of it

    synchronized StepReport step(String name) {
        return outline().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .map(this::step)
                .orElseThrow();
    }

    private StepReport step(Outline step) {
        List<AttemptReport> all = new ArrayList<>(attempts.getOrDefault(step.name(), List.of()));
        @Nullable AttemptReport running = current.get(step.name());
        if (running != null) {
            all.add(running);
            return new StepReport(step.name(), step.after(), running.state(), all, Optional.empty());
        }
        @Nullable Mark mark = marks.get(step.name());
        StepState stands = mark != null
                ? mark.state()
                : all.isEmpty() ? StepState.WAITING : all.get(all.size() - 1).state();
        return new StepReport(step.name(), step.after(), stands, all, mark == null ? Optional.empty() : mark.message());
    }

    /** @param held whether somebody carries it on */
    synchronized PipelineReport report(Instant at, boolean held) {
        boolean abandoned = state == PipelineState.RUNNING && !held;
        List<SessionReport> all = new ArrayList<>(sessions);
        if (abandoned) {
            all.set(
                    all.size() - 1,
                    new SessionReport(
                            last().holder(), last().startedAt(), Optional.of(heardAt), PipelineState.INTERRUPTED));
        }
        return new PipelineReport(
                key,
                began == null ? "" : began.name(),
                abandoned ? PipelineState.INTERRUPTED : state,
                began == null ? "" : began.target(),
                outline().stream().map(this::step).toList(),
                List.copyOf(clusters.values()),
                all,
                message,
                notices,
                at);
    }
}
