package dev.drover.k8s.clusters;

import dev.drover.ClusterSpec;
import dev.drover.Customizer;
import dev.drover.Resources;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.RbacV1Subject;
import io.kubernetes.client.openapi.models.V1LimitRange;
import io.kubernetes.client.openapi.models.V1LimitRangeItem;
import io.kubernetes.client.openapi.models.V1LimitRangeSpec;
import io.kubernetes.client.openapi.models.V1LocalObjectReference;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PolicyRule;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1ResourceQuotaSpec;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1RoleRef;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a namespace for Spark consists of. Equal input gives equal objects. */
final class NamespaceParts {
    /** What the quota and the limit range are called. */
    static final String LIMITS = "drover";

    /**
     * What <a href="https://spark.apache.org/docs/latest/running-on-kubernetes.html#rbac">Spark</a> lets drivers make:
     * pods and services; the pods' configuration and volumes are its too, and all of it is taken back at the end.
     */
    static final List<String> DRIVERS_OBJECTS = List.of("pods", "services", "configmaps", "persistentvolumeclaims");

    private static final List<String> DRIVERS_VERBS =
            List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

    private final KubeNamespaceOptions options;

    NamespaceParts(KubeNamespaceOptions options) {
        this.options = options;
    }

    Part namespace(String name, ClusterSpec spec) {
        Map<String, String> users = new LinkedHashMap<>(options.labels());
        users.putAll(spec.labels());
        V1Namespace namespace = new V1Namespace()
                .apiVersion("v1")
                .kind("Namespace")
                .metadata(new V1ObjectMeta()
                        .name(name)
                        .labels(Labels.of(name, users))
                        .annotations(new TreeMap<>(Map.of(
                                Labels.WORKER_CORES,
                                        String.valueOf(spec.worker().cores()),
                                Labels.WORKER_MEMORY,
                                        String.valueOf(spec.worker().memoryMiB())))));
        Customizer.apply(spec.customizers(), V1Namespace.class, namespace);
        return Part.of(Kinds.NAMESPACES, "", namespace);
    }

    /** What is in it, in the order of making. */
    List<Part> inside(String name, ClusterSpec spec) {
        List<Part> parts = new ArrayList<>();
        options.pullSecrets().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> new V1Secret()
                        .apiVersion("v1")
                        .kind("Secret")
                        .metadata(meta(name, each.getKey()))
                        .type("kubernetes.io/dockerconfigjson")
                        .putDataItem(
                                ".dockerconfigjson", each.getValue().reveal().getBytes(StandardCharsets.UTF_8)))
                .forEach(secret -> parts.add(Part.of(Kinds.SECRETS, name, secret)));
        parts.add(Part.of(Kinds.SERVICE_ACCOUNTS, name, account(name)));
        parts.add(Part.of(Kinds.ROLES, name, role(name, spec)));
        parts.add(Part.of(Kinds.ROLE_BINDINGS, name, binding(name)));
        parts.add(Part.of(Kinds.QUOTAS, name, quota(name, spec)));
        parts.add(Part.of(Kinds.LIMIT_RANGES, name, limits(name, spec)));
        return parts;
    }

    private static V1ObjectMeta meta(String cluster, String name) {
        return new V1ObjectMeta().name(name).namespace(cluster).labels(Labels.of(cluster, Map.of()));
    }

    private V1ServiceAccount account(String name) {
        V1ServiceAccount account = new V1ServiceAccount()
                .apiVersion("v1")
                .kind("ServiceAccount")
                .metadata(meta(name, options.serviceAccount()));
        options.pullSecrets().keySet().stream()
                .sorted()
                .forEach(secret -> account.addImagePullSecretsItem(new V1LocalObjectReference().name(secret)));
        return account;
    }

    private V1Role role(String name, ClusterSpec spec) {
        V1Role role = new V1Role()
                .apiVersion("rbac.authorization.k8s.io/v1")
                .kind("Role")
                .metadata(meta(name, options.serviceAccount()))
                .addRulesItem(new V1PolicyRule()
                        .addApiGroupsItem("")
                        .resources(DRIVERS_OBJECTS)
                        .verbs(DRIVERS_VERBS));
        Customizer.apply(spec.customizers(), V1Role.class, role);
        return role;
    }

    private V1RoleBinding binding(String name) {
        return new V1RoleBinding()
                .apiVersion("rbac.authorization.k8s.io/v1")
                .kind("RoleBinding")
                .metadata(meta(name, options.serviceAccount()))
                .roleRef(new V1RoleRef()
                        .apiGroup("rbac.authorization.k8s.io")
                        .kind("Role")
                        .name(options.serviceAccount()))
                .addSubjectsItem(new RbacV1Subject()
                        .kind("ServiceAccount")
                        .name(options.serviceAccount())
                        .namespace(name));
    }

    private V1ResourceQuota quota(String name, ClusterSpec spec) {
        Map<String, Quantity> hard = new TreeMap<>();
        amounts(spec.workers(), spec.worker()).forEach((what, amount) -> hard.put(what, new Quantity(amount)));
        options.quota().forEach((what, amount) -> hard.put(what, new Quantity(amount)));
        V1ResourceQuota quota = new V1ResourceQuota()
                .apiVersion("v1")
                .kind("ResourceQuota")
                .metadata(meta(name, LIMITS))
                .spec(new V1ResourceQuotaSpec().hard(hard));
        Customizer.apply(spec.customizers(), V1ResourceQuota.class, quota);
        return quota;
    }

    /** What so many workers are together: all that the pods of the namespace may ask for. */
    static Map<String, String> amounts(int workers, Resources each) {
        return new TreeMap<>(Map.of(
                "requests.cpu",
                String.valueOf((long) workers * each.cores()),
                "requests.memory",
                (long) workers * each.memoryMiB() + "Mi"));
    }

    private V1LimitRange limits(String name, ClusterSpec spec) {
        V1LimitRange limits = new V1LimitRange()
                .apiVersion("v1")
                .kind("LimitRange")
                .metadata(meta(name, LIMITS))
                .spec(new V1LimitRangeSpec()
                        .addLimitsItem(new V1LimitRangeItem()
                                .type("Container")
                                .defaultRequest(new TreeMap<>(Map.of(
                                        "cpu", new Quantity(options.containerCpu()),
                                        "memory", new Quantity(options.containerMemory()))))));
        Customizer.apply(spec.customizers(), V1LimitRange.class, limits);
        return limits;
    }
}
