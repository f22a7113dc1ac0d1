/**
 * For those who test a provider against a pretended platform: a machine on which its jobs are real processes, without a
 * cluster being there, and a clock that goes faster. SQL is run by a real Spark, which Maven's repositories give by way of
 * MIMA; put {@code eu.maveniverse.maven.mima:context} and its {@code standalone-static} runtime on the class path for that.
 */
@NullMarked
package dev.drover.testkit.spark;

import org.jspecify.annotations.NullMarked;
