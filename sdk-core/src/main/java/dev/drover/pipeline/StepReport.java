package dev.drover.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * How a step stands.
 *
 * @param after the steps that must be done before
 * @param attempts oldest first; empty if it was not begun
 * @param message why it stands so, where its attempts do not say it
 */
public record StepReport(
        String name, List<String> after, StepState state, List<AttemptReport> attempts, Optional<String> message) {
    public StepReport {
        after = List.copyOf(after);
        attempts = List.copyOf(attempts);
    }

    /** The newest attempt. */
    public Optional<AttemptReport> latest() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.get(attempts.size() - 1));
    }
}
