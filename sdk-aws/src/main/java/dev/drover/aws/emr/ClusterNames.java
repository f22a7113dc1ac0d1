package dev.drover.aws.emr;

import dev.drover.Attempt;

/**
 * The names of clusters that Drover makes. EMR lists names, and neither tags nor anything else that a caller chose, so
 * whose a cluster is and for which attempt it was made is said by its name alone.
 */
final class ClusterNames {
    private static final String MARK = "drover-";

    private ClusterNames() {}

    static String of(Attempt attempt) {
        return MARK + attempt.name();
    }

    static boolean isOurs(String name) {
        return name.startsWith(MARK);
    }
}
