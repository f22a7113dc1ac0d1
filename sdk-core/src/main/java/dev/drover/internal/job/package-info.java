/** The user's view of jobs over a driver: submission by key, handles, logs. */
@NullMarked
package dev.drover.internal.job;

import org.jspecify.annotations.NullMarked;
