package dev.drover.internal.submission;

import dev.drover.Attempt;

/**
 * What came of a submission.
 *
 * @param id of what was accepted
 * @param started whether this call sent it, rather than finding it
 */
public record Placed(String id, Attempt attempt, boolean started) {}
