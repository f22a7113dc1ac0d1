/**
 * Jobs on Kubernetes: applications of kubeflow's Spark operator and of Apache's, and commands as Jobs of Kubernetes' own.
 *
 * <p>{@link dev.drover.k8s.KubeJobOptions} of the location say how they run; a {@link dev.drover.Customizer} may change
 * {@code KubeJobOptions.Builder} for one job.
 */
@NullMarked
package dev.drover.k8s.jobs;

import org.jspecify.annotations.NullMarked;
