/** What the command shows: tables and notes for people, one document for programs. */
@NullMarked
package dev.drover.cli.output;

import org.jspecify.annotations.NullMarked;
