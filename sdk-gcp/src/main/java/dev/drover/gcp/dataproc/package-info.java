/**
 * Dataproc: {@code dataproc://project/region/cluster}. Clusters of machines, and the jobs on them, through
 * <a href="https://cloud.google.com/dataproc/docs/reference/rpc">Google's API</a> over gRPC. Set up by
 * {@link dev.drover.gcp.GcpOptions} and {@link dev.drover.gcp.dataproc.DataprocOptions}.
 */
@NullMarked
package dev.drover.gcp.dataproc;

import org.jspecify.annotations.NullMarked;
