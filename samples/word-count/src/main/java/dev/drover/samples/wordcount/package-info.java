/** The Spark application that the quickstart runs. */
package dev.drover.samples.wordcount;
