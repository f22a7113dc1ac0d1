package dev.drover.k8s.fake;

import java.util.List;
import java.util.Map;

/**
 * A kind of object that the server keeps.
 *
 * @param versions those served, the one it is stored under first
 * @param schemas by version; empty for the kinds that Kubernetes brings along
 */
record Resource(
        String group,
        List<String> versions,
        String plural,
        String kind,
        boolean namespaced,
        boolean hasStatus,
        Map<String, Schema> schemas) {

    static Resource builtIn(String groupVersion, String plural, String kind, boolean namespaced, boolean hasStatus) {
        int slash = groupVersion.indexOf('/');
        return new Resource(
                slash < 0 ? "" : groupVersion.substring(0, slash),
                List.of(groupVersion.substring(slash + 1)),
                plural,
                kind,
                namespaced,
                hasStatus,
                Map.of());
    }

    boolean custom() {
        return !schemas.isEmpty();
    }

    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    String apiVersion(String version) {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** What a delete answers: the object, or only that it went well. */
    boolean answersDeleted() {
        return List.of("pods", "services", "serviceaccounts", "resourcequotas").contains(plural);
    }

    /** Whether a PUT may come without a resourceVersion. */
    boolean unconditionalUpdate() {
        return !custom() && !plural.equals("customresourcedefinitions");
    }
}
