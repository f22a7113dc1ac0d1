/** Google Cloud Dataproc: a job on a cluster that is there, and one on a cluster of its own. */
package dev.drover.samples.dataproc;
