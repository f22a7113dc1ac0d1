/** The user's view of clusters over a driver. */
@NullMarked
package dev.drover.internal.cluster;

import org.jspecify.annotations.NullMarked;
