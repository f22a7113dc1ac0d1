/**
 * A pretended platform in memory, {@code mem://}: clusters, jobs and storage whose states follow the clock, whose jobs
 * are scripted, and whose calls can go wrong.
 */
@NullMarked
package dev.drover.testkit.mem;

import org.jspecify.annotations.NullMarked;
