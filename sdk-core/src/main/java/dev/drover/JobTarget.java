package dev.drover;

/** Where a job is to run. */
public sealed interface JobTarget {

    /**
     * A pool that was declared.
     *
     * @param name in {@code drover.yaml}, or given to {@link Drover.Builder#pool}
     */
    record Pool(String name) implements JobTarget {}

    /** A cluster that there is. */
    record Cluster(ClusterId id) implements JobTarget {}

    /**
     * A cluster that was declared; it must have been made.
     *
     * @param name in {@code drover.yaml}, or given to {@link Drover.Builder#cluster}
     */
    record Declared(String name) implements JobTarget {}
}
