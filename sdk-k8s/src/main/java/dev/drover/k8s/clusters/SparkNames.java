package dev.drover.k8s.clusters;

/**
 * What the objects of a cluster are called. A cluster has a name of at most 40 characters, so that every name here stays
 * below the 52 that StatefulSets may have.
 */
record SparkNames(String cluster, boolean operator) {

    String secret() {
        return cluster;
    }

    /** Of the config map with the bootstrap actions. */
    String scripts() {
        return cluster;
    }

    String set(SparkRole role) {
        return cluster + "-" + role.word();
    }

    String service(SparkRole role) {
        return set(role) + (operator ? "-svc" : "");
    }

    String ui() {
        return cluster + "-ui";
    }

    String autoscaler() {
        return set(SparkRole.WORKER) + (operator ? "-hpa" : "");
    }
}
