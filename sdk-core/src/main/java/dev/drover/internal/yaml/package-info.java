/** Reads YAML, remembers where everything stands, and puts in what texts refer to. */
@NullMarked
package dev.drover.internal.yaml;

import org.jspecify.annotations.NullMarked;
