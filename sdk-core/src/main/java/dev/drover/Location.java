package dev.drover;

/**
 * Where a provider works: a scheme and what that scheme needs to find its endpoint and account.
 *
 * <p>The authority is a logical name from the configuration, or what the scheme understands directly: a host and
 * port ({@code spark://host:7077}), a region ({@code emr://eu-west-1}), a project and region
 * ({@code dataproc://acme/europe-west1}). It may be empty ({@code file://}).
 *
 * @param scheme the provider's scheme: a lower-case letter followed by lower-case letters, digits, {@code -}
 * @param authority printable, without spaces, {@code #}, {@code ?} or empty segments
 */
public record Location(String scheme, String authority) {

    public Location {
        IdSyntax.requireScheme(scheme);
        IdSyntax.requireAuthority(authority);
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws DroverException INVALID_ARGUMENT if the text is not {@code scheme://authority}
     */
    public static Location parse(String text) {
        IdSyntax.Parts parts = IdSyntax.split(text, "scheme://authority");
        return new Location(parts.scheme(), parts.rest());
    }

    /** The cluster of this name here; see {@link ClusterId}. */
    public ClusterId cluster(String name) {
        return new ClusterId(this, name);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority;
    }
}
