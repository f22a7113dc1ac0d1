/** Reads YAML, and remembers where everything stands. */
@NullMarked
package dev.drover.internal.yaml;

import org.jspecify.annotations.NullMarked;
