/**
 * EMR on EKS: {@code emr-eks://region-or-name/virtual-cluster-id}. A virtual cluster is a cluster, a job run a job.
 *
 * <p>What a {@link dev.drover.Customizer} may change: {@code CreateVirtualClusterRequest.Builder} and {@code
 * StartJobRunRequest.Builder} of {@code software.amazon.awssdk.services.emrcontainers.model}. Names and tokens are set
 * afterwards, so that keys hold.
 */
@NullMarked
package dev.drover.aws.emreks;

import org.jspecify.annotations.NullMarked;
