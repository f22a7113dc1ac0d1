package dev.drover.bundle;

import java.util.List;

/**
 * What pruning did.
 *
 * @param versions that are gone now
 * @param objects how many objects were deleted; those of the versions that are gone now follow in a day
 * @param bytes of the objects that were deleted
 */
public record Pruned(List<PackageVersion> versions, int objects, long bytes) {
    public Pruned {
        versions = List.copyOf(versions);
    }
}
