package dev.drover.gcp.fake;

import com.google.cloud.dataproc.v1.Cluster;
import com.google.cloud.dataproc.v1.ClusterStatus.State;
import java.util.EnumSet;
import java.util.Set;

/** The filters of ListClusters: {@code status.state = ACTIVE AND labels.env = staging AND labels.starred = *}. */
final class ClusterFilter {
    private static final Set<State> ACTIVE = EnumSet.of(State.CREATING, State.UPDATING, State.RUNNING);
    private static final Set<State> INACTIVE = EnumSet.of(State.DELETING, State.ERROR);

    private ClusterFilter() {}

    static boolean matches(String filter, Cluster cluster) {
        if (filter.isBlank()) {
            return true;
        }
        for (String term : filter.split(" AND ", -1)) {
            String[] sides = term.split("=", -1);
            if (sides.length != 2 || !term(sides[0].strip(), sides[1].strip(), cluster)) {
                if (sides.length != 2) {
                    throw ClusterRules.invalid("Invalid list filter: '" + filter + "'");
                }
                return false;
            }
        }
        return true;
    }

    private static boolean term(String field, String value, Cluster cluster) {
        if (field.equals("status.state")) {
            State state = cluster.getStatus().getState();
            return switch (value) {
                case "ACTIVE" -> ACTIVE.contains(state);
                case "INACTIVE" -> INACTIVE.contains(state);
                default -> state.name().equals(value);
            };
        }
        if (field.equals("clusterName")) {
            return cluster.getClusterName().equals(value);
        }
        if (field.startsWith("labels.")) {
            String label = field.substring("labels.".length());
            return value.equals("*")
                    ? cluster.containsLabels(label)
                    : value.equals(cluster.getLabelsOrDefault(label, ""));
        }
        throw ClusterRules.invalid("Invalid field in list filter: '" + field + "'");
    }
}
