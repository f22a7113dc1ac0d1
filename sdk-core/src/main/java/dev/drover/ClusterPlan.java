package dev.drover;

import java.util.List;

/**
 * What creating a cluster would do, in words; nothing was created.
 *
 * @param creates what would be made, in order
 * @param limits which limits on its life hold, and who sees to them: the platform, the nodes, or this JVM
 * @param problems why it would fail; empty when nothing is known to be wrong
 */
public record ClusterPlan(List<String> creates, List<String> limits, List<String> problems) {
    public ClusterPlan {
        creates = List.copyOf(creates);
        limits = List.copyOf(limits);
        problems = List.copyOf(problems);
    }
}
