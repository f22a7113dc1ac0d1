/** One accepted submission per key and attempt: between threads, processes and clusters. */
@NullMarked
package dev.drover.internal.submission;

import org.jspecify.annotations.NullMarked;
