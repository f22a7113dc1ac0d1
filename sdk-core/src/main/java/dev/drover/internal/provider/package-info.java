/** Finds provider modules and keeps those that are open. */
@NullMarked
package dev.drover.internal.provider;

import org.jspecify.annotations.NullMarked;
