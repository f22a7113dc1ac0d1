/** How runs stand: one feed per cluster for all that wait, and the snapshot that many JVMs share. */
@NullMarked
package dev.drover.internal.tracker;

import org.jspecify.annotations.NullMarked;
