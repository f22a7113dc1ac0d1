/** The {@code drover} command. A program of its own: nobody compiles against it. */
@NullMarked
package dev.drover.cli;

import org.jspecify.annotations.NullMarked;
