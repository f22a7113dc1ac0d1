package dev.drover.k8s.fake;

/** What becomes of a pod that is not simply run. */
public sealed interface PodFate {

    /** No machine takes it: it stays Pending, with a condition and an event that say why. */
    record Unschedulable(String message) implements PodFate {}

    /** Its image is not to be had: it stays Pending. */
    record ImagePullBackOff() implements PodFate {}

    /** It runs and never says that it is ready. */
    record NotReady() implements PodFate {}

    /** It starts, and then the kernel kills it for its memory. */
    record OomKilled() implements PodFate {}

    /** It starts, and then its machine throws it out. */
    record Evicted(String message) implements PodFate {}

    static PodFate unschedulable() {
        return new Unschedulable(
                "0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims"
                        + " found for incoming pod.");
    }

    static PodFate evicted() {
        return new Evicted(
                "The node was low on resource: ephemeral-storage. Threshold quantity: 10Gi, available: 9Gi.");
    }
}
