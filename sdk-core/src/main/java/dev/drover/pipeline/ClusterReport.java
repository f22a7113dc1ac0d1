package dev.drover.pipeline;

import dev.drover.ClusterId;
import java.time.Instant;
import java.util.Optional;

/**
 * A cluster that was made for a pipeline.
 *
 * @param askedAt when it was asked for, or asked for again by whoever resumed the run
 * @param readyAt when it could take jobs; empty if it was not seen to
 * @param endedAt when it was asked to end; empty if it has not been
 */
public record ClusterReport(ClusterId id, Instant askedAt, Optional<Instant> readyAt, Optional<Instant> endedAt) {}
