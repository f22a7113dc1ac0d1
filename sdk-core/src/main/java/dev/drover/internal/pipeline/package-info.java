/** Runs pipelines, and keeps what is known of them in the ledger. */
@NullMarked
package dev.drover.internal.pipeline;

import org.jspecify.annotations.NullMarked;
