/**
 * Clusters on Kubernetes: a namespace made ready for Spark ({@code k8s://context/namespace}), and Spark standalone in pods
 * ({@code k8s-spark://context/namespace/name}). The native types that customizers may change are {@code V1Namespace},
 * {@code V1Role}, {@code V1ResourceQuota}, {@code V1LimitRange}, {@code V1StatefulSet}, {@code V1Service} and {@code
 * V2HorizontalPodAutoscaler} of {@code io.kubernetes.client.openapi.models}; nothing is to be unwrapped.
 */
@NullMarked
package dev.drover.k8s.clusters;

import org.jspecify.annotations.NullMarked;
