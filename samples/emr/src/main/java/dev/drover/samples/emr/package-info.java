/** Amazon EMR: a step on a cluster that is there, and one on a cluster of its own. */
package dev.drover.samples.emr;
