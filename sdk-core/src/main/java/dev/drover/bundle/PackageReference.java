package dev.drover.bundle;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import java.util.Optional;

/**
 * A file of a package, wherever the package is: {@code package://etl@1.4.0/main.py}, or {@code package://etl/main.py} for
 * the version that is latest when the job is sent. A path that ends with a slash stands for all files below it, of jars
 * those that fit the cluster's Spark; {@code package://etl@1.4.0/} stands for all.
 *
 * <p>Jobs that name their files so run on every cluster whose location has a repository, see
 * {@link dev.drover.Drover.Builder#packages}: where each is sent, the addresses become those of that repository's copy.
 * What tells two jobs apart is the reference as it was written, so a job is the same on all clusters.
 *
 * @param name of the package
 * @param version empty for the latest
 * @param path of the file in the bundle; empty or ending with a slash for all files below
 */
public record PackageReference(String name, Optional<String> version, String path) {
    /** The scheme of references. */
    public static final String SCHEME = "package";

    public PackageReference {
        PackageNames.requireName(name);
        version.ifPresent(PackageNames::requireVersion);
        if (!path.isEmpty()) {
            BundlePath.require(path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
        }
    }

    /** Whether a URI is a reference. */
    public static boolean isOne(StorageUri uri) {
        return uri.scheme().equals(SCHEME);
    }

    /**
     * Reads a URI.
     *
     * @throws DroverException INVALID_ARGUMENT if it is no reference
     */
    public static PackageReference of(StorageUri uri) {
        if (!isOne(uri)) {
            throw DroverException.invalid(
                    "'" + uri + "' is no file of a package, such as package://etl@1.4.0/main.py.");
        }
        int at = uri.authority().indexOf('@');
        return at < 0
                ? new PackageReference(uri.authority(), Optional.empty(), uri.path())
                : new PackageReference(
                        uri.authority().substring(0, at),
                        Optional.of(uri.authority().substring(at + 1)),
                        uri.path());
    }

    /** Whether it stands for all files below its path. */
    public boolean isPrefix() {
        return path.isEmpty() || path.endsWith("/");
    }

    /** As jobs name it. */
    public StorageUri uri() {
        return new StorageUri(SCHEME, name + version.map(v -> "@" + v).orElse(""), path);
    }

    @Override
    public String toString() {
        return uri().toString();
    }
}
