package dev.drover.k8s;

import java.util.Optional;

/** Whose spare capacity the nodes are, and so how they are marked. */
public enum SpotMarket {
    /** <a href="https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types">EKS: managed node groups</a>. */
    EKS("eks.amazonaws.com/capacityType", "SPOT", false),
    /** <a href="https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms">GKE: Spot VMs</a>; a taint of the same name is tolerated. */
    GKE("cloud.google.com/gke-spot", "true", true),
    /** <a href="https://learn.microsoft.com/en-us/azure/aks/spot-node-pool">AKS: Spot node pools</a>, which have a taint. */
    AKS("kubernetes.azure.com/scalesetpriority", "spot", true),
    /** <a href="https://karpenter.sh/docs/concepts/scheduling/#well-known-labels">Karpenter</a>, on any cloud. */
    KARPENTER("karpenter.sh/capacity-type", "spot", false);

    private final String label;
    private final String value;
    private final boolean tainted;

    SpotMarket(String label, String value, boolean tainted) {
        this.label = label;
        this.value = value;
        this.tainted = tainted;
    }

    /** What such nodes are marked with. */
    public String label() {
        return label;
    }

    /** The label's value on such nodes; others have another one, or no such label. */
    public String value() {
        return value;
    }

    /** What lets a pod on such nodes, where they are closed to others. */
    public Optional<Toleration> toleration() {
        return tainted ? Optional.of(Toleration.of(label, value, Toleration.Effect.NO_SCHEDULE)) : Optional.empty();
    }
}
