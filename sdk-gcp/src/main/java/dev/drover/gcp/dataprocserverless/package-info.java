/**
 * Dataproc Serverless: {@code dataproc-serverless://project/region}. A region of a project is a cluster, a batch a job,
 * through <a href="https://cloud.google.com/dataproc-serverless/docs/reference/rpc">Google's API</a> over gRPC. Set up by
 * {@link dev.drover.gcp.GcpOptions} and {@link dev.drover.gcp.dataprocserverless.DataprocServerlessOptions} at
 * {@code dataproc-serverless://project}.
 *
 * <p>What a {@link dev.drover.Customizer} may change: {@code CreateBatchRequest.Builder} of {@code
 * com.google.cloud.dataproc.v1}. Parent, batch id and request id are set afterwards, so that keys hold.
 */
@NullMarked
package dev.drover.gcp.dataprocserverless;

import org.jspecify.annotations.NullMarked;
