/**
 * The API that a user's program names: identities, specs, the three interfaces {@link dev.drover.ClusterProvider},
 * {@link dev.drover.JobSubmitter} and {@link dev.drover.Storage}, and {@link dev.drover.Drover}, the entry to them.
 *
 * <p>Values are immutable. Everything reached from one {@link dev.drover.Drover} is safe for use by many threads and
 * lives until that {@code Drover} is closed. Errors are {@link dev.drover.DroverException}s; act on their
 * {@link dev.drover.DroverException#code() code}, never on their message.
 */
@NullMarked
package dev.drover;

import org.jspecify.annotations.NullMarked;
