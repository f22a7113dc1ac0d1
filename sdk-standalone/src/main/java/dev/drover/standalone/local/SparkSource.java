package dev.drover.standalone.local;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** A place where Spark may come from. */
interface SparkSource {

    /**
     * Spark of the version asked for, or of any if none is; empty if this place has none.
     *
     * @param progress told in a few words what takes long
     */
    Optional<SparkInstallation> find(Optional<String> version, Consumer<String> progress) throws IOException;
}
