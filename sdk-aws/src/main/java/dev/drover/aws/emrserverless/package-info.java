/**
 * EMR Serverless: {@code emr-serverless://region-or-name/application-id}. An application is a cluster, a job run a job.
 *
 * <p>What a {@link dev.drover.Customizer} may change: {@code CreateApplicationRequest.Builder} and {@code
 * StartJobRunRequest.Builder} of {@code software.amazon.awssdk.services.emrserverless.model}. Names and tokens are set
 * afterwards, so that keys hold.
 */
@NullMarked
package dev.drover.aws.emrserverless;

import org.jspecify.annotations.NullMarked;
