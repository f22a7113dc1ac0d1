package dev.drover.k8s.fake;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of objects that the server serves now. Safe for many threads. */
final class Resources {
    static final Resource NAMESPACES = Resource.builtIn("v1", "namespaces", "Namespace", false, true);
    static final Resource PODS = Resource.builtIn("v1", "pods", "Pod", true, true);
    static final Resource SERVICES = Resource.builtIn("v1", "services", "Service", true, true);
    static final Resource CONFIG_MAPS = Resource.builtIn("v1", "configmaps", "ConfigMap", true, false);
    static final Resource SECRETS = Resource.builtIn("v1", "secrets", "Secret", true, false);
    static final Resource SERVICE_ACCOUNTS = Resource.builtIn("v1", "serviceaccounts", "ServiceAccount", true, false);
    static final Resource QUOTAS = Resource.builtIn("v1", "resourcequotas", "ResourceQuota", true, true);
    static final Resource LIMIT_RANGES = Resource.builtIn("v1", "limitranges", "LimitRange", true, false);
    static final Resource EVENTS = Resource.builtIn("v1", "events", "Event", true, false);
    static final Resource NODES = Resource.builtIn("v1", "nodes", "Node", false, true);
    static final Resource STATEFUL_SETS = Resource.builtIn("apps/v1", "statefulsets", "StatefulSet", true, true);
    static final Resource DEPLOYMENTS = Resource.builtIn("apps/v1", "deployments", "Deployment", true, true);
    static final Resource JOBS = Resource.builtIn("batch/v1", "jobs", "Job", true, true);
    static final Resource AUTOSCALERS =
            Resource.builtIn("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", true, true);
    static final Resource ROLES = Resource.builtIn("rbac.authorization.k8s.io/v1", "roles", "Role", true, false);
    static final Resource ROLE_BINDINGS =
            Resource.builtIn("rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding", true, false);
    static final Resource CLAIMS =
            Resource.builtIn("v1", "persistentvolumeclaims", "PersistentVolumeClaim", true, true);
    static final Resource PRIORITIES =
            Resource.builtIn("scheduling.k8s.io/v1", "priorityclasses", "PriorityClass", false, false);
    static final Resource DEFINITIONS = Resource.builtIn(
            "apiextensions.k8s.io/v1", "customresourcedefinitions", "CustomResourceDefinition", false, true);

    private static final List<Resource> BUILT_IN = List.of(
            NAMESPACES,
            PODS,
            SERVICES,
            CONFIG_MAPS,
            SECRETS,
            SERVICE_ACCOUNTS,
            QUOTAS,
            LIMIT_RANGES,
            EVENTS,
            NODES,
            CLAIMS,
            STATEFUL_SETS,
            DEPLOYMENTS,
            JOBS,
            AUTOSCALERS,
            ROLES,
            ROLE_BINDINGS,
            PRIORITIES,
            DEFINITIONS);

    private final Map<String, Resource> served = new TreeMap<>();

    Resources() {
        BUILT_IN.forEach(this::add);
    }

    synchronized void add(Resource resource) {
        served.put(resource.qualified(), resource);
    }

    synchronized void remove(String qualified) {
        served.remove(qualified);
    }

    synchronized Optional<Resource> find(String group, String version, String plural) {
        return Optional.ofNullable(served.get(group.isEmpty() ? plural : plural + "." + group))
                .filter(resource -> resource.versions().contains(version));
    }

    /** Whether there is anything in a version of a group. */
    synchronized boolean serves(String group, String version) {
        return served.values().stream()
                .anyMatch(resource ->
                        resource.group().equals(group) && resource.versions().contains(version));
    }

    /** By the name that an owner reference has. */
    synchronized Optional<Resource> ofKind(String group, String kind) {
        return served.values().stream()
                .filter(resource ->
                        resource.group().equals(group) && resource.kind().equals(kind))
                .findFirst();
    }

    synchronized Collection<Resource> all() {
        return List.copyOf(served.values());
    }
}
