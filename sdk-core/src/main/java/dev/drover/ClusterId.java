package dev.drover;

/**
 * The identity of a cluster, as text {@code scheme://authority/name}; it means the same in every JVM that shares the
 * configuration.
 *
 * <p>The last segment is the platform's name or id of the cluster, everything before it the {@link Location}:
 * {@code emr://eu-west-1/j-3ABC}, {@code dataproc://acme/europe-west1/etl}. Where the location is the cluster, as for
 * {@code spark://host:7077}, the name is empty and not written.
 *
 * <p>{@link java.net.URI} is not used: it compares and parses such ids wrongly.
 *
 * @param location where the cluster lives
 * @param name the platform's name, or empty
 */
public record ClusterId(Location location, String name) {

    public ClusterId {
        if (!name.isEmpty()) {
            IdSyntax.requireSegment("cluster name", name);
        } else if (location.authority().isEmpty() || location.authority().contains("/")) {
            throw DroverException.invalid("'" + location + "' names no cluster; write it as scheme://authority/name.");
        }
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws DroverException INVALID_ARGUMENT if the text is no cluster id
     */
    public static ClusterId parse(String text) {
        IdSyntax.Parts parts = IdSyntax.split(text, "scheme://authority/name");
        int slash = parts.rest().lastIndexOf('/');
        if (slash < 0) {
            return new ClusterId(new Location(parts.scheme(), parts.rest()), "");
        }
        Location location = new Location(parts.scheme(), parts.rest().substring(0, slash));
        String name = parts.rest().substring(slash + 1);
        IdSyntax.requireSegment("cluster name", name);
        return new ClusterId(location, name);
    }

    public String scheme() {
        return location.scheme();
    }

    /** The job of this native id on this cluster; see {@link JobId}. */
    public JobId job(String nativeId) {
        return new JobId(this, nativeId);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? location.toString() : location + "/" + name;
    }
}
