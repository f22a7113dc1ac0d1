package dev.drover.gcp.dataprocserverless;

import dev.drover.DroverException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Labels of batches, by
 * <a href="https://cloud.google.com/dataproc-serverless/docs/reference/rest/v1/projects.locations.batches">Google's
 * rules</a>. Pure.
 */
final class Labels {
    /** Holds {@link RequestDigest}, by which a batch that is there already is compared. */
    static final String REQUEST = "drover-request";

    private static final int MOST = 31;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[a-z0-9_-]{0,63}");

    private Labels() {}

    /**
     * The labels, sorted; a place is left for {@link #REQUEST}.
     *
     * @throws DroverException INVALID_ARGUMENT for more than 31, or for a name or value that Google refuses
     */
    static SortedMap<String, String> of(Map<String, String> labels) {
        if (labels.size() > MOST) {
            throw DroverException.invalid(
                    "A batch takes " + MOST + " labels beside Drover's own, not " + labels.size() + ".");
        }
        labels.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches() || name.equals(REQUEST)) {
                throw DroverException.invalid(
                        "The label " + name + "=" + value + " cannot be a label of a batch: Google"
                                + " takes lower-case letters, digits, _ and -, up to 63 of them, a name begins with a letter,"
                                + " and '" + REQUEST + "' is Drover's own.");
            }
        });
        return new TreeMap<>(labels);
    }
}
