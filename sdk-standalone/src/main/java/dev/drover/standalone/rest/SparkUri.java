package dev.drover.standalone.rest;

import dev.drover.DroverException;
import dev.drover.StorageUri;
import java.net.URI;
import java.net.URISyntaxException;

/** Storage URIs as Spark and Hadoop write them. */
public final class SparkUri {

    private SparkUri() {}

    /**
     * The URI for Spark: percent-encoded, and {@code s3:} as {@code s3a:}, the name of Hadoop's client for it.
     *
     * @throws DroverException INVALID_ARGUMENT for a path with a comma, which separates paths in Spark's lists
     */
    public static String of(StorageUri uri) {
        if (uri.path().indexOf(',') >= 0) {
            throw DroverException.invalid("Spark cannot read '" + uri + "': a comma separates paths in its lists.");
        }
        String scheme = uri.scheme().equals("s3") ? "s3a" : uri.scheme();
        try {
            return new URI(scheme, uri.authority().isEmpty() ? null : uri.authority(), "/" + uri.path(), null, null)
                    .toString();
        } catch (URISyntaxException e) {
            throw DroverException.invalid("'" + uri + "' cannot be written as a URI for Spark: " + e.getReason() + ".");
        }
    }
}
