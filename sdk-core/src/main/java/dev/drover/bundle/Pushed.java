package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.ErrorCode;
import dev.drover.StorageUri;
import java.util.List;
import java.util.Optional;

/**
 * A package that was pushed, to one repository or to several.
 *
 * @param repositories the prefixes where it is now
 * @param files the names of all its files, in order
 * @param sent how many files were sent, to all repositories together
 * @param skipped how many the repositories had already
 * @param bytes of the files that were sent, before they were packed
 */
public record Pushed(
        String name,
        String version,
        List<StorageUri> repositories,
        List<String> files,
        int sent,
        int skipped,
        long bytes) {

    public Pushed {
        repositories = List.copyOf(repositories);
        files = List.copyOf(files);
    }

    /**
     * How a job names a file of just this version.
     *
     * @throws DroverException INVALID_ARGUMENT if it cannot be a name; NOT_FOUND, with the nearest names, if there is no
     *     such file
     */
    public StorageUri uri(String file) {
        return reference(NearestNames.require(files, file, "package " + name + " " + version));
    }

    /**
     * How a job names all files below a folder.
     *
     * @param folder ends with a slash; empty for all files
     * @throws DroverException INVALID_ARGUMENT if it does not; NOT_FOUND if there are no files below it
     */
    public StorageUri uris(String folder) {
        if (!folder.isEmpty() && !folder.endsWith("/")) {
            throw DroverException.invalid("'" + folder + "' is no folder; write '" + folder + "/', or uri(file).");
        }
        if (files.stream().noneMatch(file -> file.startsWith(folder))) {
            throw new DroverException(
                    ErrorCode.NOT_FOUND, "Package " + name + " " + version + " has no files below '" + folder + "'.");
        }
        return reference(folder);
    }

    private StorageUri reference(String path) {
        return new PackageReference(name, Optional.of(version), path).uri();
    }
}
