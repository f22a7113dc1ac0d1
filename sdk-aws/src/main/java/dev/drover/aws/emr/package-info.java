/**
 * Amazon EMR on EC2: {@code emr://eu-west-1/j-3ABC}. A location is a region, or a name of your own with
 * {@link dev.drover.aws.AwsOptions} that say the region; {@link dev.drover.aws.emr.EmrOptions} say what holds for all
 * clusters and steps there.
 *
 * <p>Of EMR's own requests, {@code customize} changes
 * {@link software.amazon.awssdk.services.emr.model.RunJobFlowRequest.Builder} of clusters and
 * {@link software.amazon.awssdk.services.emr.model.StepConfig.Builder} of jobs. Their names carry the keys: leave them.
 */
@NullMarked
package dev.drover.aws.emr;

import org.jspecify.annotations.NullMarked;
