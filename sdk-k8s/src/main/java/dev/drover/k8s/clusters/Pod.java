package dev.drover.k8s.clusters;

/**
 * A pod, not another one of its name.
 *
 * @param uid which Kubernetes never gives twice
 */
record Pod(String namespace, String name, String uid) {}
