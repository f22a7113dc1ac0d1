package dev.drover.internal.pipeline;

import dev.drover.ClusterId;
import dev.drover.RequestKey;
import dev.drover.pipeline.AttemptReport;
import dev.drover.pipeline.PipelineState;
import dev.drover.pipeline.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One line on record of a run. Lines are only ever added, by whoever holds the run; renewals are deleted again. */
sealed interface Entry {

    /** When it was written, by the holder's clock. */
    Instant at();

    /**
     * A process has taken the run.
     *
     * @param lease for how long it holds the run after each line that it writes; nobody else goes on with it before that
     * @param location where a cluster is made for the run, if one is
     * @param steps all of them, in their order
     */
    record Began(
            Instant at,
            String holder,
            Duration lease,
            RequestKey key,
            String name,
            String target,
            Optional<String> location,
            List<Outline> steps,
            List<String> notices)
            implements Entry {}

    /** The holder lives, and had nothing else to write. */
    record Renewed(Instant at) implements Entry {}

    record ClusterMade(Instant at, ClusterId id, Instant askedAt) implements Entry {}

    record ClusterReady(Instant at, ClusterId id) implements Entry {}

    /** The cluster at a location was asked to end, or there was none. */
    record ClusterEnded(Instant at, String location, Optional<ClusterId> id) implements Entry {}

    /** An attempt at a step has ended. */
    record Attempted(Instant at, String step, AttemptReport attempt) implements Entry {}

    /**
     * The run has ended.
     *
     * @param marks the steps whose state their attempts do not say
     */
    record Ended(
            Instant at, PipelineState state, Optional<String> message, List<String> notices, Map<String, Mark> marks)
            implements Entry {}

    /** The holder has let go. */
    record Released(Instant at) implements Entry {}

    /**
     * A step as it was defined.
     *
     * @param digest of its job, by which a change is noticed
     * @param done how it stands, if an earlier process has brought it to success
     */
    record Outline(String name, List<String> after, String digest, Optional<StepState> done) {}

    /** A step's state, with the reason. */
    record Mark(StepState state, Optional<String> message) {}
}
