package dev.drover.k8s.clusters;

import java.util.Locale;

/** What a pod of a cluster is for, and the ports of its daemon. */
enum SparkRole {
    MASTER(8080),
    WORKER(8081);

    /** Of the master: where workers and drivers register. */
    static final int MASTER_PORT = 7077;
    /** Of the master: where jobs are submitted. */
    static final int REST_PORT = 6066;
    /** Of a worker: where its master reaches it. */
    static final int WORKER_PORT = 7078;

    private final int pages;

    SparkRole(int pages) {
        this.pages = pages;
    }

    /** As labels, names and files have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    int pages() {
        return pages;
    }
}
