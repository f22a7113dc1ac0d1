package dev.drover.pipeline;

import java.time.Instant;
import java.util.Optional;

/**
 * A stretch of time in which one process carried a run of a pipeline on.
 *
 * @param holder the {@link dev.drover.Drover} that did; a random id
 * @param endedAt when it ended or let go, or was last heard of; empty while it goes on
 * @param state how it ended
 */
public record SessionReport(String holder, Instant startedAt, Optional<Instant> endedAt, PipelineState state) {}
