/**
 * What users and providers test with.
 *
 * <p>Users: {@link dev.drover.testkit.DroverExtension} gives a JUnit 5 test a Drover on a
 * {@linkplain dev.drover.testkit.mem.MemPlatform pretended platform}, with a
 * {@linkplain dev.drover.testkit.ManualClock clock} that lets nobody wait and a
 * {@linkplain dev.drover.testkit.fault.FaultScript script} of what goes wrong.
 *
 * <p>Providers: extend {@link dev.drover.testkit.StorageConformance}, {@link dev.drover.testkit.ClusterConformance} and
 * {@link dev.drover.testkit.JobConformance}, each for what the provider offers, and supply what they run against.
 */
@NullMarked
package dev.drover.testkit;

import org.jspecify.annotations.NullMarked;
