/** The whole core under a seeded scheduler: several pretended processes, faults at every call, crashes at every step. */
@NullMarked
package dev.drover.testkit.simulation;

import org.jspecify.annotations.NullMarked;
