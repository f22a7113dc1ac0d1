package dev.drover;

/** How machines are paid for. */
public enum Purchase {
    /** At the list price, kept until given back. */
    ON_DEMAND,
    /** Spare capacity at a lower price, which the platform may take back. */
    SPOT,
    /** Spare capacity if there is any when the cluster is made; otherwise at the list price. */
    SPOT_ELSE_ON_DEMAND
}
