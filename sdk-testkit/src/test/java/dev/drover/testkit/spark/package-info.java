/**
 * For this build's own tests of providers: a machine on which jobs are real processes without a cluster being there, and a
 * clock that goes faster.
 */
@NullMarked
package dev.drover.testkit.spark;

import org.jspecify.annotations.NullMarked;
