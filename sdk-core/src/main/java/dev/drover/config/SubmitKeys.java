package dev.drover.config;

import dev.drover.SubmitOptions;
import dev.drover.SubmitOptions.OnEnded;
import dev.drover.spi.settings.Keys;
import dev.drover.spi.settings.Kind;
import dev.drover.spi.settings.Kinds;

/** The keys of {@link SubmitOptions}. */
final class SubmitKeys {
    private static final int MOST_ATTEMPTS = SubmitOptions.DEFAULT.maxAttempts();

    private SubmitKeys() {}

    static Keys<SubmitOptions> keys() {
        Kind<OnEnded> then = Kinds.choice(OnEnded.class);
        return Keys.of(SubmitOptions::builder, SubmitOptions.Builder::build)
                .key(
                        "onSucceeded",
                        then,
                        "After a run that succeeded; by default it is returned.",
                        SubmitOptions.Builder::onSucceeded)
                .key(
                        "onFailed",
                        then,
                        "After a run that failed; by default it is returned.",
                        SubmitOptions.Builder::onFailed)
                .key(
                        "onCancelled",
                        then,
                        "After a run that was cancelled; by default it is returned.",
                        SubmitOptions.Builder::onCancelled)
                .key(
                        "onLost",
                        then,
                        "After a run whose outcome is on no record; by default it is returned.",
                        SubmitOptions.Builder::onLost)
                .key(
                        "attempts",
                        Kinds.integer(1, MOST_ATTEMPTS),
                        "How many attempts the key may have in all; by default " + MOST_ATTEMPTS + ".",
                        SubmitOptions.Builder::maxAttempts)
                .key(
                        "timeout",
                        Kinds.duration(),
                        "How long the submission may take; by default the operationTimeout of drover.yaml.",
                        SubmitOptions.Builder::timeout)
                .end();
    }
}
