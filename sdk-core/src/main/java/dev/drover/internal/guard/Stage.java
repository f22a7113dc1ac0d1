package dev.drover.internal.guard;

import dev.drover.DroverException;

/** One ring of the chain around native calls; it calls the next one in. Safe for use by many threads. */
interface Stage {

    /**
     * Makes the call, or refuses it.
     *
     * @throws CallFailure if it failed or was not sent
     * @throws DroverException from the outer rings, which say it in the user's words
     */
    <T> T run(GuardedCall<T> call) throws CallFailure;
}
