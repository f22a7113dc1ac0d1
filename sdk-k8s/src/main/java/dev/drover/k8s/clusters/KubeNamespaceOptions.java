package dev.drover.k8s.clusters;

import dev.drover.DroverException;
import dev.drover.Secret;
import dev.drover.spi.ProviderOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How namespaces are made ready for Spark at one location of {@code k8s}. Who asks the API server is said by {@link
 * dev.drover.k8s.KubeOptions}, bound to the same location. Immutable.
 *
 * <pre>{@code
 * Drover.builder()
 *         .configure("k8s://production", KubeNamespaceOptions.builder()
 *                 .pullSecret("registry", Secret.file(Path.of("/etc/drover/dockerconfig.json")))
 *                 .quota("pods", "200")
 *                 .build())
 * }</pre>
 */
public final class KubeNamespaceOptions implements ProviderOptions {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern QUANTITY = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,9})?(m|k|[KMGTPE]i|[MGTPE])?");
    private static final Pattern QUOTA = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_./-]{0,250}[A-Za-z0-9])?");

    private final String serviceAccount;
    private final Map<String, Secret> pullSecrets;
    private final Map<String, String> quota;
    private final String containerCpu;
    private final String containerMemory;
    private final Map<String, String> labels;

    private KubeNamespaceOptions(Builder builder) {
        serviceAccount = builder.serviceAccount;
        pullSecrets = Map.copyOf(builder.pullSecrets);
        quota = Map.copyOf(builder.quota);
        containerCpu = builder.containerCpu;
        containerMemory = builder.containerMemory;
        labels = Map.copyOf(builder.labels);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** A service account called {@code spark}, no pull secrets, no further limits. */
    public static KubeNamespaceOptions standard() {
        return builder().build();
    }

    public String serviceAccount() {
        return serviceAccount;
    }

    /** By the names that they get. */
    public Map<String, Secret> pullSecrets() {
        return pullSecrets;
    }

    /** Beside what a {@link dev.drover.ClusterSpec} says. */
    public Map<String, String> quota() {
        return quota;
    }

    public String containerCpu() {
        return containerCpu;
    }

    public String containerMemory() {
        return containerMemory;
    }

    public Map<String, String> labels() {
        return labels;
    }

    /** What all objects of Kubernetes may be called. */
    static String requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw DroverException.invalid("'" + name + "' cannot name " + what
                    + " in Kubernetes; use 1 to 63 lower-case letters, digits and hyphens.");
        }
        return name;
    }

    /** An amount as <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Kubernetes</a> writes it. */
    static String requireQuantity(String quantity) {
        if (!QUANTITY.matcher(quantity).matches()) {
            throw DroverException.invalid(
                    "'" + quantity + "' is no amount of Kubernetes, such as '500m', '4' or '16Gi'.");
        }
        return quantity;
    }

    /** Builds {@link KubeNamespaceOptions}. */
    public static final class Builder {
        private String serviceAccount = "spark";
        private final Map<String, Secret> pullSecrets = new LinkedHashMap<>();
        private final Map<String, String> quota = new LinkedHashMap<>();
        private String containerCpu = "100m";
        private String containerMemory = "256Mi";
        private final Map<String, String> labels = new LinkedHashMap<>();

        private Builder() {}

        /** The service account that drivers run as; by default {@code spark}. */
        public Builder serviceAccount(String name) {
            serviceAccount = requireName("a service account", name);
            return this;
        }

        /**
         * Credentials of a registry of images: the content of a
         * <a href="https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/">docker
         * config file</a>. The service account of the namespace pulls with them.
         */
        public Builder pullSecret(String name, Secret dockerConfigJson) {
            pullSecrets.put(requireName("a secret", name), dockerConfigJson);
            return this;
        }

        /**
         * Another limit of the <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">quota</a>, such as
         * {@code pods} or {@code requests.nvidia.com/gpu}.
         */
        public Builder quota(String resource, String quantity) {
            if (!QUOTA.matcher(resource).matches()) {
                throw DroverException.invalid("'" + resource + "' is nothing that a quota limits.");
            }
            if (resource.equals("requests.cpu") || resource.equals("requests.memory")) {
                throw DroverException.invalid("How much " + resource
                        + " a namespace has is said by ClusterSpec.workers, and changed by a resize.");
            }
            quota.put(resource, requireQuantity(quantity));
            return this;
        }

        /** What a container without requests of its own is taken to ask for; by default {@code 100m} and {@code 256Mi}. */
        public Builder containerDefaults(String cpu, String memory) {
            containerCpu = requireQuantity(cpu);
            containerMemory = requireQuantity(memory);
            return this;
        }

        /** Labels the namespace, as with {@code pod-security.kubernetes.io/enforce=baseline}. */
        public Builder label(String name, String value) {
            Labels.check(Map.of(name, value));
            labels.put(name, value);
            return this;
        }

        public KubeNamespaceOptions build() {
            return new KubeNamespaceOptions(this);
        }
    }
}
