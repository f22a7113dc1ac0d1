/**
 * What users and providers test with: the contract of storage, clusters and jobs as JUnit 5 tests.
 *
 * <p>A provider extends {@link dev.drover.testkit.StorageConformance}, {@link dev.drover.testkit.ClusterConformance} and
 * {@link dev.drover.testkit.JobConformance}, each for what it offers, and supplies what they run against.
 */
@NullMarked
package dev.drover.testkit;

import org.jspecify.annotations.NullMarked;
