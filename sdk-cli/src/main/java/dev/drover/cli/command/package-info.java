/** The verbs of the {@code drover} command, one class each. */
@NullMarked
package dev.drover.cli.command;

import org.jspecify.annotations.NullMarked;
