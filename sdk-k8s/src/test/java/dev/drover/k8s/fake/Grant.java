package dev.drover.k8s.fake;

import java.util.List;

/**
 * Rights of somebody. A star stands for all.
 *
 * @param namespace where they hold; a star for everywhere, cluster scope included
 */
public record Grant(List<String> verbs, List<String> groups, List<String> resources, String namespace) {

    public static Grant everything() {
        return new Grant(List.of("*"), List.of("*"), List.of("*"), "*");
    }

    boolean covers(String verb, String group, String resource, String in) {
        return has(verbs, verb)
                && has(groups, group)
                && has(resources, resource)
                && (namespace.equals("*") || namespace.equals(in));
    }

    private static boolean has(List<String> values, String value) {
        return values.contains("*") || values.contains(value);
    }
}
