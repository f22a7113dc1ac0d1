package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Resource;

/**
 * The kinds of objects that clusters are made of. They are read without the client's models, which refuse objects with
 * fields that are newer, or fewer, than they know.
 */
final class Kinds {
    private static final String RBAC = "rbac.authorization.k8s.io";

    static final Resource<JsonObject> NAMESPACES = kind("", "v1", "namespaces");
    static final Resource<JsonObject> SECRETS = kind("", "v1", "secrets");
    static final Resource<JsonObject> CONFIG_MAPS = kind("", "v1", "configmaps");
    static final Resource<JsonObject> SERVICES = kind("", "v1", "services");
    static final Resource<JsonObject> PODS = kind("", "v1", "pods");
    static final Resource<JsonObject> EVENTS = kind("", "v1", "events");
    static final Resource<JsonObject> SERVICE_ACCOUNTS = kind("", "v1", "serviceaccounts");
    static final Resource<JsonObject> QUOTAS = kind("", "v1", "resourcequotas");
    static final Resource<JsonObject> LIMIT_RANGES = kind("", "v1", "limitranges");
    static final Resource<JsonObject> ROLES = kind(RBAC, "v1", "roles");
    static final Resource<JsonObject> ROLE_BINDINGS = kind(RBAC, "v1", "rolebindings");
    static final Resource<JsonObject> STATEFUL_SETS = kind("apps", "v1", "statefulsets");
    static final Resource<JsonObject> AUTOSCALERS = kind("autoscaling", "v2", "horizontalpodautoscalers");

    private Kinds() {}

    /** Those of Apache's operator. */
    static Resource<JsonObject> sparkClusters(String version) {
        return kind("spark.apache.org", version, "sparkclusters");
    }

    private static Resource<JsonObject> kind(String group, String version, String plural) {
        return new Resource<>(group, version, plural, JsonObject.class);
    }
}
