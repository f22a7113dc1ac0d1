/**
 * Spark standalone on plain EC2: {@code ec2-spark://region-or-name/cluster}; see {@link Ec2SparkOptions}.
 *
 * <p>Customizers may change {@code software.amazon.awssdk.services.ec2.model.RunInstancesRequest.Builder}, which is sent
 * once for each role and zone. They hold for the machines that a cluster is made of, not for those that a resize adds.
 */
@NullMarked
package dev.drover.aws.ec2;

import org.jspecify.annotations.NullMarked;
