package dev.drover;

import java.util.List;

/** What {@link Drover#apply} would do for a cluster that is wanted. */
public sealed interface ClusterChange {

    /**
     * There is none: one would be made.
     *
     * @param plan what that would take
     */
    record Create(ClusterPlan plan) implements ClusterChange {
        @Override
        public String toString() {
            return "create: " + String.join(", ", plan.creates());
        }
    }

    /**
     * It would get another number of workers.
     *
     * @param from how many there are now
     */
    record Resize(ClusterId cluster, int from, int to) implements ClusterChange {
        @Override
        public String toString() {
            return "resize " + cluster + " from " + from + " to " + to + " workers";
        }
    }

    /**
     * It is as it should be.
     *
     * @param complete whether all of it could be compared; if not, nobody has put on record what it was made of, and only
     *     what the platform says was compared
     */
    record Unchanged(ClusterId cluster, boolean complete) implements ClusterChange {
        @Override
        public String toString() {
            return cluster + " is as it should be"
                    + (complete ? "" : ", as far as can be told: what it was made of is on no record here");
        }
    }

    /**
     * It cannot be made into what is wanted while it lives.
     *
     * @param fields what differs, by the names that templates use; empty if it is not this that keeps it
     * @param why in words
     */
    record Impossible(ClusterId cluster, List<String> fields, String why) implements ClusterChange {
        public Impossible {
            fields = List.copyOf(fields);
        }

        @Override
        public String toString() {
            return cluster + " cannot be changed: " + why;
        }
    }
}
