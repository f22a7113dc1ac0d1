/** Pools of clusters: who has room and is up, and where a submission goes next. */
@NullMarked
package dev.drover.internal.pool;

import org.jspecify.annotations.NullMarked;
