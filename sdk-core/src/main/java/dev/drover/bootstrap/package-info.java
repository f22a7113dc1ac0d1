/** Scripts that prepare a cluster's machines before its workers start. */
@NullMarked
package dev.drover.bootstrap;

import org.jspecify.annotations.NullMarked;
