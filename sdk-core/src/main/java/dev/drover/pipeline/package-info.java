/**
 * Jobs that go together: {@link dev.drover.pipeline.Pipeline} says what they are and what comes after what,
 * {@link dev.drover.pipeline.PipelineRunner} runs them, and goes on where a run has stopped.
 */
@NullMarked
package dev.drover.pipeline;

import org.jspecify.annotations.NullMarked;
