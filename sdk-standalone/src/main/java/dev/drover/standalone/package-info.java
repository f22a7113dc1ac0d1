/**
 * Drover on Spark standalone. {@link dev.drover.standalone.SparkProviderFactory} attaches to masters that somebody else
 * runs, by the scheme {@code spark}: {@code spark://host:7077}, with
 * {@link dev.drover.standalone.SparkMasterOptions} for what the address does not say. No type here is offered through
 * {@code unwrap} or {@code customize}.
 */
@NullMarked
package dev.drover.standalone;

import org.jspecify.annotations.NullMarked;
