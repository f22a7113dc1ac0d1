package dev.drover.k8s.clusters;

import dev.drover.DroverException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/">labels</a> and annotations by which Drover knows what it has made. */
final class Labels {
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String DROVER = "drover";
    /** The cluster that an object belongs to: the name of the attempt that made it. */
    static final String CLUSTER = "drover.dev/cluster";
    /** On pods: {@code master} or {@code worker}. */
    static final String ROLE = "drover.dev/role";
    /** An annotation of the first object of a cluster: when everything had been asked for; not there before. */
    static final String MADE = "drover.dev/made";
    /** Annotations of a namespace: what a worker is, in cores and in MiB. */
    static final String WORKER_CORES = "drover.dev/worker-cores";

    static final String WORKER_MEMORY = "drover.dev/worker-memory-mib";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private Labels() {}

    /** Drover's own, and those of the user, which cannot replace them. */
    static Map<String, String> of(String cluster, Map<String, String> users) {
        Map<String, String> labels = new LinkedHashMap<>(users);
        labels.put(MANAGED_BY, DROVER);
        labels.put(CLUSTER, cluster);
        return labels;
    }

    /** Those of one cluster. */
    static String selector(String cluster) {
        return MANAGED_BY + "=" + DROVER + "," + CLUSTER + "=" + cluster;
    }

    /** Those of all clusters. */
    static String selector() {
        return MANAGED_BY + "=" + DROVER + "," + CLUSTER;
    }

    /**
     * Refuses what no label can be, or what is Drover's own.
     *
     * @throws DroverException INVALID_ARGUMENT
     */
    static void check(Map<String, String> labels) {
        labels.forEach((name, value) -> {
            int slash = name.indexOf('/');
            boolean legal =
                    (slash < 0 || PREFIX.matcher(name.substring(0, slash)).matches())
                            && NAME.matcher(name.substring(slash + 1)).matches()
                            && (value.isEmpty() || NAME.matcher(value).matches());
            if (!legal || name.equals(MANAGED_BY) || name.startsWith("drover.dev/")) {
                throw DroverException.invalid("'" + name + "=" + value + "' cannot be a label of Kubernetes here: names"
                        + " and values have at most 63 letters, digits, '-', '_' and '.', and begin and end with a"
                        + " letter or digit; 'drover.dev/' and '" + MANAGED_BY + "' are Drover's.");
            }
        });
    }
}
