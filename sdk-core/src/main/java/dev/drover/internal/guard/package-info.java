/** Native calls: retries, budgets, breakers, deadlines, classification, and the messages of errors. */
@NullMarked
package dev.drover.internal.guard;

import org.jspecify.annotations.NullMarked;
