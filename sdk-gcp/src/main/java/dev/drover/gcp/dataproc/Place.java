package dev.drover.gcp.dataproc;

import dev.drover.DroverException;
import dev.drover.Location;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A region of a project, where Dataproc's clusters are. */
record Place(String project, String region) {
    private static final Pattern AUTHORITY = Pattern.compile("([^/]+)/([a-z]+-[a-z]+[0-9]+)");

    /**
     * The place that a location names.
     *
     * @throws DroverException INVALID_ARGUMENT if it names none
     */
    static Place of(Location where) {
        Matcher parts = AUTHORITY.matcher(where.authority());
        if (!parts.matches()) {
            throw DroverException.invalid(
                    "'" + where + "' names no project and region; write dataproc://project/region,"
                            + " such as dataproc://acme-data/europe-west1.");
        }
        return new Place(parts.group(1), parts.group(2));
    }

    /** Who answers. */
    String host() {
        return region + "-dataproc.googleapis.com";
    }

    /** Whose budget of calls is used. */
    String account() {
        return project + "/" + region;
    }

    /** In the API's words. */
    String parent() {
        return "projects/" + project + "/regions/" + region;
    }
}
