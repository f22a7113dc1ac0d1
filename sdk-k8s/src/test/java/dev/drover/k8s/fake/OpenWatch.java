package dev.drover.k8s.fake;

/** A watch under way, and what a test may do to it. */
interface OpenWatch {

    /** Breaks it. */
    void cut();

    /** Tells it that its version has expired. */
    void expire();

    /** Says up to where it has told everything. */
    void bookmark();
}
