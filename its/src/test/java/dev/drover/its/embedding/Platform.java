package dev.drover.its.embedding;

import java.util.List;

/** Where a {@link Submission} goes: a server that stands for a platform, or a platform. */
interface Platform extends AutoCloseable {

    /** What drover.yaml has to say of it, under {@code locations}. */
    String locations();

    /** The arguments after drover.yaml. */
    List<String> arguments();

    /** Whether this one job is there. */
    boolean has(String job);

    @Override
    void close();
}
