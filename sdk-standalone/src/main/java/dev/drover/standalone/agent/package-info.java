/**
 * What runs inside Spark's own JVMs: the daemons of a local cluster, and the drivers of all jobs submitted to a
 * standalone master.
 *
 * <p>These classes travel to machines that have nothing but a JDK and Spark, beside whatever the job brings. So they
 * use nothing but the JDK, not even the rest of Drover, and reach Spark by reflection, because one jar serves Spark 3.5
 * on Scala 2.12 and Spark 4 on Scala 2.13.
 */
@NullMarked
package dev.drover.standalone.agent;

import org.jspecify.annotations.NullMarked;
