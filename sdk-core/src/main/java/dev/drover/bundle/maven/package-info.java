/** Jars by Maven coordinates; needs MIMA on the class path, which nothing else here does. */
@NullMarked
package dev.drover.bundle.maven;

import org.jspecify.annotations.NullMarked;
