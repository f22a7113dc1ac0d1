/** One question to many clusters or locations. */
@NullMarked
package dev.drover.internal.fanout;

import org.jspecify.annotations.NullMarked;
