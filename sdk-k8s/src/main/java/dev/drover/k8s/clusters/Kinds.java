package dev.drover.k8s.clusters;

import com.google.gson.JsonObject;
import dev.drover.k8s.internal.Resource;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1LimitRange;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;

/** The kinds of objects that clusters are made of. */
final class Kinds {
    private static final String RBAC = "rbac.authorization.k8s.io";

    static final Resource<V1Namespace> NAMESPACES = core("namespaces", V1Namespace.class);
    static final Resource<V1Secret> SECRETS = core("secrets", V1Secret.class);
    static final Resource<V1ConfigMap> CONFIG_MAPS = core("configmaps", V1ConfigMap.class);
    static final Resource<V1Service> SERVICES = core("services", V1Service.class);
    static final Resource<V1Pod> PODS = core("pods", V1Pod.class);
    static final Resource<V1ServiceAccount> SERVICE_ACCOUNTS = core("serviceaccounts", V1ServiceAccount.class);
    static final Resource<V1ResourceQuota> QUOTAS = core("resourcequotas", V1ResourceQuota.class);
    static final Resource<V1LimitRange> LIMIT_RANGES = core("limitranges", V1LimitRange.class);
    static final Resource<V1Role> ROLES = new Resource<>(RBAC, "v1", "roles", V1Role.class);
    static final Resource<V1RoleBinding> ROLE_BINDINGS =
            new Resource<>(RBAC, "v1", "rolebindings", V1RoleBinding.class);
    static final Resource<V1StatefulSet> STATEFUL_SETS =
            new Resource<>("apps", "v1", "statefulsets", V1StatefulSet.class);
    static final Resource<V2HorizontalPodAutoscaler> AUTOSCALERS =
            new Resource<>("autoscaling", "v2", "horizontalpodautoscalers", V2HorizontalPodAutoscaler.class);

    private Kinds() {}

    /** Those of Apache's operator. */
    static Resource<JsonObject> sparkClusters(String version) {
        return new Resource<>("spark.apache.org", version, "sparkclusters", JsonObject.class);
    }

    private static <T> Resource<T> core(String plural, Class<T> type) {
        return new Resource<>("", "v1", plural, type);
    }
}
