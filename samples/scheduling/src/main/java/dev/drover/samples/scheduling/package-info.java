/** An experiment with Spark's scheduling, and the application that it runs. */
package dev.drover.samples.scheduling;
