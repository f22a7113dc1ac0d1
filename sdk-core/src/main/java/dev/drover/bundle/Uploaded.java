package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import java.util.List;

/**
 * A bundle at its target.
 *
 * @param target the prefix; ends with a slash
 * @param files the names of all files, in order
 * @param uploaded how many files were sent
 * @param skipped how many the target had already
 * @param bytes of the files that were sent
 */
public record Uploaded(StorageUri target, List<String> files, int uploaded, int skipped, long bytes) {
    public Uploaded {
        files = List.copyOf(files);
    }

    /**
     * Where a file of the bundle is now.
     *
     * @param name as in the bundle, such as {@code etl/main.py}
     * @throws DroverException INVALID_ARGUMENT if it cannot be a name; NOT_FOUND, with the nearest names, if the bundle
     *     has no such file
     */
    public StorageUri uri(String name) {
        return target.resolve(NearestNames.require(files, name, "bundle at " + target));
    }
}
