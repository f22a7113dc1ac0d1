package dev.drover.k8s.internal;

/**
 * One thing that a watch has seen.
 *
 * @param object as it is now, or was last; after a bookmark only its version means anything
 * @param resourceVersion where a later watch goes on
 */
public record WatchEvent<T>(Type type, T object, String resourceVersion) {

    /** What happened to the object. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED,
        /** Nothing: it only tells the version. */
        BOOKMARK
    }
}
