package dev.drover.spi;

import java.util.Optional;

/** One platform at one location. Safe for use by many threads; closed with the {@link dev.drover.Drover}. */
public interface Provider extends AutoCloseable {

    /**
     * Says what an error of a native call means. Pure: no I/O, no state. A {@link NativeException} is unpacked by the
     * core and does not come here.
     */
    Failure classify(NativeCall call, Throwable error);

    /** Empty if this platform makes no clusters. */
    default Optional<ClusterDriver> clusters() {
        return Optional.empty();
    }

    /** Empty if this platform runs no jobs. */
    default Optional<JobDriver> jobs() {
        return Optional.empty();
    }

    /** Empty if this platform stores nothing. */
    default Optional<StorageDriver> storage() {
        return Optional.empty();
    }

    /** Empty if this platform lets nobody work on its machines. */
    default Optional<NodeDriver> nodes() {
        return Optional.empty();
    }

    /** Frees what the provider holds. Clusters that belong to this JVM alone may end; paid ones do not. */
    @Override
    void close();
}
