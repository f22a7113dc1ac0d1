package dev.drover;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The address of an object or of a prefix in a storage, as text {@code scheme://authority/path}; files are
 * {@code file:///absolute/path}.
 *
 * <p>The path is kept as it is: no percent-encoding is applied or removed, so that every key that a store allows can
 * be named. {@code .} and {@code ..} segments are refused.
 *
 * @param scheme the storage's scheme
 * @param authority the bucket, or empty for files
 * @param path without a leading slash; empty for the root; ends with a slash when it names a prefix
 */
public record StorageUri(String scheme, String authority, String path) {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int MAX_LENGTH = 4096;

    public StorageUri {
        IdSyntax.requireScheme(scheme);
        if (!authority.isEmpty()) {
            IdSyntax.requireSegment("bucket", authority);
        }
        if (path.length() > MAX_LENGTH || CONTROL.matcher(path).find() || path.startsWith("/")) {
            throw DroverException.invalid("The storage path '" + printable(path) + "' must be at most " + MAX_LENGTH
                    + " characters, without control characters and without a second leading slash.");
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw DroverException.invalid("The storage path '" + path + "' must not contain '.' or '..' segments.");
            }
        }
    }

    /**
     * Reads what {@link #toString()} wrote; {@code file:/path} is understood too.
     *
     * @throws DroverException INVALID_ARGUMENT if the text is no storage URI
     */
    public static StorageUri parse(String text) {
        if (text.startsWith("file:/") && !text.startsWith("file://")) {
            return new StorageUri("file", "", text.substring("file:/".length()));
        }
        IdSyntax.Parts parts = IdSyntax.split(text, "scheme://bucket/path");
        int slash = parts.rest().indexOf('/');
        return slash < 0
                ? new StorageUri(parts.scheme(), parts.rest(), "")
                : new StorageUri(
                        parts.scheme(),
                        parts.rest().substring(0, slash),
                        parts.rest().substring(slash + 1));
    }

    /** The {@code file:} URI of a path, made absolute and normalised. */
    public static StorageUri of(Path file) {
        return new StorageUri(
                "file", "", file.toAbsolutePath().normalize().toString().substring(1));
    }

    /** Where a provider is opened for this URI. */
    public Location location() {
        return new Location(scheme, authority);
    }

    /** This URI with a relative path appended; a slash is put between where one is missing. */
    public StorageUri resolve(String relative) {
        return new StorageUri(scheme, authority, asPrefix().path + relative);
    }

    /** This URI with a slash at its end, unless it is the root. */
    public StorageUri asPrefix() {
        return path.isEmpty() || path.endsWith("/") ? this : new StorageUri(scheme, authority, path + "/");
    }

    /** The last segment of the path, without a slash. */
    public String fileName() {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    /**
     * The file that a {@code file:} URI names.
     *
     * @throws DroverException INVALID_ARGUMENT for any other scheme
     */
    public Path toPath() {
        if (!scheme.equals("file")) {
            throw DroverException.invalid("'" + this + "' is not a file; download it first.");
        }
        return Path.of("/" + path);
    }

    /** The one address that a file has now. */
    static StorageUri only(StorageUri file, Function<StorageUri, List<StorageUri>> located) {
        List<StorageUri> found = located.apply(file);
        if (found.size() != 1) {
            throw DroverException.invalid("'" + file + "' stands for " + found.size()
                    + " files, and the job needs exactly one in its place.");
        }
        return found.get(0);
    }

    private static String printable(String text) {
        return CONTROL.matcher(text.substring(0, Math.min(80, text.length()))).replaceAll("?");
    }

    @Override
    public String toString() {
        return scheme + "://" + authority + "/" + path;
    }
}
