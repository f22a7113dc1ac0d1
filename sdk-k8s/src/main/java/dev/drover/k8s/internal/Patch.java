package dev.drover.k8s.internal;

/** The <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-update">kinds of patches</a>. */
public enum Patch {
    /** Objects are merged, null takes away, lists are replaced. */
    MERGE("application/merge-patch+json"),
    /** A list of steps. */
    JSON("application/json-patch+json"),
    /** The fields that the caller, named as {@code fieldManager}, wants to own. */
    APPLY("application/apply-patch+yaml");

    private final String contentType;

    Patch(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }
}
