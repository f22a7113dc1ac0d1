package dev.drover;

import java.util.List;
import java.util.Map;

/**
 * What creating a cluster would do, in words and as data; nothing was created.
 *
 * @param creates what would be made, in order
 * @param limits which limits on its life hold, and who sees to them: the platform, the nodes, or this JVM
 * @param problems why it would fail; empty when nothing is known to be wrong
 * @param items what would be made, as data; in the order of {@code creates}
 */
public record ClusterPlan(List<String> creates, List<String> limits, List<String> problems, List<Item> items) {

    /**
     * Something that would be made.
     *
     * @param kind the platform's word for it, such as {@code instance} or {@code security-group}
     * @param count how many of it
     * @param details by name, such as {@code type=m7g.xlarge}
     */
    public record Item(String kind, int count, Map<String, String> details) {
        public Item {
            details = Map.copyOf(details);
        }
    }

    /** A plan in words only. */
    public ClusterPlan(List<String> creates, List<String> limits, List<String> problems) {
        this(creates, limits, problems, List.of());
    }

    public ClusterPlan {
        items = List.copyOf(items);
        creates = List.copyOf(creates);
        limits = List.copyOf(limits);
        problems = List.copyOf(problems);
    }
}
