/**
 * Dataproc: {@code dataproc://project/region/cluster}. Clusters of machines, and the jobs on them, through
 * <a href="https://cloud.google.com/dataproc/docs/reference/rpc">Google's API</a> over gRPC. Set up by
 * {@link dev.drover.gcp.GcpOptions} and {@link dev.drover.gcp.dataproc.DataprocOptions}. Customizers change
 * {@code com.google.cloud.dataproc.v1.CreateClusterRequest.Builder} for clusters and
 * {@code com.google.cloud.dataproc.v1.Job.Builder} for jobs.
 */
@NullMarked
package dev.drover.gcp.dataproc;

import org.jspecify.annotations.NullMarked;
