/** Feeds Micrometer; needs micrometer-core on the class path, which nothing else here does. */
@NullMarked
package dev.drover.micrometer;

import org.jspecify.annotations.NullMarked;
